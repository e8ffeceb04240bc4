import { describe, expect, test } from 'vitest'
import { connect } from '../../../../src/network/connect.ts'
import type { ConnectQuestion, Destination, Snapshot, Source } from '../../../../src/network/model.ts'
import type { Addresses, DetailedWalk, DetailStep } from '../../../../src/network/path/detail-step.ts'
import { expandWalk } from '../../../../src/network/path/expand-walk.ts'
import { iptablesRules } from '../../../../src/network/service/rules/iptables.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { request } from '../../../../src/network/request.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const OBJECTS = `
{apiVersion: v1, kind: Node, metadata: {name: node-1}, spec: {podCIDR: 10.244.1.0/24, podCIDRs: [10.244.1.0/24, 'fd00:10:1::/64']}, status: {addresses: [{type: InternalIP, address: 172.18.0.2}, {type: InternalIP, address: 'fc00:18::2'}]}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-2}, spec: {podCIDR: 10.244.2.0/24, podCIDRs: [10.244.2.0/24, 'fd00:10:2::/64']}, status: {addresses: [{type: InternalIP, address: 172.18.0.3}, {type: InternalIP, address: 'fc00:18::3'}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}, annotations: {test/listens: 'TCP :::8080'}}, spec: {nodeName: node-2, containers: [{name: main, ports: [{containerPort: 8080, hostPort: 8000}]}]}, status: {podIPs: [{ip: 10.244.2.5}, {ip: 'fd00:10:2::5'}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: near}, spec: {nodeName: node-2}, status: {podIPs: [{ip: 10.244.2.6}, {ip: 'fd00:10:2::6'}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: far}, spec: {nodeName: node-1}, status: {podIPs: [{ip: 10.244.1.7}, {ip: 'fd00:10:1::7'}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort, clusterIP: 10.96.0.50, clusterIPs: [10.96.0.50, 'fd00:96::50'], ipFamilies: [IPv4, IPv6], selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: local}, spec: {type: NodePort, externalTrafficPolicy: Local, clusterIP: 10.96.0.51, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30081}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: empty}, spec: {clusterIP: 10.96.0.52, selector: {app: none}, ports: [{port: 80}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: no-calls}, spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}}
`
const FACTS = { podCidrs: '[10.244.0.0/16, "fd00:10::/32"]', serviceCidrs: '[10.96.0.0/16, "fd00:96::/112"]' }
const cluster = (settings: Readonly<Record<string, string>> = {}, more = ''): Snapshot =>
  clusterOf(OBJECTS + more, { ...FACTS, ...settings })

const pod = (name: string): Source & Destination => ({ pod: { namespace: 'default', name } })
const service = (name: string): Destination => ({ service: { namespace: 'default', name } })

const ends = (one: Addresses | undefined): string => {
  if (one === undefined) return ''
  const port = (number: number | undefined): string => (number === undefined ? '' : `:${number}`)
  return `${one.sourceIp}${port(one.sourcePort)} > ${one.destinationIp}${port(one.destinationPort)}`
}

/** `place device hook does`, what it does it with, and the addresses where they change. */
const render = (step: DetailStep): string => {
  const { place, device, hook, does, before, after, by } = step
  const changed = ends(before) === ends(after) ? '' : `= ${ends(after)}`
  const more =
    does === 'route'
      ? `${step.route.destination}${step.route.via === undefined ? '' : ` via ${step.route.via}`} dev ${step.route.device}`
      : does === 'policy'
        ? `${step.direction} ${step.decision}`
        : does === 'encapsulate'
          ? `${step.outer.sourceIp} > ${step.outer.destinationIp}:${step.outer.destinationPort} vni ${step.outer.vni}`
          : does === 'lost'
            ? step.obstacle
            : ''
  const rules = by.map(({ object, path }) => `${object.kind}/${object.name} ${path}`).join(' ')
  const where = device === undefined ? '' : `${device.name}(${device.mtu ?? ''})`
  return [place.replace('default/', ''), where, hook ?? '', does, more, changed, rules].filter(Boolean).join(' ')
}

const expandAll = (snapshot: Snapshot, question: ConnectQuestion): readonly DetailedWalk[] =>
  connect(snapshot, question).outcomes.map(({ walk, verdict }) => expandWalk(snapshot, { from: question.from, walk, verdict }))

const stepsOf = (snapshot: Snapshot, from: Source, to: Destination, port: number): readonly string[] =>
  expandAll(snapshot, { from, to, port })[0]!.steps.map(render)

