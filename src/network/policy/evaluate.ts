/** What the NetworkPolicies of a cluster say about one connection at one of its Pods. Pure: no addresses are looked up here. */
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import type { NearMiss } from '../model.ts'
import type { CompiledPolicies, CompiledPolicy, CompiledRule } from './compile.ts'
import { peerMatches, ruleMatches, type PolicyOptions, type PolicyQuestion } from './match.ts'
import { findNearMisses } from './near-miss.ts'
import { selectorMatches } from './selector.ts'

export interface PolicyDecision {
  /** `not-isolated`: no policy selects the Pod in this direction, so everything is allowed (N1). */
  readonly decision: 'not-isolated' | 'allowed' | 'denied'
  readonly isolatedBy: readonly ObjectReference[]
  /** Rules, e.g. `spec.ingress[0]`. */
  readonly allowedBy: readonly FieldReference[]
  /** Peers of those rules, e.g. `spec.ingress[0].from[1]`. */
  readonly allowedByPeers: readonly FieldReference[]
  /** What nearly decided otherwise, nearest first; empty where the connection is allowed by a rule. */
  readonly nearMisses: readonly NearMiss[]
}

/** Policies that isolate the Pod in the question's direction: of its namespace, selecting it, with that policy type (N1, N2, N30). */
export const isolatingPolicies = (policies: CompiledPolicies, { direction, pod }: PolicyQuestion): readonly CompiledPolicy[] =>
  (policies.byNamespace.get(pod.namespace) ?? []).filter(
    ({ isolates, selector }) => isolates[direction] && selectorMatches(selector, pod.labels),
  )

/** The verdict alone; `evaluatePolicies` explains it and always agrees. */
export const policiesAllow = (policies: CompiledPolicies, question: PolicyQuestion, options: PolicyOptions): boolean => {
  const isolating = isolatingPolicies(policies, question)
  return isolating.length === 0 || isolating.some((policy) => allowingRules(policy, question, options).length > 0)
}

/** The verdict with its reasons. Rules of all selecting policies add up; there is no order and no deny (N3, N10). */
export const evaluatePolicies = (
  policies: CompiledPolicies,
  question: PolicyQuestion,
  options: PolicyOptions,
): PolicyDecision => {
  const isolating = isolatingPolicies(policies, question)
  const allowing = isolating.flatMap((policy) => allowingRules(policy, question, options).map((rule) => ({ policy, rule })))
  const decision = isolating.length === 0 ? 'not-isolated' : allowing.length > 0 ? 'allowed' : 'denied'
  return {
    decision,
    isolatedBy: isolating.map(({ reference }) => reference),
    allowedBy: allowing.map(({ policy, rule }) => ({ object: policy.reference, path: rule.path })),
    allowedByPeers: allowing.flatMap(({ policy, rule }) =>
      (rule.peers ?? [])
        .filter((peer) => peerMatches(peer, policy.namespace, question.peer, options))
        .map(({ path }) => ({ object: policy.reference, path })),
    ),
    nearMisses: decision === 'allowed' ? [] : findNearMisses(policies, question, options),
  }
}

const allowingRules = (policy: CompiledPolicy, question: PolicyQuestion, options: PolicyOptions): readonly CompiledRule[] =>
  policy.rules[question.direction].filter((rule) => ruleMatches(rule, policy.namespace, question, options))
