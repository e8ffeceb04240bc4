/** ClusterNetworkPolicies as an ordered list of decisions, in formulas. */
import type { ClusterNetworkPolicyAction } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import type { EqualPriority } from '../choices.ts'
import type { CompiledPolicies, CompiledRule, Direction } from '../policy/compile.ts'
import type { CompiledSelector } from '../policy/selector.ts'
import {
  allOfTiers,
  groupByPriority,
  hasTies,
  type CompiledClusterPolicy,
  type CompiledClusterRule,
  type CompiledTiers,
} from '../policy/tiers/compile-tiers.ts'
import { ACTION_ORDER } from '../policy/tiers/decide.ts'
import { ALWAYS, NEVER, type Diagram, type Diagrams } from './diagram.ts'

/** What the tiers are made of in one situation and direction. */
export interface TierFormulas {
  readonly diagrams: Diagrams
  readonly direction: Direction
  readonly order: EqualPriority
  /** The Pod is the policy's subject. */
  readonly subject: (policy: CompiledClusterPolicy) => Diagram
  readonly rule: (rule: CompiledClusterRule) => Diagram
}

/** Admin, then NetworkPolicies where one selects the Pod, then Baseline, then everything (N33). */
export const allowedByTiers = (
  tiers: CompiledTiers,
  formulas: TierFormulas,
  { selected, allowed }: { readonly selected: Diagram; readonly allowed: Diagram },
): Diagram => {
  const baseline = decideTier(tiers.Baseline, formulas, ALWAYS)
  return decideTier(tiers.Admin, formulas, ifThenElse(formulas.diagrams, selected, allowed, baseline))
}

const ifThenElse = (diagrams: Diagrams, condition: Diagram, yes: Diagram, no: Diagram): Diagram =>
  diagrams.or(diagrams.and(condition, yes), diagrams.and(diagrams.not(condition), no))

/** `next`: what comes after the tier, which Pass leads to as well. */
const decideTier = (policies: readonly CompiledClusterPolicy[], formulas: TierFormulas, next: Diagram): Diagram => {
  const outcomes: Readonly<Record<ClusterNetworkPolicyAction, Diagram>> = { Accept: ALWAYS, Deny: NEVER, Pass: next }
  const decide = ACTION_ORDER[formulas.order] === undefined ? decideInOrder : decideByAction
  return groupByPriority(policies).reduceRight((rest, group) => decide(group, formulas, outcomes, rest), next)
}

type Outcomes = Readonly<Record<ClusterNetworkPolicyAction, Diagram>>

const decideInOrder = (
  group: readonly CompiledClusterPolicy[],
  { diagrams, direction, subject, rule }: TierFormulas,
  outcomes: Outcomes,
  rest: Diagram,
): Diagram =>
  group.reduceRight((after, policy) => {
    const own = policy.rules[direction].reduceRight(
      (other, one) => ifThenElse(diagrams, rule(one), outcomes[one.action], other),
      after,
    )
    return ifThenElse(diagrams, subject(policy), own, after)
  }, rest)

const decideByAction = (
  group: readonly CompiledClusterPolicy[],
  formulas: TierFormulas,
  outcomes: Outcomes,
  rest: Diagram,
): Diagram => {
  const { diagrams, order } = formulas
  const found = group.map((policy) => firstActions(policy, formulas))
  return (ACTION_ORDER[order] ?? []).reduceRight(
    (other, action) => ifThenElse(diagrams, diagrams.or(...found.map((actions) => actions[action])), outcomes[action], other),
    rest,
  )
}

/** For each action, when a policy's first rule that fits has it. */
export const firstActions = (
  policy: CompiledClusterPolicy,
  { diagrams, direction, subject, rule }: TierFormulas,
): Readonly<Record<ClusterNetworkPolicyAction, Diagram>> => {
  const actions: Record<ClusterNetworkPolicyAction, Diagram> = { Accept: NEVER, Deny: NEVER, Pass: NEVER }
  let open = subject(policy)
  for (const one of policy.rules[direction]) {
    const fits = rule(one)
    actions[one.action] = diagrams.or(actions[one.action], diagrams.and(open, fits))
    open = diagrams.and(open, diagrams.not(fits))
  }
  return actions
}

/** Names that some selector of namespaces mentions. */
export const namesMentioned = ({ all, tiers }: CompiledPolicies): readonly string[] => {
  const cluster = allOfTiers(tiers)
  const selectors = [
    ...cluster.map(({ subject }) => subject.namespaces),
    ...[...all, ...cluster].flatMap(({ rules }) => [...rules.ingress, ...rules.egress]).flatMap(namespaceSelectors),
  ]
  return selectors.flat().flatMap(({ key, values }) => (key === METADATA_NAME ? [...values] : []))
}

const namespaceSelectors = ({ peers = [] }: CompiledRule): readonly CompiledSelector[] =>
  peers.flatMap((peer) => (peer.kind === 'pods' && peer.namespaceSelector !== undefined ? [peer.namespaceSelector] : []))

/** True where nodes are peers of some rule. */
export const hasNodePeers = (tiers: CompiledTiers | undefined): boolean =>
  allOfTiers(tiers).some(({ rules }) => rules.egress.some(({ peers = [] }) => peers.some(({ kind }) => kind === 'nodes')))

/** What policies say in one direction, whatever they are called; their names matter only where they are their order. */
export const spellTiers = (tiers: CompiledTiers | undefined, direction: Direction): string =>
  JSON.stringify(
    allOfTiers(tiers)
      .filter(({ rules }) => rules[direction].length > 0)
      .map(({ tier, priority, subject, rules, reference }) => [
        tier,
        priority,
        subject,
        rules[direction].map(({ action, peers, ports }) => [action, peers, ports]),
        hasTies(tiers) ? reference.name : '',
      ]),
    (_key, value: unknown) => (value instanceof Set ? [...value].sort() : value),
  )
