/** What kept a rule of a ClusterNetworkPolicy from deciding otherwise. */
import type { NearMiss } from '../../model.ts'
import { missesOfRule, missOfSelector, type RuleOwner, type Weighed } from '../near-miss.ts'
import type { PolicyPod, PolicyQuestion } from '../match.ts'
import { groupByPriority, type CompiledClusterPolicy, type CompiledClusterRule, type CompiledTiers } from './compile-tiers.ts'
import { clusterPeerOf, clusterRuleMatches, isSubject, type MatchedRule } from './decide.ts'

/** Rules whose action would have changed the outcome, and that would have been met in time; those that lack least come first. */
export const findTierMisses = (
  { Admin, Baseline }: CompiledTiers,
  question: PolicyQuestion,
  { allowed, decidedBy, byNetworkPolicies }: TierOutcome,
): readonly Weighed[] => {
  if (question.pod.hostNetwork === true) return []
  const asked = { ...question, peer: clusterPeerOf(question.peer) }
  const policies =
    decidedBy?.policy.tier === 'Admin' || byNetworkPolicies
      ? rulesBefore(Admin, decidedBy)
      : [...rulesBefore(Admin, undefined), ...rulesBefore(Baseline, decidedBy)]
  return policies
    .flatMap(({ policy, rules }) =>
      rules(asked.direction)
        .filter(({ action }) => (action === 'Deny') === allowed)
        .map((rule) => missesOf(policy, rule, asked)),
    )
    .filter(({ misses }) => misses.length > 0)
}

export interface TierOutcome {
  readonly allowed: boolean
  /** The rule of a ClusterNetworkPolicy that settled it, if any did. */
  readonly decidedBy: MatchedRule | undefined
  /** A NetworkPolicy selects the Pod and was asked: tier Baseline was not. */
  readonly byNetworkPolicies: boolean
}

interface Candidates {
  readonly policy: CompiledClusterPolicy
  readonly rules: (direction: PolicyQuestion['direction']) => readonly CompiledClusterRule[]
}

/** What is asked before, or together with, the rule that decided. */
const rulesBefore = (policies: readonly CompiledClusterPolicy[], decidedBy: MatchedRule | undefined): readonly Candidates[] => {
  const candidates: Candidates[] = []
  for (const group of groupByPriority(policies)) {
    for (const policy of group)
      candidates.push({
        policy,
        rules: (direction) => {
          const rules = policy.rules[direction]
          return policy === decidedBy?.policy ? rules.slice(0, rules.indexOf(decidedBy.rule)) : rules
        },
      })
    if (decidedBy !== undefined && group.includes(decidedBy.policy)) break
  }
  return candidates
}

const missesOf = (policy: CompiledClusterPolicy, rule: CompiledClusterRule, question: PolicyQuestion): Weighed => {
  const owner = { reference: policy.reference, namespace: '' }
  const fits = clusterRuleMatches(rule, question)
  if (isSubject(policy, question.pod))
    return fits ? { weight: 0, misses: [] } : missesOfRule(owner, rule, question, { ipBlocksMatchPods: true })
  return fits ? missesOfSubject(owner, policy, question.pod) : { weight: 0, misses: [] }
}

const missesOfSubject = (owner: RuleOwner, { subject }: CompiledClusterPolicy, pod: PolicyPod): Weighed => {
  const isPods = subject.path === 'spec.subject.pods'
  const misses: readonly NearMiss[] = [
    ...missOfSelector(
      owner,
      isPods ? `${subject.path}.namespaceSelector` : subject.path,
      subject.namespaces,
      pod.namespaceLabels,
    ).map((miss) => ({ ...miss, reason: 'namespace-labels' as const })),
    ...missOfSelector(owner, `${subject.path}.podSelector`, subject.pods, pod.labels),
  ]
  return { weight: misses.length, misses }
}
