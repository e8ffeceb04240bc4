import type { ClusterRule } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isTooClosed, isTooOpen, policyHopOf } from '../evidence.ts'

/** A rule of the Admin tier settles what the task leaves to NetworkPolicies. */
export const clusterPolicyDecidesFirst: Cause = {
  code: 'cluster-policy-decides-first',
  section: '3-1',
  title: words(
    'A ClusterNetworkPolicy of the Admin tier decides before any NetworkPolicy is asked.',
    'Admin 계층의 ClusterNetworkPolicy가 NetworkPolicy보다 먼저 결정합니다.',
  ),
  explanation: words(
    'Tiers are asked in order: Admin, then the NetworkPolicies of the namespace, then Baseline. Accept and Deny in the Admin tier are final; only Pass, or no fitting rule, leaves the decision to NetworkPolicies. What namespaces may overrule belongs in the Baseline tier.',
    '계층은 Admin, 네임스페이스의 NetworkPolicy, Baseline 순서로 봅니다. Admin 계층의 Accept와 Deny는 최종 결정이며, Pass이거나 맞는 규칙이 없을 때만 NetworkPolicy가 결정합니다. 네임스페이스가 바꿔도 되는 것은 Baseline 계층에 두세요.',
  ),
  example: example(`
      kind: ClusterNetworkPolicy
      spec:
        tier: Admin
        priority: 10
        subject: { namespaces: {} }
        ingress:
    -     - action: Deny
    +     - action: Pass
            from: [{ namespaces: {} }]
  `),
  matches: (failure) => {
    const rule = decidingRule(failure)
    if (rule === undefined) return undefined
    const said = `${rule.action}, ${rule.tier} ${rule.priority}`
    return {
      where: { object: rule.object, path: `${rule.path}.action` },
      weight: 1,
      facts: [words(`${rule.object.name} says   ${said}`, `${rule.object.name}의 결정   ${said}`)],
    }
  },
  repairs: (failure, { where }) => {
    const wanted = isTooOpen(failure) ? 'Deny' : 'Accept'
    return where === undefined ? [] : ['Pass', wanted].map((action) => editOf(where.object, where.path, action))
  },
}

const decidingRule = (failure: Failure): ClusterRule | undefined => {
  const rule = policyHopOf(failure)?.cluster?.decidedBy
  return rule?.tier === 'Admin' && (isTooOpen(failure) || isTooClosed(failure)) ? rule : undefined
}
