import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClusterNetworkPolicy } from '../../../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import type { EqualPriority } from '../../../../../src/network/choices.ts'
import { areEquivalent, comparePolicies, type Comparison } from '../../../../../src/network/compare/compare.ts'
import { compilePolicies } from '../../../../../src/network/policy/compile.ts'
import { ORDERS } from '../../../../../src/network/compare/reading.ts'
import { hasTies } from '../../../../../src/network/policy/tiers/compile-tiers.ts'
import { clusterPoliciesOver, policyOver } from '../../policy/arbitraries.ts'
import { narrow, shapeOfDifferences, type SmallWorld } from './brute-force.ts'

/** One address in each part that the policies' blocks cut the addresses into. */
const PARTS = ['10.244.0', '10.244.1', '10.1.0', '172.18.0', '192.0.2'] as const

/** All that both kinds of policy over one key, one value and these blocks and ports can tell apart. */
const WORLD: SmallWorld = {
  key: 'a',
  values: ['x', 'other'],
  namespaces: ['one', 'two', 'three', 'four', 'five'],
  addresses: [...PARTS.map((part) => `${part}.1`), 'fd00::1'],
  nodeAddresses: [...PARTS.map((part) => `${part}.9`), 'fd00::9'],
  ports: (['TCP', 'UDP'] as const).flatMap((protocol) => [80, 81, 85, 91].map((port) => ({ port, protocol }))),
  portName: 'http',
}

const alphabet = { keys: ['a'], values: ['x'] }
const policies = fc.array(policyOver(alphabet), { maxLength: 1 })
const cluster = clusterPoliciesOver(alphabet, 2)

/** Namespaces by their names as well, which only some of them have. */
const byName = fc
  .tuple(cluster, fc.constantFrom('one', 'three'))
  .map(([made, name]) => made.map((policy, index) => (index === 0 ? aboutNamespace(policy, name) : policy)))

const aboutNamespace = (policy: ClusterNetworkPolicy, name: string): ClusterNetworkPolicy => {
  const namespaces = { matchLabels: { 'kubernetes.io/metadata.name': name } }
  const [first, ...rest] = policy.spec.ingress ?? []
  return {
    ...policy,
    spec: {
      ...policy.spec,
      ...(name === 'three' ? { subject: { namespaces } } : {}),
      ...(first === undefined ? {} : { ingress: [{ ...first, from: [{ namespaces }] }, ...rest] }),
    },
  }
}

type Edit = (policy: ClusterNetworkPolicy) => ClusterNetworkPolicy

const withRules = (
  policy: ClusterNetworkPolicy,
  change: <Rule extends { action: string }>(rules: readonly Rule[]) => readonly Rule[],
) => {
  const { ingress, egress } = policy.spec
  return {
    ...policy,
    spec: { ...policy.spec, ...(ingress && { ingress: change(ingress) }), ...(egress && { egress: change(egress) }) },
  }
}

const EDITS: readonly Edit[] = [
  (policy) => policy,
  (policy) => withRules(policy, (rules) => rules.toReversed()),
  (policy) => withRules(policy, (rules) => rules.slice(1)),
  (policy) =>
    withRules(policy, (rules) => rules.map((rule) => ({ ...rule, action: rule.action === 'Deny' ? 'Pass' : 'Deny' }))),
  (policy) => ({ ...policy, spec: { ...policy.spec, priority: 1 - policy.spec.priority } }),
  (policy) => ({ ...policy, spec: { ...policy.spec, tier: policy.spec.tier === 'Admin' ? 'Baseline' : 'Admin' } }),
  (policy) => ({ ...policy, spec: { ...policy.spec, subject: { namespaces: {} } } }),
  (policy) => ({ ...policy, metadata: { name: 'a-first' } }),
]

const sets = fc
  .tuple(policies, policies, fc.oneof(cluster, byName), fc.constantFrom(...EDITS), fc.boolean())
  .map(([one, other, made, edit, isSame]) => {
    const [first, ...rest] = made
    const edited = first === undefined ? [] : [edit(first), ...rest]
    return [
      [...one, ...made],
      [...(isSame ? one : other), ...edited],
    ] as const
  })

const shapeOf = (comparison: Comparison): string =>
  comparison.kind === 'different'
    ? `${comparison.onlyA === undefined ? '' : 'a'}${comparison.onlyB === undefined ? '' : 'b'}`
    : comparison.kind === 'equivalent'
      ? ''
      : comparison.reason

test('N33 N34 random sets of both kinds, under every order of equal priorities', { timeout: 240_000 }, () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(sets, ([a, b]) => {
      const isTied = [a, b].some((side) => hasTies(compilePolicies(side).tiers))
      const orders: readonly EqualPriority[] = isTied ? ORDERS : ['first-name']
      const world = narrow(WORLD, [...a, ...b])
      const wanted = orders.map((equalPriority) => shapeOfDifferences(a, b, world, { ipBlocksMatchPods: true, equalPriority }))
      const found = orders.map((equalPriority) => comparePolicies(a, b, { equalPriority }))
      expect(found.map(shapeOf), JSON.stringify({ a, b, found, wanted })).toEqual(wanted)
      expect(areEquivalent(a, b)).toBe(wanted.every((shape) => shape === ''))
      const key = new Set(wanted).size > 1 ? 'depends' : wanted[0] === '' ? 'equivalent' : 'different'
      seen.set(key, (seen.get(key) ?? 0) + 1)
    }),
    { numRuns: 30, endOnFailure: true },
  )
  console.info(`both kinds against brute force: ${JSON.stringify(Object.fromEntries(seen))}`)
  expect([...seen.keys()]).toEqual(expect.arrayContaining(['equivalent', 'different']))
})

test('N34 a difference that only a node in a part of one block sees is seen by both', () => {
  const policy = (networks: readonly string[]): ClusterNetworkPolicy => ({
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name: 'c' },
    spec: {
      tier: 'Admin',
      priority: 0,
      subject: { namespaces: {} },
      egress: [
        { action: 'Accept', to: [{ networks }] },
        { action: 'Deny', to: [{ nodes: {} }] },
      ],
    },
  })
  const [a, b] = [[policy(['10.244.1.0/24', '172.18.0.0/16'])], [policy(['10.0.0.0/8', '172.18.0.0/16'])]] as const
  const options = { ipBlocksMatchPods: true, equalPriority: 'first-name' } as const
  expect(shapeOfDifferences(a, b, narrow(WORLD, [...a, ...b]), options)).toBe('b')
  expect(shapeOf(comparePolicies(a, b))).toBe('b')
})
