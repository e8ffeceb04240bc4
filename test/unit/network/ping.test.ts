import { describe, expect, test } from 'vitest'
import { ping } from '../../../src/network/ping.ts'
import type { Destination, Source } from '../../../src/network/model.ts'
import { clusterOf } from '../../cases/read-case.ts'

const YAML = `
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {nodeName: node-2, containers: [{name: c, ports: [{containerPort: 80}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: friend, labels: {friend: 'yes'}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: stranger}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: 10.96.0.50, selector: {app: web}, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: pods}, spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: friends}, spec: {podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {friend: 'yes'}}}]}, {ports: [{port: 80}]}]}}
`
const pod = (name: string): Source & Destination => ({ pod: { namespace: 'default', name } })
const service = (name: string): Destination => ({ service: { namespace: 'default', name } })
const outside: Source = { outside: '203.0.113.9' }

const ask = (from: Source, to: Destination, settings: Readonly<Record<string, string>> = {}): string => {
  const { verdict, semantics, otherwise } = ping(clusterOf(YAML, settings), { from, to })
  return `${verdict} ${semantics.join(' ')}${otherwise === undefined ? '' : `, or ${otherwise}`}`
}

describe('ping', () => {
  test.each([
    ['S15: a Service does not answer', pod('friend'), service('web'), {}, 'timed-out S15'],
    ['K-nft: or something says so', pod('friend'), service('web'), { proxyMode: 'nftables' }, 'refused S15 K-nft'],
    ['K-ipvs: or the node itself answers', pod('friend'), service('web'), { proxyMode: 'ipvs' }, 'connected S15 K-ipvs'],
    ['S10: a headless one has its Pods', pod('friend'), service('pods'), {}, 'connected P2 N23'],
    ['P2: a Pod', pod('friend'), pod('web'), {}, 'connected P2 N23'],
    ['P1: itself', pod('web'), pod('web'), { 'choices.icmp': 'policed' }, 'connected P1'],
    ['N23: policies do not look at it, or they do', pod('stranger'), pod('web'), {}, 'connected P2 N23, or timed-out'],
    [
      'N23: where they do, a rule with ports does not mean it',
      pod('stranger'),
      pod('web'),
      { 'choices.icmp': 'policed' },
      'timed-out N23 V1, or connected',
    ],
    ['N23: one without ports does', pod('friend'), pod('web'), { 'choices.icmp': 'policed' }, 'connected P2 N23'],
    [
      'N3: no plugin that enforces policies',
      pod('stranger'),
      pod('web'),
      { 'choices.icmp': 'policed', policiesEnforced: 'false' },
      'connected P2 N23',
    ],
    ['N25: the own node', { node: 'node-2' }, pod('web'), { 'choices.icmp': 'policed' }, 'connected P2 N23'],
    ['N25: another node', { node: 'node-1' }, pod('web'), { 'choices.icmp': 'policed' }, 'timed-out N23 V1, or connected'],
    ['a node', pod('web'), { node: 'node-1' }, {}, 'connected P2 N23'],
    ['P3: an address that nothing has', pod('web'), { host: '10.244.9.9' }, {}, 'timed-out P3'],
    ['P13: an address outside', pod('web'), { host: '198.51.100.1' }, {}, 'connected P13'],
    ['N21: of the other family', pod('web'), { host: '2001:db8::1' }, {}, 'unreachable N21'],
    ['K14: from outside', outside, pod('web'), {}, 'timed-out K14'],
    ['from outside to a node', outside, { node: 'node-1' }, {}, 'connected P2 N23'],
    ['D25: its own name', pod('web'), { host: 'web' }, {}, 'connected P1'],
    ['D13: a name that is not there', pod('web'), { host: 'nosuch' }, {}, 'unresolved D13'],
    ['D1: the name of a Service', pod('friend'), { host: 'web' }, {}, 'timed-out S15'],
    ['a Pod that is not there', pod('web'), pod('nosuch'), {}, 'unresolved D13'],
    ['S17: from a Pod that is not there', pod('nosuch'), pod('web'), {}, 'unreachable S17'],
  ] as const)('%s', (_title, from, to, settings, expected) => {
    expect(ask(from, to, settings)).toBe(expected)
  })
})
