import { createSocket } from 'node:dgram'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { loadBalancerOptions, openLoadBalancers } from '../../../../../grader/daemon/outside/load-balancers.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const OPTIONS = { addresses: ['127.0.0.1'] }

const freePort = async (keep = false): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  if (keep) closers.push(() => server.close())
  else await new Promise((resolve) => server.close(resolve))
  return port
}

const start = async (port: number): Promise<Cluster> => {
  const cluster = createCluster({
    clock: createVirtualClock(Date.UTC(2026, 0, 1)),
    random: createSeededRandom(1),
    loadBalancer: OPTIONS,
  })
  const apply = (object: object): unknown => cluster.apply(object as KubernetesObject)
  const metadata = { name: 'web', labels: { app: 'web' } }
  apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'c', image: 'nginx' }] } })
  const spec = { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port, targetPort: 80 }] }
  apply({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'lb' }, spec })
  await cluster.settle()
  closers.push(() => cluster.stop())
  return cluster
}

it('answers at the address with what the Pod says', async () => {
  const port = await freePort()
  const cluster = await start(port)
  const doors = openLoadBalancers(cluster, OPTIONS)
  closers.push(() => doors.close())
  await doors.settled()
  expect(doors.states()).toEqual([{ service: 'default/lb', address: '127.0.0.1', wanted: port, open: port }])
  const response = await fetch(`http://127.0.0.1:${port}/`)
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('Welcome to nginx')
  cluster.writer.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'lb' })
  await doors.settled()
  expect(doors.states()).toEqual([])
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

it('takes another port where the one that was asked for is taken, and says so', async () => {
  const port = await freePort(true)
  const cluster = await start(port)
  const doors = openLoadBalancers(cluster, OPTIONS)
  closers.push(() => doors.close())
  await doors.settled()
  const [state] = doors.states()
  expect(state).toMatchObject({ wanted: port, problem: 'EADDRINUSE' })
  expect(state?.open).toBeGreaterThan(port)
  expect((await fetch(`http://127.0.0.1:${state?.open ?? 0}/`)).status).toBe(200)
})

it('carries datagrams, and what the Pod answers to each sender', async () => {
  const port = await freePort()
  const cluster = await start(port)
  const apply = (object: object): unknown => cluster.apply(object as KubernetesObject)
  const container = { name: 'c', image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec', '--udp-port=8081'] }
  const metadata = { name: 'net', labels: { app: 'net' } }
  apply({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } })
  const ports = [{ port, targetPort: 8081, protocol: 'UDP' }]
  apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'udp' },
    spec: { type: 'LoadBalancer', selector: { app: 'net' }, ports },
  })
  await cluster.settle()
  const doors = openLoadBalancers(cluster, OPTIONS)
  closers.push(() => doors.close())
  await doors.settled()
  expect(doors.states()).toContainEqual({
    service: 'default/udp',
    address: '127.0.0.1',
    protocol: 'UDP',
    wanted: port,
    open: port,
  })
  const ask = async (words: string): Promise<string> => {
    const socket = createSocket('udp4')
    const answer = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))))
    socket.send(words, port, '127.0.0.1')
    return answer.finally(() => socket.close())
  }
  expect(await Promise.all([ask('hostname'), ask('echo Hello')])).toEqual(['net', 'hello'])
})

it('has all of 127.0.0.0/8 on Linux alone', () => {
  expect(loadBalancerOptions('linux').addresses.length).toBeGreaterThan(100)
  expect(loadBalancerOptions('darwin').addresses).toEqual(['127.0.0.1'])
})
