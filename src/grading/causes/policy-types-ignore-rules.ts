import { editOf } from '../repair/patch.ts'
import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { example } from './example.ts'
import { isTooClosed, isTooOpen, policyHopOf } from './evidence.ts'

/** policyTypes leaves out the direction that the rules are about. */
export const policyTypesIgnoreRules: Cause = {
  code: 'policy-types-ignore-rules',
  section: '3-1',
  title: words('policyTypes leaves out the direction of the rules.', 'policyTypes에 규칙의 방향이 빠져 있습니다.'),
  explanation: words(
    'Only the directions that policyTypes lists are isolated. Rules of another direction are read and have no effect. List Ingress for ingress rules, Egress for egress rules, or leave policyTypes out.',
    'policyTypes에 적힌 방향만 격리됩니다. 다른 방향의 규칙은 읽히기만 하고 효과가 없습니다. ingress 규칙에는 Ingress, egress 규칙에는 Egress를 적거나 policyTypes를 생략하세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        policyTypes:
    -     - Egress
    +     - Ingress
        ingress:
          - from:
              - podSelector: {}
  `),
  matches: (failure) => {
    const miss = policyHopOf(failure)?.nearMisses.find(({ reason }) => reason === 'policy-types')
    if (miss === undefined || !(isTooOpen(failure) || isTooClosed(failure))) return undefined
    return {
      where: miss.where,
      weight: 2,
      facts: [
        words(`it lists ${miss.found}, the rules are for ${miss.wanted}`, `목록에는 ${miss.found}, 규칙은 ${miss.wanted} 방향`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const wanted = policyHopOf(failure)?.direction === 'egress' ? 'Egress' : 'Ingress'
    return where === undefined ? [] : [editOf(where.object, 'spec.policyTypes', [wanted])]
  },
}
