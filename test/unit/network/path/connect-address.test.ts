import { describe, expect, it } from 'vitest'
import type { Hop, Source } from '../../../../src/network/model.ts'
import { connectToAddress } from '../../../../src/network/path/connect-address.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const state = indexSnapshot(
  clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {nodeName: node-2, containers: [{name: main, ports: [{containerPort: 8080, hostPort: 8000}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: near}, spec: {nodeName: node-2}}
---
{apiVersion: v1, kind: Pod, metadata: {name: far, labels: {app: far}}, spec: {nodeName: node-1}}
---
{apiVersion: v1, kind: Pod, metadata: {name: locked, labels: {app: locked}}, spec: {nodeName: node-1}}
---
{apiVersion: v1, kind: Pod, metadata: {name: agent, labels: {app: locked}}, spec: {nodeName: node-1, hostNetwork: true, containers: [{name: main, ports: [{containerPort: 9100}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: two, labels: {app: web}}, spec: {nodeName: node-1, containers: [{name: main, ports: [{containerPort: 1}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: six}, status: {podIPs: [{ip: "fd00::6"}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort, clusterIP: 10.96.0.50, sessionAffinity: ClientIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: kubernetes}, spec: {clusterIP: 10.96.0.1, ports: [{name: https, port: 443}]}}
---
{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: kubernetes, labels: {kubernetes.io/service-name: kubernetes}}, addressType: IPv4, ports: [{name: https, port: 6443}], endpoints: [{addresses: [172.18.0.2]}]}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: locked}, spec: {podSelector: {matchLabels: {app: locked}}, policyTypes: [Ingress, Egress]}}
`),
)

const pod = (name: string): Source => ({ pod: { namespace: 'default', name } })

const render = (hop: Hop): string => {
  switch (hop.kind) {
    case 'service':
      return `service ${hop.via} ${hop.decision}${hop.masqueraded ? ' masqueraded' : ''}`
    case 'policy':
      return `${hop.direction} ${hop.decision}`
    case 'link':
      return `${hop.how} ${hop.from} > ${hop.to}${hop.obstacle === undefined ? '' : ` ${hop.obstacle}`}`
    case 'listener':
      return `listener ${hop.decision}`
    default:
      return hop.kind
  }
}

const walks = (from: Source, ip: string, port: number): string[][] =>
  connectToAddress(state, from, { ip, port }).outcomes.map(({ verdict, probability, walk }) => [
    `${verdict} ${probability}`,
    ...walk.hops.map(render),
  ])

describe('connectToAddress', () => {
  it.each<[string, Source, string, number, string[]]>([
    [
      'P2 P8 from node to node',
      pod('far'),
      '10.244.2.1',
      8080,
      ['connected 1', 'egress not-isolated', 'node-to-node node-1 > node-2', 'ingress not-isolated', 'listener accepted'],
    ],
    [
      'P2 on one node',
      pod('near'),
      '10.244.2.1',
      8080,
      [
        'connected 1',
        'egress not-isolated',
        'same-node default/near > default/web',
        'ingress not-isolated',
        'listener accepted',
      ],
    ],
    [
      'P1 N26 within a Pod',
      pod('web'),
      '127.0.0.1',
      8080,
      ['connected 1', 'same-pod default/web > default/web', 'listener accepted'],
    ],
    [
      'V5 nobody listens',
      pod('near'),
      '10.244.2.1',
      81,
      ['refused 1', 'egress not-isolated', 'same-node default/near > default/web', 'ingress not-isolated', 'listener refused'],
    ],
    ['V1 N1 egress denied', pod('locked'), '10.244.2.1', 8080, ['timed-out 1', 'egress denied']],
    [
      'N25 the own node is exempt',
      pod('locked'),
      '172.18.0.2',
      10250,
      ['connected 1', 'egress exempt', 'same-node default/locked > node-1', 'listener accepted'],
    ],
    [
      'N24 a Pod that uses its node’s network, as the source',
      pod('agent'),
      '10.244.2.1',
      8080,
      ['connected 1', 'egress exempt', 'node-to-node node-1 > node-2', 'ingress not-isolated', 'listener accepted'],
    ],
    [
      'N24 and as the destination',
      pod('far'),
      '172.18.0.2',
      9100,
      ['connected 1', 'egress not-isolated', 'same-node default/far > node-1', 'ingress exempt', 'listener accepted'],
    ],
    ['N25 another node is not', pod('locked'), '172.18.0.3', 10250, ['timed-out 1', 'egress denied']],
    [
      'P13 a Pod and another node',
      pod('far'),
      '172.18.0.3',
      10250,
      ['connected 1', 'egress not-isolated', 'node-to-node node-1 > node-2', 'listener accepted'],
    ],
    [
      'P7 hostPort',
      pod('far'),
      '172.18.0.3',
      8000,
      [
        'connected 1',
        'egress not-isolated',
        'node-to-node node-1 > node-2',
        'host-port node-2 > default/web',
        'node-to-pod node-2 > default/web',
        'ingress not-isolated',
        'listener accepted',
      ],
    ],
    [
      'P14 a node and its Pod',
      { node: 'node-2' },
      '10.244.2.1',
      8080,
      ['connected 1', 'node-to-pod node-2 > default/web', 'ingress not-isolated', 'listener accepted'],
    ],
    ['K13 a node and itself', { node: 'node-2' }, '127.0.0.1', 10250, ['connected 1', 'listener accepted']],
    [
      'S31 a node and a Service',
      { node: 'node-2' },
      '10.96.0.1',
      443,
      ['connected 1', 'service cluster-ip translated masqueraded', 'node-to-node node-2 > node-1', 'listener accepted'],
    ],
    [
      'P13 outside',
      pod('far'),
      '198.51.100.1',
      443,
      ['connected 1', 'egress not-isolated', 'to-outside node-1 > 198.51.100.1', 'listener unknown'],
    ],
    [
      'outside to outside',
      { outside: '192.0.2.1' },
      '198.51.100.1',
      443,
      ['connected 1', 'to-outside 192.0.2.1 > 198.51.100.1', 'listener unknown'],
    ],
    [
      'K14 a Pod from outside',
      { outside: '192.0.2.1' },
      '10.244.2.1',
      80,
      ['timed-out 1', 'no-route 192.0.2.1 > 10.244.2.1 cluster-address-from-outside'],
    ],
    [
      'K14 a Service from outside',
      { outside: '192.0.2.1' },
      '10.96.0.50',
      80,
      ['timed-out 1', 'no-route 192.0.2.1 > 10.96.0.50 cluster-address-from-outside'],
    ],
    [
      'P3 an address nobody has',
      pod('far'),
      '10.244.9.9',
      80,
      ['timed-out 1', 'egress not-isolated', 'no-route node-1 > 10.244.9.9 unused-pod-address'],
    ],
    ['S21 another family', pod('far'), 'fd00::6', 80, ['unreachable 1', 'no-route default/far > fd00::6 no-address-of-family']],
    [
      'an outside that is no address',
      { outside: 'laptop' },
      '10.96.0.50',
      80,
      ['unreachable 1', 'no-route laptop > 10.96.0.50 no-such-source'],
    ],
    ['S2 undefined port', pod('far'), '10.96.0.50', 81, ['timed-out 1', 'service none no-such-port']],
  ])('%s', (_, from, ip, port, wanted) => {
    expect(walks(from, ip, port)).toEqual([wanted])
  })

  it('S30 one outcome per endpoint, with its own walk', () => {
    expect(walks(pod('far'), '10.96.0.50', 80)).toEqual([
      [
        'connected 0.5',
        'service cluster-ip translated',
        'egress not-isolated',
        'node-to-node node-1 > node-2',
        'ingress not-isolated',
        'listener accepted',
      ],
      [
        'refused 0.5',
        'service cluster-ip translated',
        'egress not-isolated',
        'same-node default/far > default/two',
        'ingress not-isolated',
        'listener refused',
      ],
    ])
  })

  it('S27 a node port on one node, the Pod on another', () => {
    expect(walks({ outside: '192.0.2.1' }, '172.18.0.2', 30080)[0]).toEqual([
      'connected 0.5',
      'outside-to-node 192.0.2.1 > node-1',
      'service node-port translated masqueraded',
      'node-to-node node-1 > node-2',
      'ingress not-isolated',
      'listener accepted',
    ])
  })

  it('S27 a Pod and the node port of another node', () => {
    const [first] = connectToAddress(state, pod('far'), { ip: '172.18.0.3', port: 30080 }).outcomes
    expect(first?.walk.hops.map(render)).toEqual([
      'egress not-isolated',
      'node-to-node node-1 > node-2',
      'service node-port translated masqueraded',
      'node-to-pod node-2 > default/web',
      'ingress not-isolated',
      'listener accepted',
    ])
    expect(first?.endpoint).toEqual({
      ip: '10.244.2.1',
      port: 8080,
      pod: { namespace: 'default', name: 'web' },
      node: 'node-2',
    })
    expect(first?.sourceIpSeen).toBe('172.18.0.3')
  })

  it('S28 says that clients stay with their endpoint, and every packet continues where the last hop left it', () => {
    const { outcomes } = connectToAddress(state, pod('far'), { ip: '10.96.0.50', port: 80 })
    for (const { walk } of outcomes) {
      expect(walk.hops[0]).toMatchObject({ kind: 'service', affinity: 'ClientIP', candidates: 2 })
      for (const [index, hop] of walk.hops.entries()) if (index > 0) expect(hop.before).toEqual(walk.hops[index - 1]?.after)
    }
  })
})
