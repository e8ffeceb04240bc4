/** What policies allow between groups of Pods on one port, worked out rule by rule instead of pair by pair. */
import type { CompiledPolicies, Direction } from './compile.ts'
import { isolatingPolicies } from './evaluate.ts'
import { createRuleRows, namesPorts, type ReachMember, type ReachQuestion, type RuleRow } from './rule-rows.ts'
import { createTierRows } from './tiers/reach.ts'

/** By number of the source's and of the destination's group. Agrees with `policiesAllow` for both ends. */
export type Reach = (source: number, destination: number) => boolean

export const createReach = (policies: CompiledPolicies, members: readonly ReachMember[], question: ReachQuestion): Reach => {
  const allowed = (direction: Direction): readonly (Uint8Array | undefined)[] => {
    const rowOf = createRuleRows(members, question, direction)
    const rows = createNetworkPolicyRows(policies, members.length, direction, rowOf)
    const tiers = policies.tiers === undefined ? undefined : createTierRows(policies.tiers, members, question, direction)
    return members.map((self) => {
      const own = rows(self)
      return tiers === undefined ? own : tiers(self, own)
    })
  }
  const leaving = allowed('egress')
  const entering = allowed('ingress')
  return (source, destination) => (leaving[source]?.[destination] ?? 1) === 1 && (entering[destination]?.[source] ?? 1) === 1
}

/** By Pod: what its NetworkPolicies allow, undefined where none isolates it. Pods with the same policies share one row. */
const createNetworkPolicyRows = (
  policies: CompiledPolicies,
  size: number,
  direction: Direction,
  rowOf: RuleRow,
): ((self: ReachMember) => Uint8Array | undefined) => {
  const numbers = new Map(policies.all.map((policy, index) => [policy, index]))
  const dependsOnPod = new Set(direction === 'egress' ? [] : policies.all.filter(({ rules }) => rules.ingress.some(namesPorts)))
  const known = new Map<string, Uint8Array>()
  return (self) => {
    const isolating = isolatingPolicies(policies, { direction, pod: self.pod })
    if (isolating.length === 0) return undefined
    const key = isolating.some((policy) => dependsOnPod.has(policy))
      ? undefined
      : isolating.map((policy) => numbers.get(policy)).join()
    const found = key === undefined ? undefined : known.get(key)
    if (found !== undefined) return found
    const union = new Uint8Array(size)
    for (const policy of isolating)
      for (const rule of policy.rules[direction]) unite(union, rowOf(policy.namespace, rule, self))
    if (key !== undefined) known.set(key, union)
    return union
  }
}

const unite = (union: Uint8Array, row: Uint8Array | undefined): void => {
  if (row === undefined) return
  for (let index = 0; index < union.length; index++) union[index] = (union[index] ?? 0) | (row[index] ?? 0)
}
