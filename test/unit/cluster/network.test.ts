/** What the network does as a cluster's objects change: lines of the semantics that unfold in time. */
import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../src/cluster/contract.ts'
import { isVirtualClock } from '../../../src/cluster/virtual.ts'
import type { Namespace, Pod, Service } from '../../../src/kubernetes/generated/types.ts'
import { connect } from '../../../src/network/connect.ts'
import type { Destination } from '../../../src/network/model.ts'
import { apply as applyAll, create, exec, read } from './support/one-cluster.ts'

const apply = async (cluster: Cluster, ...objects: readonly object[]): Promise<void> => {
  applyAll(cluster, ...objects)
  await cluster.settle(5_000)
}

const pod = (name: string, container: object = {}, metadata: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name }, ...metadata },
  spec: { containers: [{ name: 'c', image: 'nginx', ...container }] },
})
const service = (name: string, spec: object): object => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec })
const policy = (name: string, spec: object): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name },
  spec,
})

const start = async (...objects: readonly object[]): Promise<Cluster> => {
  const cluster = create()
  await apply(cluster, ...objects)
  return cluster
}

const serviceOf = (cluster: Cluster, name: string): Service => cluster.store.get('services', 'default', name) as Service
const toPod = (name: string): Destination => ({ pod: { namespace: 'default', name } })
const toService = (name: string): Destination => ({ service: { namespace: 'default', name } })
const ask = (cluster: Cluster, from: string, to: Destination, port = 80): readonly string[] => [
  ...new Set(
    connect(cluster.snapshot(), { from: { pod: { namespace: 'default', name: from } }, to, port }).outcomes.map(
      ({ verdict }) => verdict,
    ),
  ),
]
const waitFor = async (cluster: Cluster, ms: number): Promise<void> => {
  const { clock } = cluster
  if (isVirtualClock(clock)) clock.advance(ms)
  await cluster.settle()
}

describe('addresses of Pods', () => {
  test('P3: a Pod that is made anew has another address, and its old one is nobody’s', async () => {
    const cluster = await start(pod('web'), pod('client'))
    const before = read(cluster, 'web').status?.podIP ?? ''
    cluster.writer.delete({ kind: 'Pod', namespace: 'default', name: 'web' })
    await waitFor(cluster, 60_000)
    await apply(cluster, pod('web'))
    const after = read(cluster, 'web').status?.podIP
    expect(after).toMatch(/^10\.244\./)
    expect(after).not.toBe(before)
    expect(ask(cluster, 'client', toPod('web'))).toEqual(['connected'])
    expect(ask(cluster, 'client', { host: before })).toEqual(['timed-out'])
  })

  test('P3 S19: a container that is started again keeps its Pod’s address', async () => {
    const liveness = { tcpSocket: { port: 81 }, periodSeconds: 1, failureThreshold: 2 }
    const cluster = await start(pod('web', { livenessProbe: liveness }))
    const before = read(cluster, 'web').status?.podIP
    await waitFor(cluster, 30_000)
    expect(read(cluster, 'web').status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0)
    expect(read(cluster, 'web').status?.podIP).toBe(before)
  })
})