describe('P12: every step of a packet', () => {
  test('P8: with routes between nodes (ptp), to a Service', () => {
    expect(stepsOf(cluster(), pod('far'), service('web'), 80)).toEqual([
      'far eth0(1500) send',
      'node-1 veth(1500) receive',
      'node-1 PREROUTING translate-destination = 10.244.1.7 > 10.244.2.5:8080 Service/web spec.ports[0]',
      'node-1 route 10.244.2.0/24 via 172.18.0.3 dev eth0 Node/node-2 spec.podCIDR',
      'node-1 FORWARD policy egress not-isolated',
      'node-1 POSTROUTING pass',
      'node-1 eth0(1500) transmit',
      'node-2 eth0(1500) receive',
      'node-2 PREROUTING pass',
      'node-2 route 10.244.2.5 dev veth',
      'node-2 FORWARD policy ingress not-isolated',
      'node-2 POSTROUTING pass',
      'node-2 veth(1500) transmit',
      'web eth0(1500) receive',
      'web accept',
    ])
  })

  test('P9: on one bridge', () => {
    expect(stepsOf(cluster({ 'podNetwork.plugin': 'bridge' }), pod('near'), pod('web'), 8080)).toEqual([
      'near eth0(1500) send',
      'node-2 veth(1500) receive',
      'node-2 cni0(1500) bridge',
      'node-2 PREROUTING pass',
      'node-2 route 10.244.2.0/24 dev cni0 Node/node-2 spec.podCIDR',
      'node-2 FORWARD policy egress not-isolated',
      'node-2 FORWARD policy ingress not-isolated',
      'node-2 POSTROUTING pass',
      'node-2 cni0(1500) bridge',
      'node-2 veth(1500) transmit',
      'web eth0(1500) receive',
      'web accept',
    ])
  })

  test('P11: inside VXLAN, IPv4 and IPv6, with the room that it leaves', () => {
    const snapshot = cluster({ 'podNetwork.plugin': 'vxlan' })
    const four = stepsOf(snapshot, pod('far'), pod('web'), 8080)
    expect(four).toContain('node-1 route 10.244.2.0/24 via 10.244.2.0 dev flannel.1 Node/node-2 spec.podCIDR')
    expect(four).toContain('node-1 flannel.1(1450) encapsulate 172.18.0.2 > 172.18.0.3:8472 vni 1')
    expect(four[0]).toBe('far eth0(1450) send')
    expect(four.filter((line) => line.includes('eth0(1500)'))).toEqual([
      'node-1 eth0(1500) transmit',
      'node-2 eth0(1500) receive',
    ])
    const six = stepsOf(snapshot, pod('far'), { host: 'fd00:10:2::5' }, 8080)
    expect(six).toContain('node-1 flannel-v6.1(1430) encapsulate fc00:18::2 > fc00:18::3:8472 vni 1')
    expect(
      stepsOf(cluster({ 'podNetwork.plugin': 'vxlan', 'podNetwork.nodeMtu': '9000' }), pod('far'), pod('web'), 8080)[0],
    ).toBe('far eth0(8950) send')
  })

  test('P11: plain routes to nodes, and on one node: nothing is wrapped', () => {
    const snapshot = cluster({ 'podNetwork.plugin': 'vxlan' })
    const wraps = (from: Source, to: Destination, port: number): boolean =>
      stepsOf(snapshot, from, to, port).some((line) => line.includes('encapsulate'))
    expect(wraps(pod('near'), pod('web'), 8080)).toBe(false)
    expect(wraps(pod('far'), { node: 'node-2' }, 10250)).toBe(false)
  })

  test('S27: a node port, masqueraded where it came in', () => {
    const lines = stepsOf(cluster(), { outside: '203.0.113.9' }, { node: 'node-1' }, 30080)
    expect(lines.slice(0, 6)).toEqual([
      '203.0.113.9 send',
      'node-1 eth0(1500) receive',
      'node-1 PREROUTING translate-destination = 203.0.113.9 > 10.244.2.5:8080 Service/web spec.ports[0]',
      'node-1 route 10.244.2.0/24 via 172.18.0.3 dev eth0 Node/node-2 spec.podCIDR',
      'node-1 POSTROUTING translate-source = 172.18.0.2 > 10.244.2.5:8080',
      'node-1 eth0(1500) transmit',
    ])
  })

  test('K3 S31: a node’s own process goes through OUTPUT', () => {
    expect(stepsOf(cluster(), { node: 'node-1' }, service('web'), 80).slice(0, 3)).toEqual([
      'node-1 send',
      'node-1 OUTPUT translate-destination = 172.18.0.2 > 10.244.2.5:8080 Service/web spec.ports[0]',
      'node-1 route 10.244.2.0/24 via 172.18.0.3 dev eth0 Node/node-2 spec.podCIDR',
    ])
  })

  test('P7: a hostPort is translated by the plugin', () => {
    expect(stepsOf(cluster(), { outside: '203.0.113.9' }, { node: 'node-2' }, 8000)).toContain(
      'node-2 PREROUTING translate-destination = 203.0.113.9 > 10.244.2.5:8080 Pod/web spec.containers[0].ports[0].hostPort',
    )
  })

  test('P13: out of the cluster with the node’s address', () => {
    expect(stepsOf(cluster(), pod('far'), { host: '198.51.100.1' }, 443).slice(3)).toEqual([
      'node-1 route default dev eth0',
      'node-1 FORWARD policy egress not-isolated',
      'node-1 POSTROUTING translate-source = 172.18.0.2 > 198.51.100.1:443',
      'node-1 eth0(1500) transmit',
      '198.51.100.1 receive',
      '198.51.100.1 accept',
    ])
  })

  test('P1: loopback leaves nothing', () => {
    expect(stepsOf(cluster(), pod('web'), { host: '127.0.0.1' }, 8080)).toEqual(['web lo() send', 'web accept'])
  })

  test.each([
    [
      'V2: no endpoints are rejected where packets pass',
      {},
      service('empty'),
      80,
      'node-1 FORWARD reject Service/empty spec.ports[0]',
    ],
    [
      'V2: or dropped',
      { 'choices.emptyService': 'dropped' },
      service('empty'),
      80,
      'node-1 FORWARD drop Service/empty spec.ports[0]',
    ],
    ['S2: no rule knows the port', {}, service('web'), 81, 'node-1 lost no-rule-for-port'],
    ['K-nft: or one refuses it', { proxyMode: 'nftables' }, service('web'), 81, 'node-1 FORWARD reject'],
    ['P3: nothing has the address', {}, { host: '10.244.2.99' }, 80, 'node-1 lost unused-pod-address'],
    ['V5: nothing listens', {}, pod('web'), 81, 'web refuse'],
  ] as const)('%s', (_title, settings, to, port, last) => {
    expect(stepsOf(cluster(settings), pod('far'), to, port).at(-1)).toBe(last)
    expect(expandAll(cluster(settings), { from: pod('far'), to, port })[0]).toMatchObject({ reply: [], replyNotes: [] })
  })

  test('V1 N22: a policy that shuts it out is named where it stands', () => {
    const closed = `
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed}, spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}}
`
    expect(stepsOf(cluster({}, closed), pod('far'), pod('web'), 8080).at(-1)).toBe(
      'node-2 FORWARD policy ingress denied NetworkPolicy/closed spec',
    )
  })

  test('P14: a node and its own Pod', () => {
    const lines = stepsOf(cluster({ 'choices.nodeToPodSource': 'link-address' }), { node: 'node-2' }, pod('web'), 8080)
    expect(lines).toEqual([
      'node-2 send',
      'node-2 OUTPUT pass',
      'node-2 route 10.244.2.5 dev veth',
      'node-2 OUTPUT policy ingress not-isolated',
      'node-2 POSTROUTING pass',
      'node-2 veth(1500) transmit',
      'web eth0(1500) receive',
      'web accept',
    ])
  })

  test('D29: the node’s own DNS cache takes the packet before any Service', () => {
    const snapshot = cluster({ 'nodeLocalDns.ip': '169.254.20.10', 'nodeLocalDns.bindsServiceIp': 'true' })
    const question = { from: pod('far'), to: { host: '10.96.0.10' }, port: 53, protocol: 'UDP' } as const
    expect(expandAll(snapshot, question)[0]!.steps.map(render)).toEqual([
      'far eth0(1500) send',
      'node-1 veth(1500) receive',
      'node-1 PREROUTING untracked',
      'node-1 route 10.96.0.10 dev nodelocaldns',
      'node-1 INPUT policy egress not-isolated',
      'node-1 accept',
    ])
  })
})

