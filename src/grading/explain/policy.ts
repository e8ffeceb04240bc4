/** What the policies of a Pod decide, in words. */
import type { ClusterDecision, ClusterRule, PolicyHop } from '../../network/model.ts'
import { same, words, type Words } from '../words.ts'
import { ko } from '../korean.ts'

/** Allowed or not. */
export const POLICY_OUTCOMES: Readonly<Record<PolicyHop['decision'], Words>> = {
  'not-isolated': words('allowed', '허용'),
  allowed: words('allowed', '허용'),
  denied: words('denied', '거부'),
  exempt: words('allowed', '허용'),
  'not-enforced': words('allowed', '허용'),
}

/** By what it was decided: tier, policy and rule where a ClusterNetworkPolicy did. */
export const explainPolicy = (hop: PolicyHop): Words => {
  const { cluster } = hop
  if (cluster === undefined || hop.decision === 'not-enforced') return explainNetworkPolicies(hop)
  const parts = [
    ...cluster.passedBy.map(explainRule),
    cluster.decidedBy === undefined ? explainRest(hop, cluster) : explainRule(cluster.decidedBy),
    ...explainAmbiguity(cluster),
  ]
  return words(parts.map(({ en }) => en).join('; '), parts.map(({ ko }) => ko).join('; '))
}

const TIERS: Readonly<Record<ClusterRule['tier'], Words>> = {
  Admin: words('tier Admin', 'Admin 계층'),
  Baseline: words('tier Baseline', 'Baseline 계층'),
}

/** `tier Admin 10: deny-all spec.ingress[0] "nobody": Deny` */
const explainRule = (rule: ClusterRule): Words => {
  const { tier, priority } = rule
  const what = `${nameRule(rule)}: ${rule.action}`
  const { en, ko } = TIERS[tier]
  return words(`${en} ${priority}: ${what}`, `${ko} ${priority}: ${what}`)
}

const nameRule = ({ object, path, name }: ClusterRule): string =>
  `${object.name} ${path}${name === undefined ? '' : ` "${name}"`}`

const explainRest = (hop: PolicyHop, { selectedBy, passedBy }: ClusterDecision): Words => {
  if (hop.decision !== 'not-isolated') return explainNetworkPolicies(hop)
  if (passedBy.length > 0) return words('no NetworkPolicy selects it', '선택하는 NetworkPolicy 없음')
  const names = selectedBy.map(({ name }) => name).join(', ')
  return words(
    `no rule of ${names} fits; no NetworkPolicy selects it`,
    `${names}에 맞는 규칙 없음; 선택하는 NetworkPolicy 없음`,
  )
}

/** The rules that the answer does not follow, and might. */
const explainAmbiguity = ({ ambiguous = [], decidedBy, passedBy }: ClusterDecision): readonly Words[] => {
  const followed = [...passedBy, ...(decidedBy === undefined ? [] : [decidedBy])].map(nameRule)
  const rivals = ambiguous.filter((rule) => !followed.includes(nameRule(rule)))
  if (rivals.length === 0) return []
  const rules = rivals.map((rule) => `${nameRule(rule)}: ${rule.action}`).join(', ')
  return [words(`not defined, for equal priority: ${rules}`, `정해지지 않음, 우선순위가 같음: ${rules}`)]
}

const explainNetworkPolicies = ({ decision, isolatedBy, allowedBy }: PolicyHop): Words => {
  const isolating = isolatedBy.map(({ name }) => name).join(', ')
  switch (decision) {
    case 'not-isolated':
      return words('no policy selects it', '선택하는 정책 없음')
    case 'allowed':
      return same(allowedBy.map(({ object, path }) => `${object.name} ${path}`).join(', '))
    case 'denied':
      return words(`isolated by ${isolating}; no rule fits`, ko(`${isolating}이(가) 격리, 맞는 규칙 없음`))
    case 'exempt':
      return words('policies do not apply to this traffic', '정책이 적용되지 않는 트래픽')
    case 'not-enforced':
      return words('the network plugin enforces no policies', '네트워크 플러그인이 정책을 적용하지 않음')
  }
}
