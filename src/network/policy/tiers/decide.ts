/** Which rule of the ClusterNetworkPolicies decides about a connection at a Pod. Pure: no addresses are looked up here. */
import type { ClusterNetworkPolicyAction } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { EqualPriority } from '../../choices.ts'
import type { ClusterDecision, ClusterRule } from '../../model.ts'
import type { Direction } from '../compile.ts'
import { ruleMatches, type PolicyPeer, type PolicyPod, type PolicyQuestion } from '../match.ts'
import { selectorMatches } from '../selector.ts'
import {
  allOfTiers,
  groupByPriority,
  type CompiledClusterPolicy,
  type CompiledClusterRule,
  type CompiledTiers,
} from './compile-tiers.ts'

/** A rule that is the first of its policy to fit. */
export interface MatchedRule {
  readonly policy: CompiledClusterPolicy
  readonly rule: CompiledClusterRule
}

/** What a tier says: the first matching rules of the policies that share the highest priority to have any. */
export type TierMatch = readonly MatchedRule[]

/** Networks are blocks of addresses whoever has them (N35). */
const NETWORKS = { ipBlocksMatchPods: true } as const

/** Pods on the network of their node are never subject to a ClusterNetworkPolicy (N35). */
export const isSubject = ({ subject }: CompiledClusterPolicy, pod: PolicyPod): boolean =>
  pod.hostNetwork !== true &&
  selectorMatches(subject.namespaces, pod.namespaceLabels) &&
  selectorMatches(subject.pods, pod.labels)

/** Nor are they peers: what they send and get is their node's. */
export const clusterPeerOf = (peer: PolicyPeer): PolicyPeer => {
  if (peer.pod?.hostNetwork !== true) return peer
  const { pod: _pod, ...address } = peer
  return address
}

export const clusterRuleMatches = (rule: CompiledClusterRule, question: PolicyQuestion): boolean =>
  ruleMatches(rule, '', question, NETWORKS)

/** Policies with something to say about the Pod in this direction. */
export const selectingPolicies = (
  policies: readonly CompiledClusterPolicy[],
  direction: Direction,
  pod: PolicyPod,
): readonly CompiledClusterPolicy[] => policies.filter((policy) => policy.rules[direction].length > 0 && isSubject(policy, pod))

export const matchTier = (policies: readonly CompiledClusterPolicy[], question: PolicyQuestion): TierMatch => {
  const asked = { ...question, peer: clusterPeerOf(question.peer) }
  for (const group of groupByPriority(selectingPolicies(policies, asked.direction, asked.pod))) {
    const matched = group.flatMap((policy): readonly MatchedRule[] => {
      const rule = policy.rules[asked.direction].find((one) => clusterRuleMatches(one, asked))
      return rule === undefined ? [] : [{ policy, rule }]
    })
    if (matched.length > 0) return matched
  }
  return []
}

const STRICTEST: readonly ClusterNetworkPolicyAction[] = ['Deny', 'Pass', 'Accept']

/** The order in which the actions of equal priorities are looked for; undefined where names order the policies. */
export const ACTION_ORDER: Readonly<Record<EqualPriority, readonly ClusterNetworkPolicyAction[] | undefined>> = {
  'first-name': undefined,
  'deny-first': STRICTEST,
  'accept-first': STRICTEST.toReversed(),
}

/** The rule that an implementation with such an order follows. */
export const chooseRule = (matched: TierMatch, order: EqualPriority): MatchedRule | undefined => {
  const actions = ACTION_ORDER[order]
  if (actions === undefined) return matched[0]
  return actions.flatMap((action) => matched.find(({ rule }) => rule.action === action) ?? [])[0]
}

/** Undefined stands for a NetworkPolicy tier that leaves it open: none selects the Pod. */
export type AskNetworkPolicies = () => boolean | undefined

/** Admin, then NetworkPolicies, then Baseline, then allowed (N33). */
export const tiersAllow = (
  tiers: CompiledTiers,
  question: PolicyQuestion,
  order: EqualPriority,
  ask: AskNetworkPolicies,
): boolean => {
  const admin = chooseRule(matchTier(tiers.Admin, question), order)?.rule.action ?? 'Pass'
  if (admin !== 'Pass') return admin === 'Accept'
  return ask() ?? chooseRule(matchTier(tiers.Baseline, question), order)?.rule.action !== 'Deny'
}

export interface TierVerdict {
  /** Absent: it is left to the NetworkPolicies, or to the default. */
  readonly decidedBy?: MatchedRule
  readonly cluster: ClusterDecision
}

/** As `tiersAllow`, with reasons. Undefined where no ClusterNetworkPolicy is about the Pod. */
export const decideTiers = (
  tiers: CompiledTiers,
  question: PolicyQuestion,
  order: EqualPriority,
  ask: AskNetworkPolicies,
): TierVerdict | undefined => {
  const selectedBy = selectingPolicies(allOfTiers(tiers), question.direction, question.pod)
  if (selectedBy.length === 0) return undefined
  const asked = once(ask)
  const matched = [matchTier(tiers.Admin, question), matchTier(tiers.Baseline, question)] as const
  const [admin, baseline] = matched.map((match) => chooseRule(match, order))
  const isOpen = (admin?.rule.action ?? 'Pass') === 'Pass'
  const reached = [admin, ...(isOpen && asked() === undefined ? [baseline] : [])].flatMap((one) => one ?? [])
  const decidedBy = reached.find(({ rule }) => rule.action !== 'Pass')
  const rivals = ambiguousRules(matched, asked)
  return {
    ...(decidedBy === undefined ? {} : { decidedBy }),
    cluster: {
      selectedBy: selectedBy.map(({ reference }) => reference),
      ...(decidedBy === undefined ? {} : { decidedBy: toClusterRule(decidedBy) }),
      passedBy: reached.filter(({ rule }) => rule.action === 'Pass').map(toClusterRule),
      ...(rivals.length === 0 ? {} : { ambiguous: rivals.map(toClusterRule) }),
    },
  }
}

/** The rules of equal priority that would decide otherwise, where the strictest of them and the laxest do (N34). */
const ambiguousRules = (
  [admin, baseline]: readonly [TierMatch, TierMatch],
  ask: AskNetworkPolicies,
): readonly MatchedRule[] => {
  const mixed = [admin, baseline].map((match) => new Set(match.map(({ rule }) => rule.action)).size > 1)
  if (!mixed.includes(true)) return []
  const allows = (order: EqualPriority): boolean => {
    const action = chooseRule(admin, order)?.rule.action ?? 'Pass'
    if (action !== 'Pass') return action === 'Accept'
    return ask() ?? chooseRule(baseline, order)?.rule.action !== 'Deny'
  }
  if (allows('deny-first') === allows('accept-first')) return []
  const passes = admin.length === 0 || admin.some(({ rule }) => rule.action === 'Pass')
  const isBaselineAsked = passes && ask() === undefined
  return [...(mixed[0] === true ? admin : []), ...(mixed[1] === true && isBaselineAsked ? baseline : [])]
}

const once = (ask: AskNetworkPolicies): AskNetworkPolicies => {
  let known: { readonly answer: boolean | undefined } | undefined
  return () => {
    known ??= { answer: ask() }
    return known.answer
  }
}

const toClusterRule = ({ policy, rule }: MatchedRule): ClusterRule => ({
  object: policy.reference,
  path: rule.path,
  tier: policy.tier,
  priority: policy.priority,
  action: rule.action,
  ...(rule.name === undefined ? {} : { name: rule.name }),
})
