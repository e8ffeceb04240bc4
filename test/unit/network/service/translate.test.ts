import { describe, expect, it } from 'vitest'
import { translate, type Translation } from '../../../../src/network/service/translate.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { clusterOf } from '../../../cases/read-case.ts'

interface Sent {
  readonly from?: string
  readonly to: string
  readonly port?: number
  readonly node?: string
  readonly isFromNode?: boolean
}

const yaml = (spec: string, endpoints: string, metadata = '{name: web}'): string => `
{apiVersion: v1, kind: Service, metadata: ${metadata}, spec: ${spec.replace('}', ', ports: [{port: 80, nodePort: 30080}]}')}, status: {loadBalancer: {ingress: [{ip: 192.0.2.10}, {ip: 192.0.2.11, ipMode: Proxy}, {hostname: lb}]}}}
---
{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}, addressType: IPv4, ports: [{port: 8080}], endpoints: [${endpoints}]}
---
{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: web-6, labels: {kubernetes.io/service-name: web}}, addressType: IPv6, ports: [{port: 8080}], endpoints: [{addresses: ["fd00::1"]}]}
`

const a = '{addresses: [10.244.1.1, 10.244.1.99], nodeName: node-1}'
const b = '{addresses: [10.244.2.1], nodeName: node-2}'
const leaving = '{addresses: [10.244.1.3], nodeName: node-1, conditions: {ready: false, serving: true, terminating: true}}'
const unready = '{addresses: [10.244.1.4], nodeName: node-1, conditions: {ready: false}}'
const hinted = (ip: string, hints: string): string => `{addresses: [${ip}], nodeName: node-2, hints: ${hints}}`

const render = (translation: Translation): string =>
  translation.decision === 'translated'
    ? `${translation.match.via} ${translation.endpoints.map(({ endpoint: { ip, port }, masqueraded }) => `${ip}:${port}${masqueraded ? '*' : ''}`).join(' ')}`
    : translation.decision

const send = (
  spec: string,
  endpoints: string,
  sent: Sent,
  settings: Record<string, string> = {},
  metadata?: string,
): string => {
  const state = indexSnapshot(clusterOf(yaml(spec, endpoints, metadata), settings))
  const { from = '10.244.1.50', to, port = 80, node = 'node-1', isFromNode = false } = sent
  const packet = { sourceIp: from, destinationIp: to, destinationPort: port, protocol: 'TCP' } as const
  return render(translate(state, { packet, node, isFromNode }))
}

const vip = '10.96.0.50'
const plain = `{type: LoadBalancer, clusterIP: ${vip}, externalIPs: [192.0.2.20]}`
const local = `{type: LoadBalancer, clusterIP: ${vip}, externalIPs: [192.0.2.20], externalTrafficPolicy: Local, internalTrafficPolicy: Local}`
const guarded = `{type: LoadBalancer, clusterIP: ${vip}, loadBalancerSourceRanges: [203.0.113.0/24]}`
const stranger = '203.0.113.9'

