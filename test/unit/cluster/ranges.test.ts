/** Clusters with other ranges than kubeadm's, with two families and with IPv6 alone. */
import { describe, expect, test } from 'vitest'
import { createCluster } from '../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../src/cluster/contract.ts'
import { nodeRangesOf, rangesOfFamilies, type ClusterRanges } from '../../../src/cluster/ranges.ts'
import { createSeededRandom, createVirtualClock } from '../../../src/cluster/virtual.ts'
import type { Node, Pod, Service, ServiceSpec } from '../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { Status } from '../../../src/kubernetes/status.ts'
import { inBlocks } from '../../../src/network/address.ts'
import { connect } from '../../../src/network/connect.ts'
import { resolve } from '../../../src/network/resolve.ts'

const DUAL = rangesOfFamilies(['IPv4', 'IPv6'])
const SIX = rangesOfFamilies(['IPv6'])

const start = (ranges?: ClusterRanges): Cluster =>
  createCluster({
    clock: createVirtualClock(Date.UTC(2026, 10, 24)),
    random: createSeededRandom(1),
    ...(ranges === undefined ? {} : { ranges }),
  })

const apply = (cluster: Cluster, kind: string, name: string, rest: object): KubernetesObject | Status =>
  cluster.apply({ apiVersion: 'v1', kind, metadata: { name, labels: { app: name } }, ...rest })

const addService = (cluster: Cluster, spec: object): ServiceSpec | string => {
  const result = apply(cluster, 'Service', 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec } })
  return result.kind === 'Status' ? ((result as Status).message ?? '') : ((result as Service).spec ?? {})
}

const withPods = async (ranges: ClusterRanges): Promise<Cluster> => {
  const cluster = start(ranges)
  for (const name of ['web', 'client']) apply(cluster, 'Pod', name, { spec: { containers: [{ name: 'c', image: 'nginx' }] } })
  addService(cluster, { ipFamilyPolicy: 'PreferDualStack' })
  await cluster.settle()
  return cluster
}

const FROM = { pod: { namespace: 'default', name: 'client' } }
const verdicts = (cluster: Cluster, host: string): readonly string[] =>
  connect(cluster.snapshot(), { from: FROM, to: { host }, port: 80 }).outcomes.map(({ verdict }) => verdict)
const podOf = (cluster: Cluster, name: string): Pod => cluster.store.get('pods', 'default', name) as Pod
const serviceOf = (cluster: Cluster): Service => cluster.store.get('services', 'default', 'web') as Service

