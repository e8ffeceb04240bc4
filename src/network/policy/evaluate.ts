/** What the policies of a cluster say about one connection at one of its Pods. Pure: no addresses are looked up here. */
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import type { ClusterDecision, NearMiss } from '../model.ts'
import type { CompiledPolicies, CompiledPolicy, CompiledRule } from './compile.ts'
import { peerMatches, ruleMatches, type PolicyOptions, type PolicyPeer, type PolicyQuestion } from './match.ts'
import { findNearMisses, missesOfNetworkPolicies, orderMisses } from './near-miss.ts'
import { selectorMatches } from './selector.ts'
import { clusterPeerOf, decideTiers, tiersAllow, type MatchedRule } from './tiers/decide.ts'
import { findTierMisses } from './tiers/near-miss.ts'

export interface PolicyDecision {
  /**
   * `not-isolated`: no NetworkPolicy selects the Pod in this direction, and no ClusterNetworkPolicy decides, so everything is
   * allowed (N1, N33). `exempt`: NetworkPolicies isolate the Pod, and do not apply to this traffic.
   */
  readonly decision: 'not-isolated' | 'allowed' | 'denied' | 'exempt'
  /** NetworkPolicies that isolate the Pod; empty where they were not asked. */
  readonly isolatedBy: readonly ObjectReference[]
  /** Rules, e.g. `spec.ingress[0]`. */
  readonly allowedBy: readonly FieldReference[]
  /** Peers of those rules, e.g. `spec.ingress[0].from[1]`. */
  readonly allowedByPeers: readonly FieldReference[]
  /** What nearly decided otherwise, nearest first. Rules of NetworkPolicies are not among them where one allows the connection. */
  readonly nearMisses: readonly NearMiss[]
  /** Present where a ClusterNetworkPolicy is about the Pod in this direction. */
  readonly cluster?: ClusterDecision
}

/** Policies that isolate the Pod in the question's direction: of its namespace, selecting it, with that policy type (N1, N2, N30). */
export const isolatingPolicies = (
  policies: CompiledPolicies,
  { direction, pod }: Pick<PolicyQuestion, 'direction' | 'pod'>,
): readonly CompiledPolicy[] =>
  (policies.byNamespace.get(pod.namespace) ?? []).filter(
    ({ isolates, selector }) => isolates[direction] && selectorMatches(selector, pod.labels),
  )

/** The verdict alone; `evaluatePolicies` explains it and always agrees. */
export const policiesAllow = (policies: CompiledPolicies, question: PolicyQuestion, options: PolicyOptions): boolean => {
  const { tiers } = policies
  const ask = (): boolean | undefined => {
    const isolating = isolatingPolicies(policies, question)
    if (isolating.length === 0) return undefined
    return options.exempt === true || isolating.some((policy) => allowingRules(policy, question, options).length > 0)
  }
  if (tiers === undefined) return ask() ?? true
  return tiersAllow(tiers, question, options.equalPriority ?? 'first-name', ask)
}

/** The verdict with its reasons. */
export const evaluatePolicies = (
  policies: CompiledPolicies,
  question: PolicyQuestion,
  options: PolicyOptions,
): PolicyDecision => {
  const { tiers } = policies
  if (tiers === undefined) return withMisses(policies, question, options, askNetworkPolicies(policies, question, options))
  let asked: NetworkPolicyDecision | undefined
  const ask = (): NetworkPolicyDecision => (asked ??= askNetworkPolicies(policies, question, options))
  const verdict = decideTiers(tiers, question, options.equalPriority ?? 'first-name', () => isAllowed(ask()))
  const { decidedBy, cluster } = verdict ?? {}
  const own = decidedBy === undefined ? ask() : decisionOf(decidedBy, question.peer)
  const outcome = {
    allowed: own.decision !== 'denied',
    decidedBy,
    byNetworkPolicies: decidedBy === undefined && own.decision !== 'not-isolated',
  }
  const misses = [
    ...(decidedBy === undefined && own.decision !== 'allowed' && own.decision !== 'exempt'
      ? missesOfNetworkPolicies(policies, question, options)
      : []),
    ...findTierMisses(tiers, question, outcome),
  ]
  return { ...own, nearMisses: orderMisses(misses), ...(cluster === undefined ? {} : { cluster }) }
}

type NetworkPolicyDecision = Omit<PolicyDecision, 'nearMisses' | 'cluster'>

const withMisses = (
  policies: CompiledPolicies,
  question: PolicyQuestion,
  options: PolicyOptions,
  decided: NetworkPolicyDecision,
): PolicyDecision => {
  const isOpen = decided.decision === 'allowed' || decided.decision === 'exempt'
  return { ...decided, nearMisses: isOpen ? [] : findNearMisses(policies, question, options) }
}

/** Undefined: they have no say. */
const isAllowed = ({ decision }: NetworkPolicyDecision): boolean | undefined =>
  decision === 'not-isolated' ? undefined : decision !== 'denied'

/** Rules of all selecting policies add up; there is no order and no deny (N3, N10). */
const askNetworkPolicies = (
  policies: CompiledPolicies,
  question: PolicyQuestion,
  options: PolicyOptions,
): NetworkPolicyDecision => {
  const isolating = isolatingPolicies(policies, question)
  const allowing = isolating.flatMap((policy) => allowingRules(policy, question, options).map((rule) => ({ policy, rule })))
  return {
    decision: decisionFor(isolating.length > 0, allowing.length > 0, options),
    isolatedBy: isolating.map(({ reference }) => reference),
    allowedBy: allowing.map(({ policy, rule }) => ({ object: policy.reference, path: rule.path })),
    allowedByPeers: allowing.flatMap(({ policy, rule }) =>
      (rule.peers ?? [])
        .filter((peer) => peerMatches(peer, policy.namespace, question.peer, options))
        .map(({ path }) => ({ object: policy.reference, path })),
    ),
  }
}

const decisionFor = (isIsolated: boolean, isAllowing: boolean, { exempt }: PolicyOptions): PolicyDecision['decision'] => {
  if (!isIsolated) return 'not-isolated'
  if (exempt === true) return 'exempt'
  return isAllowing ? 'allowed' : 'denied'
}

/** What a rule of a ClusterNetworkPolicy settled. */
const decisionOf = ({ policy, rule }: MatchedRule, peer: PolicyPeer): NetworkPolicyDecision => {
  const object = policy.reference
  if (rule.action === 'Deny') return { decision: 'denied', isolatedBy: [], allowedBy: [], allowedByPeers: [] }
  return {
    decision: 'allowed',
    isolatedBy: [],
    allowedBy: [{ object, path: rule.path }],
    allowedByPeers: (rule.peers ?? [])
      .filter((candidate) => peerMatches(candidate, '', clusterPeerOf(peer), { ipBlocksMatchPods: true }))
      .map(({ path }) => ({ object, path })),
  }
}

const allowingRules = (policy: CompiledPolicy, question: PolicyQuestion, options: PolicyOptions): readonly CompiledRule[] =>
  policy.rules[question.direction].filter((rule) => ruleMatches(rule, policy.namespace, question, options))
