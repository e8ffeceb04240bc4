import { describe, expect, test } from 'vitest'
import type { Destination, Source } from '../../../../src/network/model.ts'
import { expandWalk } from '../../../../src/network/path/expand-walk.ts'
import { request } from '../../../../src/network/request.ts'
import { cluster, pod, service, render, expandAll, stepsOf } from './two-nodes.ts'

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
