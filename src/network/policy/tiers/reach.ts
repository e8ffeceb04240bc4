/** What ClusterNetworkPolicies make of all connections of a Pod at once: a number for each of the others. */
import type { ClusterNetworkPolicyAction } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { EqualPriority } from '../../choices.ts'
import type { Direction } from '../compile.ts'
import { createRuleRows, type ReachMember, type ReachQuestion } from '../rule-rows.ts'
import { groupByPriority, type CompiledClusterPolicy, type CompiledClusterRule, type CompiledTiers } from './compile-tiers.ts'
import { ACTION_ORDER, selectingPolicies } from './decide.ts'

/** From what NetworkPolicies allow, undefined where none isolates the Pod, to what is allowed in all. Undefined: everything. */
export type TierRows = (self: ReachMember, networkPolicies: Uint8Array | undefined) => Uint8Array | undefined

const UNDECIDED = 0
const CODES: Readonly<Record<ClusterNetworkPolicyAction, number>> = { Accept: 1, Deny: 2, Pass: 3 }

/** Members must have addresses of their own: none is on the network of its node. */
export const createTierRows = (
  tiers: CompiledTiers,
  members: readonly ReachMember[],
  question: ReachQuestion,
  direction: Direction,
): TierRows => {
  const rowOf = createRuleRows(members, { ...question, ipBlocksMatchPods: true }, direction)
  const order = question.equalPriority ?? 'first-name'
  const decide = (policies: readonly CompiledClusterPolicy[], self: ReachMember): Uint8Array | undefined => {
    const selecting = selectingPolicies(policies, direction, self.pod)
    if (selecting.length === 0) return undefined
    const decided = new Uint8Array(members.length)
    for (const group of groupByPriority(selecting)) {
      const rows = group.map((policy) => firstActions(policy.rules[direction], members.length, (rule) => rowOf('', rule, self)))
      for (let index = 0; index < decided.length; index++)
        if (decided[index] === UNDECIDED) decided[index] = chooseAction(rows, index, order)
    }
    return decided
  }
  return (self, networkPolicies) => {
    const admin = decide(tiers.Admin, self)
    const rest = networkPolicies ?? toAllowed(decide(tiers.Baseline, self))
    if (admin === undefined) return rest
    return admin.map((code, index) => (code === CODES.Accept ? 1 : code === CODES.Deny ? 0 : (rest?.[index] ?? 1)))
  }
}

const toAllowed = (decided: Uint8Array | undefined): Uint8Array | undefined =>
  decided?.map((code) => (code === CODES.Deny ? 0 : 1))

/** The action of the first of a policy's rules that fits each of the members. */
const firstActions = (
  rules: readonly CompiledClusterRule[],
  size: number,
  rowOf: (rule: CompiledClusterRule) => Uint8Array | undefined,
): Uint8Array => {
  const actions = new Uint8Array(size)
  for (const rule of rules) {
    const row = rowOf(rule)
    if (row === undefined) continue
    for (let index = 0; index < size; index++)
      if (actions[index] === UNDECIDED && row[index] === 1) actions[index] = CODES[rule.action]
  }
  return actions
}

/** Among policies of one priority: by name, which is their order, or by action. */
const chooseAction = (rows: readonly Uint8Array[], index: number, order: EqualPriority): number => {
  const actions = ACTION_ORDER[order]
  if (actions !== undefined) {
    const chosen = actions.find((action) => rows.some((row) => row[index] === CODES[action]))
    return chosen === undefined ? UNDECIDED : CODES[chosen]
  }
  for (const row of rows) if (row[index] !== UNDECIDED) return row[index] ?? UNDECIDED
  return UNDECIDED
}
