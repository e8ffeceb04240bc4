import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
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
