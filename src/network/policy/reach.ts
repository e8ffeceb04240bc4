/** What policies allow between groups of Pods on one port, worked out rule by rule instead of pair by pair. */
import type { CompiledPolicies, Direction } from './compile.ts'
import { isolatingPolicies } from './evaluate.ts'
import { createRuleRows, type ReachMember, type ReachQuestion, type RuleRow } from './rule-rows.ts'
import { createTierRows } from './tiers/reach.ts'

/** By number of the source's and of the destination's group. Agrees with `policiesAllow` for both ends. */
export type Reach = (source: number, destination: number) => boolean

export const createReach = (policies: CompiledPolicies, members: readonly ReachMember[], question: ReachQuestion): Reach => {
  const allowed = (direction: Direction): readonly (Uint8Array | undefined)[] => {
    const rowOf = createRuleRows(members, question, direction)
    const tiers = policies.tiers === undefined ? undefined : createTierRows(policies.tiers, members, question, direction)
    return members.map((self) => {
      const own = networkPolicyRow(policies, members.length, direction, self, rowOf)
      return tiers === undefined ? own : tiers(self, own)
    })
  }
  const leaving = allowed('egress')
  const entering = allowed('ingress')
  return (source, destination) => (leaving[source]?.[destination] ?? 1) === 1 && (entering[destination]?.[source] ?? 1) === 1
}

/** Undefined: no NetworkPolicy isolates the Pod. */
const networkPolicyRow = (
  policies: CompiledPolicies,
  size: number,
  direction: Direction,
  self: ReachMember,
  rowOf: RuleRow,
): Uint8Array | undefined => {
  const isolating = isolatingPolicies(policies, { direction, pod: self.pod })
  if (isolating.length === 0) return undefined
  const union = new Uint8Array(size)
  for (const policy of isolating)
    for (const rule of policy.rules[direction]) {
      const row = rowOf(policy.namespace, rule, self)
      if (row === undefined) continue
      for (let index = 0; index < size; index++) union[index] = (union[index] ?? 0) | (row[index] ?? 0)
    }
  return union
}