describe('Services', () => {
  test('S19 S18 V2: a Pod that fails its readiness probe leaves the Service and stays where it is', async () => {
    const readiness = { httpGet: { path: '/nosuch', port: 80 }, periodSeconds: 1 }
    const cluster = await start(
      pod('web', { readinessProbe: readiness }),
      pod('client'),
      service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] }),
    )
    expect(ask(cluster, 'client', toService('web'))).toEqual(['refused'])
    expect(ask(cluster, 'client', toPod('web'))).toEqual(['connected'])
    await apply(cluster, pod('second', {}, { labels: { app: 'web' } }))
    expect(ask(cluster, 'client', toService('web'))).toEqual(['connected'])
  })

  test('S11: to a name and back: address and node ports are given back, and others given', async () => {
    const ports = [{ port: 80, targetPort: 80, nodePort: 30080 }]
    const cluster = await start(
      pod('web'),
      pod('client'),
      service('web', { type: 'NodePort', selector: { app: 'web' }, ports }),
    )
    expect(serviceOf(cluster, 'web').spec?.clusterIP).toMatch(/^10\.96\./)
    expect(ask(cluster, 'client', { node: 'netgrade-worker' }, 30080)).toEqual(['connected'])

    await apply(cluster, service('web', { type: 'ExternalName', externalName: 'web.example', selector: { app: 'web' } }))
    const { spec: alias } = serviceOf(cluster, 'web')
    expect([alias?.clusterIP ?? '', alias?.ports?.[0]?.nodePort]).toEqual(['', undefined])
    expect(ask(cluster, 'client', { node: 'netgrade-worker' }, 30080)).toEqual(['refused'])
    await apply(cluster, service('taker', { type: 'NodePort', selector: { app: 'web' }, ports }))
    expect(serviceOf(cluster, 'taker').spec?.ports?.[0]?.nodePort).toBe(30080)

    await apply(cluster, service('web', { type: 'ClusterIP', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 80 }] }))
    expect(serviceOf(cluster, 'web').spec?.clusterIP).toMatch(/^10\.96\./)
    expect(ask(cluster, 'client', toService('web'))).toEqual(['connected'])
  })

  test('S1: a balanced Service may do without node ports', async () => {
    const cluster = await start(
      service('with', { type: 'LoadBalancer', ports: [{ port: 80 }] }),
      service('without', { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ports: [{ port: 80 }] }),
    )
    expect(serviceOf(cluster, 'with').spec?.ports?.[0]?.nodePort).toBeGreaterThanOrEqual(30000)
    expect(serviceOf(cluster, 'without').spec?.ports?.[0]?.nodePort).toBeUndefined()
  })

  test('S15: a cluster address answers no ping, a Pod’s does', async () => {
    const cluster = await start(
      pod('web'),
      pod('box', { image: 'busybox', command: ['sleep', '3600'] }),
      service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] }),
    )
    const ping = async (ip = ''): Promise<unknown> => (await exec(cluster, 'box', 'ping', '-c', '1', ip)).code
    expect(await ping(read(cluster, 'web').status?.podIP)).toBe(0)
    expect(await ping(serviceOf(cluster, 'web').spec?.clusterIP)).toBe(1)
  })
})

describe('policies', () => {
  const team = { namespaceSelector: { matchLabels: { team: 'red' } } }
  const visitor: Pod = pod('visitor', {}, { namespace: 'red' }) as Pod
  const fromRed = (cluster: Cluster): string | undefined =>
    connect(cluster.snapshot(), { from: { pod: { namespace: 'red', name: 'visitor' } }, to: toPod('web'), port: 80 })
      .outcomes[0]?.verdict

  test('N27: a policy that comes, changes and goes counts for connections from then on', async () => {
    const cluster = await start(pod('web'), pod('client'))
    expect(ask(cluster, 'client', toPod('web'))).toEqual(['connected'])
    await apply(cluster, policy('web', { podSelector: { matchLabels: { app: 'web' } } }))
    expect(ask(cluster, 'client', toPod('web'))).toEqual(['timed-out'])
    const open = {
      podSelector: { matchLabels: { app: 'web' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }],
    }
    await apply(cluster, policy('web', open))
    expect(ask(cluster, 'client', toPod('web'))).toEqual(['connected'])
    cluster.writer.delete({ kind: 'NetworkPolicy', namespace: 'default', name: 'web' })
    expect(ask(cluster, 'client', toPod('web'))).toEqual(['connected'])
  })

  test('N27 N15: labels of namespaces and Pods count as they are now', async () => {
    const namespace = (labels: object): Namespace =>
      ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'red', labels } }) as Namespace
    const cluster = await start(
      namespace({}),
      visitor,
      pod('web'),
      policy('web', { podSelector: { matchLabels: { guarded: 'yes' } }, ingress: [{ from: [team] }] }),
    )
    expect(fromRed(cluster)).toBe('connected')
    const web = read(cluster, 'web')
    cluster.writer.update({ ...web, metadata: { ...web.metadata, labels: { app: 'web', guarded: 'yes' } } })
    expect(fromRed(cluster)).toBe('timed-out')
    await apply(cluster, namespace({ team: 'red' }))
    expect(fromRed(cluster)).toBe('connected')
    await apply(cluster, namespace({ team: 'blue' }))
    expect(fromRed(cluster)).toBe('timed-out')
  })
})

test('I1: the Ingress controller refuses when its namespace is gone', async () => {
  const cluster = await start()
  const askController = async (): Promise<string | undefined> => {
    const question = { from: { outside: '172.18.0.1' }, url: 'http://shop.example/', connectTo: 'ingress' } as const
    return (await cluster.send(question, 0))?.verdict
  }
  expect(await askController()).toBe('connected')
  cluster.writer.delete({ kind: 'Namespace', name: 'ingress-nginx' })
  await waitFor(cluster, 60_000)
  expect(await askController()).toBe('refused')
})
