import { connect, createServer } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openNodePorts, type NodePorts } from '../../../../../grader/daemon/outside/node-ports.ts'
import type { StoredObject } from '../../../../../src/cluster/store/store.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { createFakeCluster } from '../../support/fake-cluster.ts'

const open: { close(): void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.close()
})

const service = (name: string, nodePort: number, protocol = 'TCP'): StoredObject =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { type: 'NodePort', ports: [{ port: 80, nodePort, protocol }] },
  }) as unknown as StoredObject

function start(): { ports: NodePorts; store: ReturnType<typeof createFakeCluster>['store'] } {
  const cluster = createFakeCluster()
  const ports = openNodePorts(cluster)
  open.push(ports)
  return { ports, store: cluster.store }
}

describe('node ports on loopback', () => {
  it('open and close with their Services', async () => {
    const { ports, store } = start()
    store.put('services', service('web', 30_171))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_171, service: 'default/web' }])
    store.put('services', service('web', 30_172))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_172, service: 'default/web' }])
    store.remove('services', 'default', 'web')
    await ports.settled()
    expect(ports.states()).toEqual([])
  })

  it('are opened for UDP, too', async () => {
    const { ports, store } = start()
    store.put('services', service('dns', 30_173, 'UDP'))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_173, service: 'default/dns', protocol: 'UDP' }])
  })

  it('say when another program has the port, and try again later', async () => {
    const other = createServer().listen(30_174, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { ports, store } = start()
    store.put('services', service('web', 30_174))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_174, service: 'default/web', problem: 'EADDRINUSE' }])
    await new Promise((resolve) => other.close(resolve))
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_174, service: 'default/web' }])
  })
})

it('answers at the health check port as the first node does, which has no Pod of the Service', async () => {
  const cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
  open.push({ close: () => cluster.stop() })
  const apply = (object: object): unknown => cluster.apply(object as KubernetesObject)
  const metadata = { name: 'web', labels: { app: 'web' } }
  apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'c', image: 'nginx' }] } })
  const traffic = { externalTrafficPolicy: 'Local', healthCheckNodePort: 30_176 }
  const spec = { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, nodePort: 30_175 }], ...traffic }
  apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'lb' }, spec })
  await cluster.settle()
  const ports = openNodePorts(cluster)
  open.push(ports)
  await ports.settled()
  expect(ports.states()).toContainEqual({ port: 30_176, service: 'default/lb', isHealthCheck: true })
  const response = await fetch('http://127.0.0.1:30176/')
  expect(response.status).toBe(503)
  expect(response.headers.get('x-load-balancing-endpoint-weight')).toBe('0')
  expect(await response.json()).toEqual({
    service: { namespace: 'default', name: 'lb' },
    localEndpoints: 0,
    serviceProxyHealthy: true,
  })
})

/** What happens to who connects: the error's code, or `held` where nothing is said. */
const outcomeAt = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
    socket.on('close', () => resolve('closed'))
    socket.setTimeout(100, () => {
      resolve('held')
      socket.destroy()
    })
  })

describe('a node port', () => {
  const startReal = async (nodePort: number, traffic: object = {}) => {
    const clock = createVirtualClock(Date.UTC(2026, 0, 1))
    const cluster = createCluster({ clock, random: createSeededRandom(1) })
    const apply = (object: object): unknown => cluster.apply(object as KubernetesObject)
    const spec = { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort }], ...traffic }
    apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec })
    await cluster.settle()
    const ports = openNodePorts(cluster)
    open.push(ports, { close: () => cluster.stop() })
    await ports.settled()
    const metadata = { name: 'web', labels: { app: 'web' } }
    const run = async (container: object): Promise<void> => {
      apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'c', ...container }] } })
      await cluster.settle()
    }
    const remove = async (): Promise<void> => {
      cluster.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web' })
      await cluster.settle()
    }
    return { clock, ports, run, remove }
  }

  it('refuses connections while its Service has no endpoint that is ready, and is kept meanwhile', async () => {
    const { ports, run, remove } = await startReal(30_177)
    expect(await outcomeAt(30_177)).toBe('ECONNREFUSED')
    expect(ports.states()).toEqual([{ port: 30_177, service: 'default/web' }])
    await run({ image: 'nginx' })
    await vi.waitFor(async () => expect((await fetch('http://127.0.0.1:30177/')).status).toBe(200))
    await remove()
    await vi.waitFor(async () => expect(await outcomeAt(30_177)).toBe('ECONNREFUSED'))
    expect(ports.states()).toEqual([{ port: 30_177, service: 'default/web' }])
  })

  it('refuses connections until a program of the Pod listens', async () => {
    const { clock, run } = await startReal(30_178)
    await run({ image: 'busybox', command: ['sh', '-c', 'sleep 5; echo hello | nc -l -p 80; sleep 1000'] })
    expect(await outcomeAt(30_178)).toBe('ECONNREFUSED')
    await vi.waitFor(async () => {
      clock.advance(1_000)
      expect(await outcomeAt(30_178)).toBe('held')
    }, 5_000)
  })

  it('holds connections where a node without an endpoint of its own drops them', async () => {
    const { run } = await startReal(30_179, { externalTrafficPolicy: 'Local' })
    expect(await outcomeAt(30_179)).toBe('ECONNREFUSED')
    await run({ image: 'nginx' })
    await vi.waitFor(async () => expect(await outcomeAt(30_179)).toBe('held'))
  })

  it('says that another program has taken it while it was refused', async () => {
    const { ports, run } = await startReal(30_180)
    const other = createServer().listen(30_180, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    open.push(other)
    await run({ image: 'nginx' })
    await ports.settled()
    expect(ports.states()).toEqual([{ port: 30_180, service: 'default/web', problem: 'EADDRINUSE' }])
  })
})