describe('translate', () => {
  it.each<[string, string, string, Sent, string]>([
    ['S23 all ready endpoints', plain, `${a},${b},${unready}`, { to: vip }, 'cluster-ip 10.244.1.1:8080 10.244.2.1:8080'],
    ['S21 a double counts once', plain, `${a},${a}`, { to: vip }, 'cluster-ip 10.244.1.1:8080'],
    ['S23 leaving ones only where no others are', plain, `${a},${leaving}`, { to: vip }, 'cluster-ip 10.244.1.1:8080'],
    ['S23 leaving ones as a fallback', plain, `${leaving},${unready}`, { to: vip }, 'cluster-ip 10.244.1.3:8080'],
    ['V2 none', plain, unready, { to: vip }, 'no-endpoints'],
    ['K3 masqueraded from beyond the Pod ranges', plain, a, { to: vip, from: stranger }, 'cluster-ip 10.244.1.1:8080*'],
    [
      'K4 a Pod that reaches itself',
      plain,
      `${a},${b}`,
      { to: vip, from: '10.244.2.1' },
      'cluster-ip 10.244.1.1:8080 10.244.2.1:8080*',
    ],
    ['S2 undefined port', plain, a, { to: vip, port: 8080 }, 'no-such-port'],
    ['S24 local endpoints only', local, `${a},${b}`, { to: vip }, 'cluster-ip 10.244.1.1:8080'],
    ['V3 S24 none here', local, b, { to: vip }, 'no-local-endpoints'],
    ['V2 S24 none anywhere', local, '', { to: vip }, 'no-endpoints'],
    [
      'S27 node port',
      plain,
      `${a},${b}`,
      { to: '172.18.0.2', port: 30080, from: stranger },
      'node-port 10.244.1.1:8080* 10.244.2.1:8080*',
    ],
    ['S27 node port of another node', plain, a, { to: '172.18.0.3', port: 30080 }, 'not-a-service'],
    [
      'K13 node port on loopback',
      plain,
      a,
      { to: '127.0.0.1', port: 30080, from: '127.0.0.1', isFromNode: true },
      'node-port 10.244.1.1:8080*',
    ],
    ['K13 not for Pods', plain, a, { to: '127.0.0.1', port: 30080, from: '127.0.0.1' }, 'not-a-service'],
    [
      'S25 node port, local',
      local,
      `${a},${b}`,
      { to: '172.18.0.2', port: 30080, from: stranger },
      'node-port 10.244.1.1:8080',
    ],
    ['S25 none here', local, b, { to: '172.18.0.2', port: 30080, from: stranger }, 'no-local-endpoints'],
    ['S26 Pods take the short way', local, b, { to: '172.18.0.2', port: 30080 }, 'node-port 10.244.2.1:8080'],
    [
      'K5 the node itself too, masqueraded',
      local,
      b,
      { to: '172.18.0.2', port: 30080, from: '172.18.0.2', isFromNode: true },
      'node-port 10.244.2.1:8080*',
    ],
    ['S12 external address', plain, a, { to: '192.0.2.20', from: stranger }, 'external-ip 10.244.1.1:8080*'],
    ['S12 nothing there for it', plain, '', { to: '192.0.2.20', from: stranger }, 'no-endpoints'],
    [
      'K8 what the node sends out is not rejected',
      plain,
      '',
      { to: '192.0.2.20', from: '172.18.0.2', isFromNode: true },
      'not-a-service',
    ],
    ['S1 load balancer address', plain, a, { to: '192.0.2.10', from: stranger }, 'load-balancer 10.244.1.1:8080*'],
    ['S14 ipMode Proxy is left alone', plain, a, { to: '192.0.2.11', from: stranger }, 'not-a-service'],
    ['S13 inside the ranges', guarded, a, { to: '192.0.2.10', from: stranger }, 'load-balancer 10.244.1.1:8080*'],
    ['S13 outside the ranges', guarded, a, { to: '192.0.2.10', from: '198.51.100.9' }, 'source-not-allowed'],
    [
      'S13 node ports bypass them',
      guarded,
      a,
      { to: '172.18.0.2', port: 30080, from: '198.51.100.9' },
      'node-port 10.244.1.1:8080*',
    ],
    [
      'S29 hints for the node',
      plain,
      `${hinted('10.244.2.1', '{forNodes: [{name: node-1}]}')},${hinted('10.244.2.2', '{forNodes: [{name: node-2}]}')}`,
      { to: vip },
      'cluster-ip 10.244.2.1:8080',
    ],
    [
      'S29 not unless all have them',
      plain,
      `${hinted('10.244.2.1', '{forNodes: [{name: node-1}]}')},${b}`,
      { to: vip },
      'cluster-ip 10.244.2.1:8080',
    ],
    [
      'S29 no zone, no hints',
      plain,
      hinted('10.244.2.7', '{forZones: [{name: z}]}'),
      { to: vip },
      'cluster-ip 10.244.2.7:8080',
    ],
    ['S9 headless', '{clusterIP: None}', a, { to: vip }, 'not-a-service'],
    ['another address', plain, a, { to: '10.96.0.51' }, 'not-a-service'],
    ['a node the snapshot lacks', plain, a, { to: vip, node: 'node-9' }, 'cluster-ip 10.244.1.1:8080'],
  ])('%s', (_, spec, endpoints, sent, wanted) => {
    expect(send(spec, endpoints, sent)).toBe(wanted)
  })

  it.each(['service.kubernetes.io/headless', 'service.kubernetes.io/service-proxy-name'])('K16 %s', (label) => {
    expect(send(plain, a, { to: vip }, {}, `{name: web, labels: {${label}: x}}`)).toBe('not-a-service')
  })

  it('K11 masqueradeAll', () => {
    expect(send(plain, a, { to: vip }, { masqueradeAll: 'true' })).toBe('cluster-ip 10.244.1.1:8080*')
  })

  it('K13 K-nft no node ports on loopback', () => {
    const sent = { to: '127.0.0.1', port: 30080, from: '127.0.0.1', isFromNode: true }
    expect(send(plain, a, sent, { localhostNodePorts: 'false' })).toBe('not-a-service')
    expect(send(plain, a, sent, { proxyMode: 'nftables' })).toBe('not-a-service')
  })
})
