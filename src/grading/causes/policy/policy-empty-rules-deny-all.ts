import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isolatingPolicy, isTooClosed, policyHopOf, rulesField } from '../evidence.ts'
import { openingRules } from './policy-evidence.ts'
import { ko } from '../../korean.ts'

/** A policy that selects the Pod and has no rule lets nobody in. */
export const policyEmptyRulesDenyAll: Cause = {
  code: 'policy-empty-rules-deny-all',
  section: '3-2',
  title: words('The policy has no rule, so it allows nobody.', '정책에 규칙이 없어 아무도 허용하지 않습니다.'),
  explanation: words(
    'A selected Pod is isolated, and only what a rule allows gets through. ingress: [] and a missing ingress have no rule; ingress: [{}] has one that allows everybody.',
    '선택된 Pod는 격리되고 규칙이 허용한 것만 통과합니다. ingress: []나 ingress 생략은 규칙이 없는 것이고, ingress: [{}]는 모두를 허용하는 규칙 하나입니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
    -   ingress: []
    +   ingress:
    +     - from:
    +         - podSelector:
    +             matchLabels:
    +               role: client
  `),
  matches: (failure) => {
    const policy = isolatingPolicy(failure)
    const field = rulesField(failure)
    if (!isTooClosed(failure) || policy === undefined || (policy.spec?.[field] ?? []).length > 0) return undefined
    return {
      where: { object: referenceTo(policy), path: `spec.${field}` },
      weight: 2,
      facts: [
        words(
          `${policy.metadata.name ?? ''} isolates the Pod and allows nothing`,
          ko(`${policy.metadata.name ?? ''}은(는) Pod를 격리하고 아무것도 허용하지 않습니다`),
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    if (where === undefined || hop === undefined) return []
    const opened = openingRules(failure, hop).map((rule) => editOf(where.object, where.path, [rule]))
    return [...opened, { changes: [{ kind: 'delete', object: where.object }] }]
  },
}
