import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { dependsOn, type Dependence } from '../../../src/network/depends-on.ts'
import type { Destination, Snapshot, Source } from '../../../src/network/model.ts'
import { assume, SWITCHES, type ModelQuestion } from '../../../src/network/switches.ts'
import { clusterOf } from '../../cases/read-case.ts'

const CASES = path.join(import.meta.dirname, '../../cases')
const world = (name: string, settings: Readonly<Record<string, string>> = {}): Snapshot =>
  clusterOf(readFileSync(path.join(CASES, name, 'manifests.yaml'), 'utf8'), settings)

const pod = (name: string): Source & Destination => ({ pod: { namespace: 'default', name } })
const service = (name: string): Destination => ({ service: { namespace: 'default', name } })
const connection = (from: Source, to: Destination, port: number): ModelQuestion => ({
  kind: 'connection',
  question: { from, to, port },
})

const render = ({ on, semantics, here, otherwise }: Dependence): string => {
  const answer = (one: Dependence['here']): string =>
    `${one.value}: ${'shares' in one.answer ? one.answer.shares.map(({ verdict }) => verdict).join('+') : [one.answer.outcome, ...one.answer.addresses].join(' ')}`
  return `${on} ${semantics.join(' ')}: ${[here, ...otherwise].map(answer).join(', ')}`
}

