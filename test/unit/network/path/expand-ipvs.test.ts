/** K-ipvs: the address is the node's own, ipsets decide about masquerading, and IPVS sends on. */
import { describe, expect, test } from 'vitest'
import { explainStep } from '../../../../src/grading/explain/detail.ts'
import { connect } from '../../../../src/network/connect.ts'
import type { Destination, Source } from '../../../../src/network/model.ts'
import type { DetailedWalk, DetailStep } from '../../../../src/network/path/detail-step.ts'
import { expandWalk } from '../../../../src/network/path/expand-walk.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const OBJECTS = `
{apiVersion: v1, kind: Node, metadata: {name: node-1}, spec: {podCIDRs: [10.244.1.0/24, 'fd00:10:1::/64']}, status: {addresses: [{type: InternalIP, address: 172.18.0.2}, {type: InternalIP, address: 'fc00:18::2'}]}}
---
{apiVersion: v1, kind: Node, metadata: {name: node-2}, spec: {podCIDRs: [10.244.2.0/24, 'fd00:10:2::/64']}, status: {addresses: [{type: InternalIP, address: 172.18.0.3}, {type: InternalIP, address: 'fc00:18::3'}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}, annotations: {test/listens: 'TCP :::8080'}}, spec: {nodeName: node-2, containers: [{name: main}]}, status: {podIPs: [{ip: 10.244.2.5}, {ip: 'fd00:10:2::5'}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: far}, spec: {nodeName: node-1}, status: {podIPs: [{ip: 10.244.1.7}, {ip: 'fd00:10:1::7'}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort, clusterIP: 10.96.0.50, clusterIPs: [10.96.0.50, 'fd00:96::50'], ipFamilies: [IPv4, IPv6], selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: local}, spec: {type: LoadBalancer, externalTrafficPolicy: Local, externalIPs: [198.51.100.7], clusterIP: 10.96.0.51, selector: {app: web}, ports: [{port: 80, targetPort: 8080, nodePort: 30081}]}, status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}
---
{apiVersion: v1, kind: Service, metadata: {name: empty}, spec: {clusterIP: 10.96.0.52, selector: {app: none}, ports: [{port: 80}]}}
`
const SETTINGS = {
  podCidrs: '[10.244.0.0/16, "fd00:10::/32"]',
  serviceCidrs: '[10.96.0.0/16, "fd00:96::/112"]',
  proxyMode: 'ipvs',
}
const snapshot = clusterOf(OBJECTS, SETTINGS)
const pod = (name: string): Source & Destination => ({ pod: { namespace: 'default', name } })
const OUTSIDE: Source = { outside: '203.0.113.9' }

const walk = (from: Source, to: Destination, port: number): DetailedWalk => {
  const [outcome] = connect(snapshot, { from, to, port }).outcomes
  if (outcome === undefined) throw new Error('no outcome')
  return expandWalk(snapshot, { from, walk: outcome.walk, verdict: outcome.verdict })
}

/** What is done at the node that the packet comes to first, as far as IPVS is concerned. */
const render = ({ does, hook, ...step }: DetailStep): string => {
  const more = 'set' in step ? `${step.set}${step.marks ? ' marked' : ''}` : 'route' in step ? `dev ${step.route.device}` : ''
  const changed = step.before?.destinationIp === step.after?.destinationIp ? '' : `to ${step.after?.destinationIp ?? ''}`
  return [hook, does, more, changed].filter(Boolean).join(' ')
}
const atFirst = ({ steps }: DetailedWalk, node = 'node-1'): readonly string[] =>
  steps.filter(({ place, device }) => place === node && device === undefined).map(render)

describe('the way', () => {
  test('of a Pod', () => {
    expect(atFirst(walk(pod('far'), { host: '10.96.0.50' }, 80))).toEqual([
      'PREROUTING match-set KUBE-CLUSTER-IP',
      'route dev kube-ipvs0',
      'INPUT translate-destination to 10.244.2.5',
      'route dev eth0',
      'OUTPUT policy',
      'POSTROUTING pass',
    ])
  })

  test('of a process of the node, which IPVS meets at OUTPUT', () => {
    expect(atFirst(walk({ node: 'node-1' }, { host: 'fd00:96::50' }, 80))).toEqual([
      'send',
      'route dev kube-ipvs0',
      'OUTPUT match-set KUBE-CLUSTER-IP',
      'OUTPUT translate-destination to fd00:10:2::5',
      'route dev eth0',
      'POSTROUTING pass',
    ])
  })

  test('from outside, through a node port: the source is rewritten', () => {
    expect(atFirst(walk(OUTSIDE, { node: 'node-1' }, 30080))).toEqual([
      'PREROUTING match-set KUBE-NODE-PORT-TCP marked',
      'route dev eth0',
      'INPUT translate-destination to 10.244.2.5',
      'route dev eth0',
      'POSTROUTING translate-source',
    ])
  })

  test.each<[string, Source, Destination, number]>([
    ['KUBE-NODE-PORT-LOCAL-TCP', OUTSIDE, { node: 'node-2' }, 30081],
    ['KUBE-LOAD-BALANCER-LOCAL', OUTSIDE, { host: '192.0.2.10' }, 80],
    ['KUBE-EXTERNAL-IP-LOCAL', pod('far'), { host: '198.51.100.7' }, 80],
  ])('%s', (set, from, to, port) => {
    const { steps } = walk(from, to, port)
    expect(steps.flatMap((step) => (step.does === 'match-set' ? [step.set] : []))[0]).toBe(set)
  })

  test('of what is refused: it never leaves INPUT', () => {
    expect(atFirst(walk(pod('far'), { host: '10.96.0.52' }, 80)).slice(1)).toEqual(['route dev kube-ipvs0', 'INPUT reject'])
    expect(atFirst(walk(pod('far'), { host: '10.96.0.50' }, 81))).toEqual([
      'PREROUTING pass',
      'route dev kube-ipvs0',
      'INPUT reject',
    ])
  })
})

test('the answer is forwarded, and gets the Service’s address back there', () => {
  const { reply } = walk(pod('far'), { host: '10.96.0.50' }, 80)
  expect(
    reply
      .filter(({ place, hook }) => place === 'node-1' && hook !== undefined)
      .map(({ hook, does }) => `${hook ?? ''} ${does}`),
  ).toEqual(['FORWARD answer-passes', 'FORWARD restore-source'])
})

test('in words, in both languages', () => {
  const { steps } = walk(OUTSIDE, { node: 'node-1' }, 30080)
  const said = steps.map((step) => explainStep(step, false).what)
  expect(said.map(({ en }) => en)).toEqual(
    expect.arrayContaining([
      'in ipset KUBE-NODE-PORT-TCP: left to IPVS, source to be rewritten',
      'IPVS: destination becomes 10.244.2.5:8080',
    ]),
  )
  expect(said.some(({ ko }) => ko.includes('IPVS로 넘김, 출발지를 바꿀 것'))).toBe(true)
})
