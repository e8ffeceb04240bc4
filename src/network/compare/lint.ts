/** What a set of NetworkPolicies says without effect: selectors that nothing meets, rules that never count, parts that add nothing. */
import type { NetworkPolicy, NetworkPolicyPeer } from '../../kubernetes/generated/types.ts'
import type { FieldReference } from '../../kubernetes/object.ts'
import { compilePolicies, type CompiledPolicy, type Direction } from '../policy/compile.ts'
import { selectorMatches, type CompiledSelector } from '../policy/selector.ts'
import { keyOf, keyOfObject } from '../state.ts'
import { comparePolicies, type CompareOptions } from './compare.ts'
import { another } from './situation.ts'

export interface LintFinding {
  /** `redundant-*`: without it the set allows the same in every possible cluster; earlier findings are gone by then. */
  readonly kind: 'selects-nothing' | 'rules-ignored' | 'redundant-policy' | 'redundant-rule' | 'redundant-peer'
  readonly where: FieldReference
}

export interface LintResult {
  readonly findings: readonly LintFinding[]
  /** Parts that could not be decided within the limits. */
  readonly undecided: readonly FieldReference[]
}

/** Every part is tried by leaving it out and comparing: the answer holds for all possible clusters. */
export const lintPolicies = (policies: readonly NetworkPolicy[], options: CompareOptions = {}): LintResult => {
  const certain = compilePolicies(policies).all.flatMap((policy) => [...emptySelectors(policy), ...ignoredRules(policy)])
  const findings = [...certain]
  const undecided: FieldReference[] = []
  let left = policies.map(withTypes)
  for (const kind of ['redundant-policy', 'redundant-rule', 'redundant-peer'] as const)
    for (const part of partsOf(left, kind).toReversed()) {
      if (certain.some(({ where }) => covers(where, part.where))) continue
      const without = left.map((policy) => (keyOfObject(policy) === nameOf(part.where) ? part.leaveOut(policy) : policy))
      const remaining = without.flatMap((policy) => policy ?? [])
      const { kind: answer } = comparePolicies(left, remaining, options)
      if (answer === 'undecided') undecided.push(part.where)
      if (answer !== 'equivalent') continue
      findings.push({ kind, where: part.where })
      left = remaining
    }
  return { findings, undecided }
}

/** Leaving rules out must not change which directions a policy isolates. */
const withTypes = (policy: NetworkPolicy): NetworkPolicy => {
  const [compiled] = compilePolicies([policy]).all
  const policyTypes = [
    ...(compiled?.isolates.ingress === true ? ['Ingress'] : []),
    ...(compiled?.isolates.egress === true ? ['Egress'] : []),
  ]
  return { ...policy, spec: { podSelector: {}, ...policy.spec, policyTypes } }
}

const nameOf = ({ object }: FieldReference): string => keyOf(object.namespace, object.name)

/** What is said of a field is said of all that it holds, and of what it makes vain: a policy that selects nothing. */
const covers = (where: FieldReference, part: FieldReference): boolean =>
  nameOf(where) === nameOf(part) &&
  (where.path === 'spec.podSelector' ||
    (part.path !== '' && (part.path.startsWith(where.path) || where.path.startsWith(`${part.path}.`))))

interface Part {
  readonly where: FieldReference
  readonly leaveOut: (policy: NetworkPolicy) => NetworkPolicy | undefined
}

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress']

const partsOf = (policies: readonly NetworkPolicy[], kind: LintFinding['kind']): readonly Part[] =>
  compilePolicies(policies).all.flatMap((policy): readonly Part[] => {
    const object = policy.reference
    if (kind === 'redundant-policy') return [{ where: { object, path: '' }, leaveOut: () => undefined }]
    return DIRECTIONS.filter((direction) => policy.isolates[direction]).flatMap((direction) =>
      policy.rules[direction].flatMap(({ path, peers = [] }, rule): readonly Part[] => {
        if (kind === 'redundant-rule')
          return [{ where: { object, path }, leaveOut: (one) => withoutRule(one, direction, rule) }]
        // A rule without peers allows everyone: the last one stays.
        if (peers.length < 2) return []
        return peers.map((peer, index) => ({
          where: { object, path: peer.path },
          leaveOut: (one) => withoutPeer(one, direction, [rule, index]),
        }))
      }),
    )
  })

/** Nobody: stands where a part was, so that the others keep their places. */
const NOBODY: NetworkPolicyPeer = {
  podSelector: {
    matchExpressions: [
      { key: 'nobody', operator: 'Exists' },
      { key: 'nobody', operator: 'DoesNotExist' },
    ],
  },
}

const withoutRule = (policy: NetworkPolicy, direction: Direction, rule: number): NetworkPolicy => {
  const spec = policy.spec ?? { podSelector: {} }
  return direction === 'ingress'
    ? { ...policy, spec: { ...spec, ingress: replaceAt(spec.ingress, rule, () => ({ from: [NOBODY] })) } }
    : { ...policy, spec: { ...spec, egress: replaceAt(spec.egress, rule, () => ({ to: [NOBODY] })) } }
}

const withoutPeer = (
  policy: NetworkPolicy,
  direction: Direction,
  [rule, peer]: readonly [rule: number, peer: number],
): NetworkPolicy => {
  const spec = policy.spec ?? { podSelector: {} }
  const nobody = (peers: readonly NetworkPolicyPeer[] | undefined): NetworkPolicyPeer[] => replaceAt(peers, peer, () => NOBODY)
  return direction === 'ingress'
    ? { ...policy, spec: { ...spec, ingress: replaceAt(spec.ingress, rule, (one) => ({ ...one, from: nobody(one.from) })) } }
    : { ...policy, spec: { ...spec, egress: replaceAt(spec.egress, rule, (one) => ({ ...one, to: nobody(one.to) })) } }
}

const replaceAt = <Item>(items: readonly Item[] | undefined, index: number, change: (item: Item) => Item): Item[] =>
  (items ?? []).map((item, at) => (at === index ? change(item) : item))

/** Keys are independent: a selector can be met where each of its keys has a value, or an absence, that meets all said of it. */
const canMatch = (selector: CompiledSelector): boolean =>
  [...new Set(selector.map(({ key }) => key))].every((key) => {
    const asked = selector.filter((requirement) => requirement.key === key)
    const values = asked.flatMap((requirement) => [...requirement.values])
    return [undefined, ...values, another(values)].some((value) =>
      selectorMatches(asked, value === undefined ? {} : { [key]: value }),
    )
  })

const emptySelectors = ({ reference: object, selector, rules }: CompiledPolicy): readonly LintFinding[] => {
  const found = (path: string): LintFinding => ({ kind: 'selects-nothing', where: { object, path } })
  return [
    ...(canMatch(selector) ? [] : [found('spec.podSelector')]),
    ...[...rules.ingress, ...rules.egress]
      .flatMap(({ peers = [] }) => peers)
      .flatMap((peer) =>
        peer.kind !== 'pods'
          ? []
          : (['podSelector', 'namespaceSelector'] as const)
              .filter((field) => !canMatch(peer[field] ?? []))
              .map((field) => found(`${peer.path}.${field}`)),
      ),
  ]
}

const ignoredRules = ({ reference: object, isolates, rules }: CompiledPolicy): readonly LintFinding[] =>
  DIRECTIONS.filter((direction) => !isolates[direction] && rules[direction].length > 0).map((direction) => ({
    kind: 'rules-ignored',
    where: { object, path: `spec.${direction}` },
  }))