describe('dependsOn', () => {
  const outside: Source = { outside: '203.0.113.9' }
  const rows: readonly (readonly [string, Snapshot, ModelQuestion, readonly string[]])[] = [
    [
      'V2: a Service without endpoints',
      world('service/empty-dropped'),
      connection(pod('client'), service('web'), 80),
      ['emptyService V2: rejected: refused, dropped: timed-out'],
    ],
    [
      'S2: a port that the Service does not have',
      world('service/empty-dropped'),
      connection(pod('client'), service('web'), 81),
      ['proxyMode S2 K13 K-nft K-ipvs: iptables: timed-out, nftables: refused, ipvs: refused'],
    ],
    [
      'N23: a range of ports, its first port, and beyond',
      world('policy/end-port-ignored'),
      connection(pod('client'), pod('web'), 8001),
      ['endPort N23: applied: connected, ignored: timed-out'],
    ],
    ['N23: its first port', world('policy/end-port-ignored'), connection(pod('client'), pod('web'), 8000), []],
    [
      'N24: a Pod on its node’s network',
      world('policy/host-network-as-pods'),
      connection(pod('friend'), pod('web'), 80),
      ['hostNetworkPods N24: as-nodes: timed-out, as-pods: connected'],
    ],
    [
      'N25: the own node',
      world('policy/special-traffic'),
      connection({ node: 'node-2' }, pod('web'), 80),
      ['ownNode N25: exempt: connected, policed: timed-out'],
    ],
    [
      'N26: the own Service',
      world('policy/special-traffic'),
      connection(pod('web'), service('web'), 80),
      ['ownService N26: exempt: connected, policed: timed-out'],
    ],
    [
      'N32: a node port of the own node',
      world('policy/special-traffic'),
      connection(outside, { node: 'node-2' }, 30080),
      ['ownNodeRewritten N32: exempt: connected, policed: timed-out'],
    ],
    [
      'N19: an ipBlock and the address of a Pod',
      world('policy/ip-blocks-skip-pods'),
      connection(pod('client'), pod('web'), 80),
      ['ipBlocksMatchPods N19: true: connected, false: timed-out'],
    ],
    [
      'P14: an ipBlock of the Pod range and the own node',
      world('policy/node-on-link', { 'choices.ownNode': 'policed' }),
      connection({ node: 'node-2' }, pod('web'), 80),
      ['nodeToPodSource P14: link-address: connected, internal-ip: timed-out'],
    ],
    [
      'P10: a bridge',
      world('path/bridge', { 'podNetwork.plugin': 'bridge' }),
      connection(pod('near'), service('web'), 80),
      ['bridgeNetfilter P10: true: connected, false: timed-out'],
    ],
    [
      'K13: a node port on the node’s loopback',
      world('path/bridge'),
      connection({ node: 'node-1' }, { host: '127.0.0.1' }, 30080),
      [
        'proxyMode S2 K13 K-nft K-ipvs: iptables: connected, nftables: refused, ipvs: refused',
        'localhostNodePorts K13: true: connected, false: refused',
      ],
    ],
    [
      'D23: a name with as many dots as ndots, which only glibc searches for besides',
      clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: near}, spec: {dnsConfig: {options: [{name: ndots, value: '1'}]}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}
`),
      { kind: 'name', question: { from: pod('near'), name: 'web.default' } },
      ['library D23: glibc: NOERROR 10.96.0.101, musl: NXDOMAIN'],
    ],
    [
      'D7: the name of a Pod’s address',
      world('path/bridge'),
      { kind: 'name', question: { from: pod('near'), name: '10-244-9-9.default.pod.cluster.local.' } },
      ['podRecords D7: insecure: NOERROR 10.244.9.9, disabled: NXDOMAIN, verified: NXDOMAIN'],
    ],
    ['nothing', world('path/bridge'), connection(pod('near'), pod('web'), 80), []],
  ]
  test.each(rows)('%s', (_title, snapshot, asked, expected) => {
    expect(dependsOn(snapshot, asked).map(render)).toEqual(expected)
  })

  test('D30: the node’s DNS cache, where there is one', () => {
    const settings = { 'nodeLocalDns.ip': '169.254.20.10', 'nodeLocalDns.bindsServiceIp': 'false' }
    const from = { pod: { namespace: 'shop', name: 'by-pod' } }
    const asked: ModelQuestion = { kind: 'connection', question: { from, to: { host: 'web.shop' }, port: 80 } }
    const names = (snapshot: Snapshot): readonly string[] => dependsOn(snapshot, asked).map(({ on }) => on)
    expect(names(world('dns/node-cache-exempt', settings))).toEqual(['nodeLocalDns'])
    expect(names(world('dns/node-cache-exempt'))).toEqual([])
  })

  test('I9: what another controller makes of a request', () => {
    const snapshot = clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: client}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: shop, annotations: {nginx.ingress.kubernetes.io/rewrite-target: /}}, spec: {ingressClassName: nginx, rules: [{host: shop.example, http: {paths: [{path: /a, pathType: Exact, backend: {service: {name: nosuch, port: {number: 80}}}}]}}]}}
`)
    const ask = (url: string): readonly string[] =>
      dependsOn(snapshot, { kind: 'request', question: { from: { outside: '203.0.113.9' }, url, connectTo: 'ingress' } }).map(
        ({ on, here, otherwise }) =>
          `${on} ${JSON.stringify([here, ...otherwise].map(({ answer }) => ('shares' in answer ? answer.shares[0]?.status : 0)))}`,
      )
    expect(ask('http://shop.example/ab')).toEqual(['ingressBehaviour [503,404]'])
    expect(ask('http://shop.example/')).toEqual([])
  })
})

describe('assume', () => {
  const bridge = world('path/bridge', { 'podNetwork.plugin': 'bridge', 'nodeLocalDns.ip': '169.254.20.10' })
  const { objects } = clusterOf(`
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: any }
spec: { tier: Admin, priority: 1, subject: { namespaces: {} } }
`)
  const snapshot = { ...bridge, objects: [...bridge.objects, ...objects] }
  const inCluster = SWITCHES.filter(({ name }) => name !== 'library' && name !== 'ingressBehaviour')
  test.each(inCluster.flatMap((one) => one.values.map((value) => [one.name, value] as const)))('%s = %s', (name, value) => {
    const found = SWITCHES.find((one) => one.name === name)
    const assumed = assume(snapshot, name, value)
    const asked = connection(pod('near'), pod('web'), 80)
    expect(assumed && found?.read({ snapshot: assumed, asked })).toBe(value)
  })

  test('what there is not', () => {
    expect([
      assume(snapshot, 'plugin', 'calico'),
      assume(snapshot, 'nosuch', 'true'),
      assume(snapshot, 'library', 'musl'),
    ]).toEqual([undefined, undefined, undefined])
  })
})
