import type { NearMiss } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPolicy, isTooClosed, isTooOpen } from '../evidence.ts'
import { policyHopsOf } from './policy-evidence.ts'

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
    const miss = missOf(failure)
    if (miss === undefined) return undefined
    return {
      where: miss.where,
      weight: 2,
      facts: [
        words(`it lists ${miss.found}, the rules are for ${miss.wanted}`, `목록에는 ${miss.found}, 규칙은 ${miss.wanted} 방향`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const wanted = missOf(failure)?.wanted
    if (where === undefined || wanted === undefined) return []
    return [[wanted], ['Ingress', 'Egress']].map((types) => editOf(where.object, 'spec.policyTypes', types))
  },
}

/** A policy that lists one direction, and has rules for the other. */
const missOf = (failure: Failure): NearMiss | undefined => {
  if (!isTooOpen(failure) && !isTooClosed(failure)) return undefined
  return policyHopsOf(failure)
    .flatMap(({ nearMisses }) => nearMisses)
    .find(({ reason, where, wanted }) => {
      const { ingress = [], egress = [] } = findPolicy(failure.snapshot, where.object)?.spec ?? {}
      return reason === 'policy-types' && (wanted === 'Ingress' ? ingress : egress).length > 0
    })
}
