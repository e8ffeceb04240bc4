import { describe, expect, test } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Service } from '../../../../../src/kubernetes/generated/types.ts'
import { connect } from '../../../../../src/network/connect.ts'

const POOL = ['127.96.0.1', '127.96.0.2'] as const

const service = (name: string, spec: object = {}): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'default' },
  spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
})

const start = (addresses: readonly string[] | undefined = POOL): Cluster =>
  createCluster({
    clock: createVirtualClock(Date.UTC(2026, 0, 1)),
    random: createSeededRandom(1),
    ...(addresses.length === 0 ? {} : { loadBalancer: { addresses } }),
  })

const addressOf = (cluster: Cluster, name: string): string | undefined =>
  (cluster.store.get('services', 'default', name) as Service).status?.loadBalancer?.ingress?.[0]?.ip

const apply = async (cluster: Cluster, ...services: readonly Service[]): Promise<void> => {
  for (const one of services) cluster.apply(one)
  await cluster.settle()
}

describe('the load balancer', () => {
  test('gives each Service an address of its own, and says so', async () => {
    const cluster = start()
    await apply(cluster, service('a'), service('b'), service('c', { type: 'NodePort' }))
    expect(['a', 'b', 'c'].map((name) => addressOf(cluster, name))).toEqual(['127.96.0.1', '127.96.0.2', undefined])
    expect((cluster.store.get('services', 'default', 'a') as Service).status?.loadBalancer).toEqual({
      ingress: [{ ip: '127.96.0.1', ipMode: 'VIP' }],
    })
    const reasons = cluster.store.list('events', 'default').map((event) => ('reason' in event ? event.reason : ''))
    expect(reasons).toEqual(expect.arrayContaining(['EnsuringLoadBalancer', 'EnsuredLoadBalancer']))
  })

  test('is not there where nobody asked for it', async () => {
    const cluster = start([])
    await apply(cluster, service('a'))
    expect(addressOf(cluster, 'a')).toBeUndefined()
  })

  test('shares an address between Services whose ports differ when no other is left', async () => {
    const cluster = start(['127.0.0.1'])
    await apply(cluster, service('a'), service('b', { ports: [{ port: 443 }] }), service('c'))
    expect(['a', 'b', 'c'].map((name) => addressOf(cluster, name))).toEqual(['127.0.0.1', '127.0.0.1', undefined])
    cluster.writer.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'a' })
    await cluster.settle()
    expect(addressOf(cluster, 'c')).toBe('127.0.0.1')
  })

  test.each<[string, object, string | undefined]>([
    ['asks for an address', { loadBalancerIP: '127.96.0.2' }, '127.96.0.2'],
    ['asks for one that is not to be had', { loadBalancerIP: '203.0.113.7' }, undefined],
    ['is of another class', { loadBalancerClass: 'example.com/other' }, undefined],
    ['wants no node ports', { allocateLoadBalancerNodePorts: false }, '127.96.0.1'],
  ])('for a Service that %s', async (_which, spec, wanted) => {
    const cluster = start()
    await apply(cluster, service('a', spec))
    expect(addressOf(cluster, 'a')).toBe(wanted)
    const { ports = [] } = (cluster.store.get('services', 'default', 'a') as Service).spec ?? {}
    expect(ports[0]?.nodePort === undefined).toBe('allocateLoadBalancerNodePorts' in spec)
  })

  test('takes the address back when the Service changes its type', async () => {
    const cluster = start()
    await apply(cluster, service('a'))
    await apply(cluster, service('a', { type: 'ClusterIP' }))
    expect(addressOf(cluster, 'a')).toBeUndefined()
  })

  test('that was switched off takes back what it gave, and nothing else', async () => {
    const before = start()
    await apply(before, service('a'), service('b'), service('c', { loadBalancerClass: 'example.com/other' }))
    const objects = [...before.store.entries()].map(([, object]) => object)
    const other = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === 'c') as Service
    const cluster = createCluster({
      clock: createVirtualClock(Date.UTC(2026, 0, 1)),
      random: createSeededRandom(2),
      objects: objects.map((object) =>
        object === other ? { ...other, status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } } : object,
      ),
      revision: before.store.revision,
      loadBalancer: { addresses: POOL, isOff: true },
    })
    await cluster.settle()
    expect(['a', 'b', 'c'].map((name) => addressOf(cluster, name))).toEqual([undefined, undefined, '203.0.113.7'])
    await apply(cluster, service('d'))
    expect(addressOf(cluster, 'd')).toBeUndefined()
  })

  test('S13: leads from outside to the Pods, for those in loadBalancerSourceRanges alone', async () => {
    const cluster = start()
    const spec = { containers: [{ name: 'c', image: 'nginx' }] }
    cluster.apply(Object.assign({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { app: 'web' } } }, { spec }))
    await apply(cluster, service('a', { loadBalancerSourceRanges: ['172.18.0.0/16'] }))
    const verdictsFrom = (outside: string): ReadonlySet<string> => {
      const { outcomes } = connect(cluster.snapshot(), { from: { outside }, to: { host: '127.96.0.1' }, port: 80 })
      return new Set(outcomes.map(({ verdict }) => verdict))
    }
    expect([...verdictsFrom('172.18.0.1')]).toEqual(['connected'])
    expect([...verdictsFrom('10.9.9.9')]).toEqual(['timed-out'])
  })

  test('P1: is no way for Pods, whose own loopback it would be', async () => {
    const cluster = start()
    cluster.apply(
      Object.assign(
        { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'client' } },
        { spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '1000'] }] } },
      ),
    )
    await apply(cluster, service('a'))
    const from = { pod: { namespace: 'default', name: 'client' } }
    const { outcomes } = connect(cluster.snapshot(), { from, to: { host: '127.96.0.1' }, port: 80 })
    expect(outcomes.map(({ verdict }) => verdict)).toEqual(['refused'])
  })
})