describe('the answer', () => {
  const replyOf = (snapshot: Snapshot, from: Source, to: Destination, port: number): DetailedWalk =>
    expandAll(snapshot, { from, to, port })[0]!

  test('K9 K10 N5: translations are undone where they were made, and policies are not asked', () => {
    const { reply, replyNotes } = replyOf(cluster(), pod('far'), service('web'), 80)
    expect(reply.map(render)).toEqual([
      'web send',
      'web eth0(1500) transmit',
      'node-2 veth(1500) receive',
      'node-2 FORWARD answer-passes',
      'node-2 eth0(1500) transmit',
      'node-1 eth0(1500) receive',
      'node-1 FORWARD answer-passes',
      'node-1 POSTROUTING restore-source = 10.96.0.50:80 > 10.244.1.7 Service/web spec.ports[0]',
      'node-1 veth(1500) transmit',
      'far eth0(1500) receive',
    ])
    expect(replyNotes).toMatchObject([
      { code: 'service-address-restored', node: 'node-1' },
      { code: 'policies-do-not-matter', pod: { name: 'web' }, policies: [{ name: 'no-calls' }] },
    ])
  })

  test('S27 K11: policy Cluster: back by the node that received it', () => {
    const { reply, replyNotes } = replyOf(cluster(), { outside: '203.0.113.9' }, { node: 'node-1' }, 30080)
    expect(reply.map(render).slice(4)).toEqual([
      'node-2 eth0(1500) transmit',
      'node-1 eth0(1500) receive',
      'node-1 PREROUTING restore-destination = 10.244.2.5:8080 > 203.0.113.9',
      'node-1 POSTROUTING restore-source = 172.18.0.2:30080 > 203.0.113.9 Service/web spec.ports[0]',
      'node-1 eth0(1500) transmit',
      '203.0.113.9 receive',
    ])
    expect(replyNotes.map(({ code }) => code)).toEqual([
      'returns-by-node',
      'service-address-restored',
      'policies-do-not-matter',
    ])
  })

  test('S25: policy Local: the endpoint’s node answers itself', () => {
    const { reply, replyNotes } = replyOf(cluster(), { outside: '203.0.113.9' }, { node: 'node-2' }, 30081)
    expect(reply.some(({ does }) => does === 'restore-destination')).toBe(false)
    expect(replyNotes[0]).toMatchObject({ code: 'answers-directly', node: 'node-2' })
  })

  test('K4: a Pod and its own Service', () => {
    const { steps, reply, replyNotes } = replyOf(cluster(), pod('web'), service('web'), 80)
    expect(steps.map(render)).toContain('node-2 POSTROUTING translate-source = 10.244.2.1 > 10.244.2.5:8080')
    expect(reply.map(render).slice(3, 7)).toEqual([
      'node-2 PREROUTING answer-passes',
      'node-2 PREROUTING restore-destination = 10.244.2.5:8080 > 10.244.2.5',
      'node-2 FORWARD answer-passes',
      'node-2 POSTROUTING restore-source = 10.96.0.50:80 > 10.244.2.5 Service/web spec.ports[0]',
    ])
    expect(replyNotes[0]).toMatchObject({ code: 'hairpin', node: 'node-2' })
  })

  test('P11: wrapped the other way round', () => {
    const { reply } = replyOf(cluster({ 'podNetwork.plugin': 'vxlan' }), pod('far'), pod('web'), 8080)
    expect(reply.map(render)).toContain('node-2 flannel.1(1450) encapsulate 172.18.0.3 > 172.18.0.2:8472 vni 1')
  })

  test('P10: an answer that a bridge hides from netfilter', () => {
    const snapshot = cluster({ 'podNetwork.plugin': 'bridge', 'podNetwork.bridgeNetfilter': 'false' })
    const { steps, reply } = replyOf(snapshot, pod('near'), service('web'), 80)
    expect(steps.at(-1)).toMatchObject({
      does: 'lost',
      obstacle: 'reply-not-translated',
      place: 'default/web',
      before: { sourceIp: '10.244.2.5', sourcePort: 8080, destinationIp: '10.244.2.6' },
    })
    expect(reply).toEqual([])
  })
})