describe('a cluster with both families', () => {
  test('gives each Pod an address of both, and each is reached', async () => {
    const cluster = await withPods(DUAL)
    const { podIP, podIPs = [], hostIPs = [] } = podOf(cluster, 'web').status ?? {}
    const ips = podIPs.map(({ ip }) => ip)
    expect(ips).toHaveLength(2)
    expect(ips[0]).toBe(podIP)
    expect(inBlocks(['10.244.0.0/16'], ips[0] ?? '') && inBlocks(['fd00:10:244::/56'], ips[1] ?? '')).toBe(true)
    expect(hostIPs).toHaveLength(2)
    for (const ip of ips) expect(verdicts(cluster, ip)).toEqual(['connected'])
  })

  test('gives a Service that asks for them two addresses, a slice for each, and records of both types', async () => {
    const cluster = await withPods(DUAL)
    const { clusterIPs = [], ipFamilies } = serviceOf(cluster).spec ?? {}
    expect(ipFamilies).toEqual(['IPv4', 'IPv6'])
    for (const ip of clusterIPs) expect(verdicts(cluster, ip)).toEqual(['connected'])
    expect(inBlocks(['fd00:10:96::/112'], clusterIPs[1] ?? '')).toBe(true)
    const slices = cluster.store.list('endpointslices.discovery.k8s.io', 'default') as readonly { addressType?: string }[]
    expect(slices.map(({ addressType }) => addressType).toSorted()).toEqual(['IPv4', 'IPv4', 'IPv6'])
    const answers = resolve(cluster.snapshot(), { from: FROM, name: 'web', type: 'AAAA' })
    expect(answers.addresses).toEqual([clusterIPs[1]])
  })

  test.each<[string, object, Partial<ServiceSpec>]>([
    ['nothing', {}, { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }],
    ['IPv6', { ipFamilies: ['IPv6'] }, { ipFamilies: ['IPv6'], ipFamilyPolicy: 'SingleStack' }],
    ['both', { ipFamilyPolicy: 'RequireDualStack' }, { ipFamilies: ['IPv4', 'IPv6'] }],
    ['both, IPv6 first', { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6'] }, { ipFamilies: ['IPv6', 'IPv4'] }],
    [
      'addresses',
      { ipFamilyPolicy: 'PreferDualStack', clusterIP: 'fd00:10:96::77', clusterIPs: ['fd00:10:96::77', '10.96.0.77'] },
      { ipFamilies: ['IPv6', 'IPv4'], clusterIPs: ['fd00:10:96::77', '10.96.0.77'] },
    ],
    [
      'no address',
      { clusterIP: 'None', ipFamilyPolicy: 'PreferDualStack' },
      { ipFamilies: ['IPv4', 'IPv6'], clusterIPs: ['None'] },
    ],
  ])('a Service that asks for %s', (_name, spec, expected) => {
    expect(addService(start(DUAL), spec)).toMatchObject(expected)
  })

  test('a Service gets its second address later, and gives it up', () => {
    const cluster = start(DUAL)
    const before = addService(cluster, {}) as ServiceSpec
    const both = addService(cluster, { ipFamilyPolicy: 'PreferDualStack' }) as ServiceSpec
    expect(both.clusterIPs).toHaveLength(2)
    expect(both.clusterIP).toBe(before.clusterIP)
    const { clusterIP, clusterIPs, ipFamilies } = both
    const after = addService(cluster, { ipFamilyPolicy: 'SingleStack', clusterIP, clusterIPs, ipFamilies }) as ServiceSpec
    expect([after.clusterIPs, after.ipFamilies]).toEqual([[before.clusterIP], ['IPv4']])
  })

  test.each<[string, object, string]>([
    [
      'two addresses for one family’s Service',
      { clusterIP: '10.96.0.7', clusterIPs: ['10.96.0.7', 'fd00:10:96::7'] },
      "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified",
    ],
    [
      'an address of the other family',
      { clusterIP: '10.96.0.7', ipFamilies: ['IPv6'] },
      'spec.clusterIPs[0]: Invalid value: "10.96.0.7": expected an IPv6 value as indicated by `ipFamilies[0]`',
    ],
    [
      'an address outside the range of its family',
      { clusterIP: 'fd00:99::7' },
      'the provided network does not match the current range',
    ],
  ])('refuses %s', (_name, spec, message) => {
    expect(addService(start(DUAL), spec)).toContain(message)
  })
})

describe('a cluster of IPv6 alone', () => {
  test('has no IPv4 address anywhere, and everything is reached', async () => {
    const cluster = await withPods(SIX)
    const nodes = cluster.store.list('nodes') as readonly Node[]
    const addresses = [
      ...nodes.flatMap(({ status }) =>
        (status?.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address),
      ),
      ...(cluster.store.list('pods') as readonly Pod[]).flatMap(({ status }) => (status?.podIPs ?? []).map(({ ip }) => ip)),
      ...(cluster.store.list('services') as readonly Service[]).flatMap(({ spec }) => spec?.clusterIPs ?? []),
      ...cluster.snapshot().facts.cluster.nodeNameservers,
    ]
    expect(addresses.filter((address) => !address.includes(':'))).toEqual([])
    expect(verdicts(cluster, 'web')).toEqual(['connected'])
    expect(verdicts(cluster, podOf(cluster, 'web').status?.podIP ?? '')).toEqual(['connected'])
  })

  test('refuses what asks for IPv4', () => {
    expect(addService(start(SIX), { clusterIP: '10.96.0.7' })).toContain('IPv4 is not configured on this cluster')
    expect(addService(start(SIX), { ipFamilies: ['IPv4'] })).toContain(
      'spec.ipFamilies[0]: Invalid value: "IPv4": not configured',
    )
  })
})

test('kubeadm’s cluster refuses both families and addresses of another range', () => {
  expect(addService(start(), { ipFamilyPolicy: 'RequireDualStack' })).toContain('not configured for dual-stack services')
  expect(addService(start(), { clusterIP: 'fd00::7' })).toContain('IPv6 is not configured on this cluster')
  expect(addService(start(), { clusterIP: '172.20.0.7' })).toContain('the provided network does not match the current range')
})

test.each<[string, readonly string[]]>([
  ['10.244.0.0/16', ['10.244.0.0/24', '10.244.1.0/24', '10.244.2.0/24']],
  ['fd00:10:244::/56', ['fd00:10:244::/64', 'fd00:10:244:1::/64', 'fd00:10:244:2::/64']],
  ['10.7.0.0/23', ['10.7.0.0/25', '10.7.0.128/25', '10.7.1.0/25']],
])('nodes share %s', (cidr, shares) => {
  const ranges = { podCidrs: [cidr], serviceCidrs: [] }
  expect([0, 1, 2].flatMap((number) => nodeRangesOf(ranges, number))).toEqual(shares)
})
