import { describe, expect, test } from 'vitest'
import type { PodSpec } from '../../../../src/kubernetes/generated/types.ts'
import { ndotsOf, renderResolvConf, resolvConf } from '../../../../src/network/dns/resolv-conf.ts'
import type { NodeLocalDnsFacts } from '../../../../src/network/facts.ts'
import type { Source } from '../../../../src/network/model.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { pod, snapshotOf } from '../ingress/snapshots.ts'

const cluster = { nodeNameservers: ['172.18.0.1'], nodeSearches: ['lab.example', 'cluster.local'] }
const CLUSTER_FIRST =
  'search web.svc.cluster.local svc.cluster.local cluster.local lab.example\nnameserver 10.96.0.10\noptions ndots:5\n'
const NODE = 'search lab.example cluster.local\nnameserver 172.18.0.1\n'

const fileOf = (spec: Partial<PodSpec>, source: Source = { pod: { namespace: 'web', name: 'p' } }): string => {
  const state = indexSnapshot(snapshotOf({ objects: [pod('web/p', '10.244.1.2', spec)], cluster }))
  return renderResolvConf(resolvConf(state, source))
}

describe('resolv.conf', () => {
  const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `s${index}.example`)
  const rows: readonly (readonly [string, Partial<PodSpec>, string])[] = [
    ['D17: no policy stated', {}, CLUSTER_FIRST],
    ['D17: ClusterFirst, host searches without doubles', { dnsPolicy: 'ClusterFirst' }, CLUSTER_FIRST],
    ['D18: ClusterFirst on the host network is Default', { dnsPolicy: 'ClusterFirst', hostNetwork: true }, NODE],
    ['D18: ClusterFirstWithHostNet', { dnsPolicy: 'ClusterFirstWithHostNet', hostNetwork: true }, CLUSTER_FIRST],
    ['D19: Default is the node’s', { dnsPolicy: 'Default' }, NODE],
    ['D19: None takes dnsConfig only', { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'] } }, 'nameserver 1.1.1.1\n'],
    [
      'D20: nameservers appended, three used',
      { dnsPolicy: 'Default', dnsConfig: { nameservers: ['1.1.1.1', '172.18.0.1', '2.2.2.2', '3.3.3.3'] } },
      'search lab.example cluster.local\nnameserver 172.18.0.1\nnameserver 1.1.1.1\nnameserver 2.2.2.2\n',
    ],
    [
      'D20: options override by name',
      {
        dnsPolicy: 'ClusterFirst',
        dnsConfig: { options: [{ name: 'ndots', value: '2' }, { name: 'use-vc' }], searches: ['a.example'] },
      },
      'search web.svc.cluster.local svc.cluster.local cluster.local lab.example a.example\nnameserver 10.96.0.10\noptions ndots:2 use-vc\n',
    ],
    [
      'D20: at most 32 searches',
      { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'], searches: names(40) } },
      `search ${names(32).join(' ')}\nnameserver 1.1.1.1\n`,
    ],
  ]
  test.each(rows)('%s', (_name, spec, expected) => {
    expect(fileOf(spec)).toBe(expected)
  })

  test('D20: at most 2048 characters of searches', () => {
    const long = Array.from(
      { length: 20 },
      (_, index) => `${'x'.repeat(50)}.${'y'.repeat(60)}.${String(index).padStart(2, '0')}`,
    )
    const [line = ''] = fileOf({ dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'], searches: long } }).split('\n')
    expect(line.split(' ')).toHaveLength(1 + 17)
  })

  test('D16 D17: a cluster whose DNS server has an IPv6 address', () => {
    const six = { ...cluster, dnsServiceIp: 'fd00:96::a', nodeNameservers: ['fc00:18::1'] }
    const state = indexSnapshot(snapshotOf({ objects: [pod('web/p', 'fd00:10:1::2')], cluster: six }))
    const render = (source: Source): string => renderResolvConf(resolvConf(state, source))
    expect(render({ pod: { namespace: 'web', name: 'p' } })).toContain('\nnameserver fd00:96::a\n')
    expect(render({ node: 'node-1' })).toContain('\nnameserver fc00:18::1\n')
  })

  test('D29: the node’s cache, where Pods would miss it otherwise', () => {
    const nameserver = (nodeLocalDns: NodeLocalDnsFacts, proxyMode: 'iptables' | 'ipvs' = 'iptables'): string => {
      const facts = { ...cluster, nodeLocalDns, proxyMode }
      const state = indexSnapshot(snapshotOf({ objects: [pod('web/p', '10.244.1.2')], cluster: facts }))
      return resolvConf(state, { pod: { namespace: 'web', name: 'p' } }).nameservers.join()
    }
    const ip = '169.254.20.10'
    expect(nameserver({ ip, bindsServiceIp: true })).toBe('10.96.0.10')
    expect(nameserver({ ip, bindsServiceIp: true }, 'ipvs')).toBe(ip)
    expect(nameserver({ ip, bindsServiceIp: false })).toBe(ip)
  })

  test('a node, a machine outside, and a Pod that does not exist', () => {
    expect(fileOf({}, { node: 'node-1' })).toBe(NODE)
    expect(fileOf({}, { outside: '198.51.100.1' })).toBe(NODE)
    expect(fileOf({}, { pod: { namespace: 'web', name: 'nosuch' } })).toBe(CLUSTER_FIRST)
  })

  test('ndots is 1 without an option, and 15 at most', () => {
    const conf = { nameservers: [], searches: [] }
    expect(
      [[], ['ndots:0'], ['ndots:5', 'ndots:3'], ['ndots:99'], ['ndots']].map((options) => ndotsOf({ ...conf, options })),
    ).toEqual([1, 0, 3, 15, 1])
  })
})
