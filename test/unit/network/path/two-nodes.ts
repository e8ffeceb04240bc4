/** Two nodes with Pods, Services and a policy, of both families, and the steps of a detailed walk in words. */
import { connect } from '../../../../src/network/connect.ts'
import type { ConnectQuestion, Destination, Snapshot, Source } from '../../../../src/network/model.ts'
import type { Addresses, DetailedWalk, DetailStep } from '../../../../src/network/path/detail-step.ts'
import { expandWalk } from '../../../../src/network/path/expand-walk.ts'
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
/** The two nodes, their Pods, Services and policy, as the settings have it, with more objects. */
export const cluster = (settings: Readonly<Record<string, string>> = {}, more = ''): Snapshot =>
  clusterOf(OBJECTS + more, { ...FACTS, ...settings })

/** A Pod of `default`, as either end. */
export const pod = (name: string): Source & Destination => ({ pod: { namespace: 'default', name } })
/** A Service of `default`. */
export const service = (name: string): Destination => ({ service: { namespace: 'default', name } })

/** `source > destination` of a packet; empty where there is none. */
export const ends = (one: Addresses | undefined): string => {
  if (one === undefined) return ''
  const port = (number: number | undefined): string => (number === undefined ? '' : `:${number}`)
  return `${one.sourceIp}${port(one.sourcePort)} > ${one.destinationIp}${port(one.destinationPort)}`
}

/** `place device hook does`, what it does it with, and the addresses where they change. */
export const render = (step: DetailStep): string => {
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

/** Every outcome’s walk in full. */
export const expandAll = (snapshot: Snapshot, question: ConnectQuestion): readonly DetailedWalk[] =>
  connect(snapshot, question).outcomes.map(({ walk, verdict }) => expandWalk(snapshot, { from: question.from, walk, verdict }))

/** The steps of the first outcome, in words. */
export const stepsOf = (snapshot: Snapshot, from: Source, to: Destination, port: number): readonly string[] =>
  expandAll(snapshot, { from, to, port })[0]!.steps.map(render)