test('the packets of a detailed walk join: each step begins as the one before it ended', () => {
  for (const plugin of ['ptp', 'bridge', 'vxlan'])
    for (const from of [pod('near'), pod('far'), pod('web'), { node: 'node-1' }, { outside: '203.0.113.9' }] as const)
      for (const [to, port] of [
        [pod('web'), 8080],
        [service('web'), 80],
        [{ node: 'node-1' }, 30080],
        [{ node: 'node-2' }, 30081],
        [{ node: 'node-2' }, 8000],
        [{ host: '198.51.100.1' }, 443],
      ] as const) {
        const question = { from, to, port }
        const snapshot = cluster({ 'podNetwork.plugin': plugin })
        for (const [index, { steps, reply }] of expandAll(snapshot, question).entries()) {
          const { verdict, sourceIpSeen } = connect(snapshot, question).outcomes[index]!
          for (const way of [steps, reply])
            way.slice(1).forEach((step, at) => expect(ends(step.before)).toBe(ends(way[at]?.after)))
          if (verdict !== 'connected') continue
          expect(steps.at(-1)?.after?.sourceIp).toBe(sourceIpSeen)
          expect(reply.at(-1)?.after).toMatchObject({
            sourceIp: steps[0]?.before?.destinationIp,
            sourcePort: steps[0]?.before?.destinationPort,
            destinationIp: steps[0]?.before?.sourceIp,
          })
        }
      }
})

