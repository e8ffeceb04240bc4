import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { ClusterNetworkPolicy } from '../../../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { exceptionsTo, objectsWith } from '../../../../../src/network/compare/invariant/exceptions.ts'
import type { Invariant, PodKind } from '../../../../../src/network/compare/invariant/promise.ts'

const kind = (namespace: string, labels: Readonly<Record<string, string>> = {}): PodKind => ({
  pods: { matchLabels: { ...labels } },
  namespaces: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
})
const SHOP_TO_PAY: Invariant = { from: kind('shop'), to: kind('pay') }

const denying = (peer: string): ClusterNetworkPolicy => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name: 'p' },
  spec: parse(
    `{ tier: Admin, priority: 1, subject: { namespaces: {} }, egress: [{ action: Deny, to: [${peer}] }] }`,
  ) as ClusterNetworkPolicy['spec'],
})

const spell = (invariant: Invariant, ...policies: readonly ClusterNetworkPolicy[]): readonly string[] =>
  exceptionsTo(invariant, policies).map(({ on, end, semantics }) => [on, end ?? '', ...semantics].join(' '))

describe('N24 N25 N26 N32 what a promise does not count', () => {
  test.each<[what: string, invariant: Invariant, policies: readonly ClusterNetworkPolicy[], expected: readonly string[]]>([
    [
      'between two namespaces',
      SHOP_TO_PAY,
      [],
      ['hostNetworkPods from N24 N25', 'hostNetworkPods to N24', 'ownNodeRewritten  N20 N32'],
    ],
    [
      'a Pod that may reach itself',
      { from: kind('pay', { a: 'x' }), to: kind('pay', { b: 'x' }) },
      [],
      ['hostNetworkPods from N24 N25', 'hostNetworkPods to N24', 'ownNodeRewritten  N20 N32', 'itself  N26'],
    ],
    [
      'Pods that are never one',
      { from: kind('pay', { a: 'x' }), to: kind('pay', { a: 'y' }) },
      [],
      ['hostNetworkPods from N24 N25', 'hostNetworkPods to N24', 'ownNodeRewritten  N20 N32'],
    ],
    ['from outside', { from: 'outside', to: kind('pay') }, [], ['hostNetworkPods to N24', 'ownNodeRewritten  N20 N32']],
    [
      'where no Pod sends to nodes, by their labels or by their addresses',
      SHOP_TO_PAY,
      [denying('{ nodes: {} }')],
      ['hostNetworkPods from N24 N25'],
    ],
    [
      'networks that leave addresses out',
      SHOP_TO_PAY,
      [denying('{ networks: [10.0.0.0/8] }')],
      ['hostNetworkPods from N24 N25', 'hostNetworkPods to N24', 'ownNodeRewritten  N20 N32'],
    ],
  ])('%s', (_, invariant, policies, expected) => {
    expect(spell(invariant, ...policies)).toEqual(expected)
  })
})

describe('which objects bring an exception about', () => {
  const objects = [
    '{ apiVersion: v1, kind: Pod, metadata: { name: plain, namespace: pay }, spec: { containers: [] } }',
    '{ apiVersion: v1, kind: Pod, metadata: { name: on-node, namespace: pay, labels: { a: x } }, spec: { hostNetwork: true, containers: [] } }',
    '{ apiVersion: v1, kind: Pod, metadata: { name: elsewhere, namespace: shop }, spec: { hostNetwork: true, containers: [] } }',
    '{ apiVersion: apps/v1, kind: DaemonSet, metadata: { name: agents, namespace: pay, uid: u1 }, spec: { template: { spec: { hostNetwork: true } } } }',
    '{ apiVersion: batch/v1, kind: CronJob, metadata: { name: nightly, namespace: pay }, spec: { jobTemplate: { spec: { template: { spec: { hostNetwork: true } } } } } }',
    '{ apiVersion: v1, kind: Pod, metadata: { name: agents-1, namespace: pay, ownerReferences: [{ controller: true, uid: u1 }] }, spec: { hostNetwork: true, containers: [] } }',
    '{ apiVersion: v1, kind: Service, metadata: { name: entry, namespace: pay }, spec: { type: NodePort, selector: { a: x } } }',
    '{ apiVersion: v1, kind: Service, metadata: { name: local, namespace: pay }, spec: { type: NodePort, externalTrafficPolicy: Local, selector: { a: x } } }',
    '{ apiVersion: v1, kind: Service, metadata: { name: inside, namespace: pay }, spec: { selector: { a: x } } }',
  ].map((text) => parse(text) as KubernetesObject)

  const names = (on: 'hostNetworkPods' | 'ownNodeRewritten', end: 'from' | 'to', invariant: Invariant): readonly string[] =>
    objectsWith({ on, end, semantics: [] }, invariant, objects).map(({ name }) => name)

  test('Pods, and workloads by what they make', () => {
    expect(names('hostNetworkPods', 'to', SHOP_TO_PAY)).toEqual(['on-node', 'agents', 'nightly'])
    expect(names('hostNetworkPods', 'from', SHOP_TO_PAY)).toEqual(['elsewhere'])
    expect(names('hostNetworkPods', 'to', { from: 'outside', to: kind('pay', { a: 'x' }) })).toEqual(['on-node'])
    expect(names('hostNetworkPods', 'from', { from: 'outside', to: kind('pay') })).toEqual([])
  })

  test('Services that are entered by a node, where their Pods may be meant', () => {
    expect(names('ownNodeRewritten', 'to', SHOP_TO_PAY)).toEqual(['entry'])
    expect(names('ownNodeRewritten', 'to', { from: kind('shop'), to: kind('pay', { a: 'y' }) })).toEqual([])
  })
})