test('I13: a request through an Ingress: two connections, and the answer to the second', () => {
  const ingress = `
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: shop}, spec: {ingressClassName: nginx, rules: [{host: shop.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}}
`
  const snapshot = cluster({}, ingress)
  const from = pod('far')
  const { walk, verdict } = request(snapshot, { from, url: 'http://shop.example/', connectTo: 'ingress' }).outcomes[0]!
  const { steps, reply } = expandWalk(snapshot, { from, walk, verdict })
  expect(steps.map(render).filter((line) => /send|accept|choose|respond/u.test(line))).toEqual([
    'far eth0(1500) send',
    'ingress-nginx/ingress-nginx-controller accept',
    'k8s.io/ingress-nginx choose-rule Ingress/shop spec.rules[0].http.paths[0]',
    'ingress-nginx/ingress-nginx-controller eth0(1500) send',
    'web accept',
    'nginx respond',
  ])
  expect(reply.at(-1)?.place).toBe('ingress-nginx/ingress-nginx-controller')
})

describe('K1 K2 K5: the chains that a translation names are those of the node’s rules', () => {
  const balanced = `
---
{apiVersion: v1, kind: Service, metadata: {name: lb}, spec: {type: LoadBalancer, externalTrafficPolicy: Local, internalTrafficPolicy: Local, loadBalancerSourceRanges: [203.0.113.0/24], clusterIP: 10.96.0.60, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30090}]}, status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}
`
  const snapshot = cluster({}, balanced)
  const outside: Source = { outside: '203.0.113.9' }
  test.each([
    [pod('far'), service('web'), 80, ['SVC', 'SEP']],
    [pod('far'), { host: 'fd00:96::50' }, 80, ['SVC', 'SEP']],
    [pod('near'), { host: '10.96.0.60' }, 80, ['SVL', 'SEP']],
    [outside, { node: 'node-1' }, 30080, ['EXT', 'SVC', 'SEP']],
    [outside, { node: 'node-2' }, 30081, ['EXT', 'SVL', 'SEP']],
    [pod('far'), { node: 'node-1' }, 30081, ['EXT', 'SVC', 'SEP']],
    [{ node: 'node-1' }, { node: 'node-1' }, 30081, ['EXT', 'SVC', 'SEP']],
    [outside, { host: '192.0.2.10' }, 80, ['FW', 'EXT', 'SVL', 'SEP']],
  ] as const)('%j to %j:%d', (from, to, port, kinds) => {
    const { steps } = expandAll(snapshot, { from, to, port })[0]!
    const step = steps.find(({ does }) => does === 'translate-destination')
    if (step?.does !== 'translate-destination') throw new Error('nothing is translated')
    const { chains = [], before, after, place } = step
    expect(chains.map((chain) => chain.split('-')[1])).toEqual(kinds)
    const family = before?.destinationIp.includes(':') === true ? 'IPv6' : 'IPv4'
    const { nat } = iptablesRules(indexSnapshot(snapshot), { name: place, family })
    const jump = (chain: string, target: string): boolean => (nat.get(chain) ?? []).some((rule) => rule.includes(target))
    const ip = after?.destinationIp ?? ''
    const target = `${family === 'IPv6' ? `[${ip}]` : ip}:${after?.destinationPort}`
    const entrance = kinds[0] === 'EXT' ? 'KUBE-NODEPORTS' : 'KUBE-SERVICES'
    ;[entrance, ...chains].forEach((chain, index) =>
      expect([chain, jump(chain, chains[index] ?? `--to-destination ${target}`)]).toEqual([chain, true]),
    )
  })

  test('K-nft K-ipvs: none in other modes', () => {
    for (const proxyMode of ['nftables', 'ipvs']) {
      const { steps } = expandAll(cluster({ proxyMode }), { from: pod('far'), to: service('web'), port: 80 })[0]!
      expect(steps.some((step) => 'chains' in step)).toBe(false)
    }
  })
})
