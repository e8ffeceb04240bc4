import type { FieldReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { findPolicy, isTooOpen } from '../evidence.ts'
import { policyHopsOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ko } from '../../korean.ts'

/** A policy that was to stop outgoing traffic isolates ingress only. */
export const policyTypesMissingEgress: Cause = {
  code: 'policy-types-missing-egress',
  section: '3-1',
  title: words('The policy does not isolate egress.', '정책이 egress를 격리하지 않습니다.'),
  explanation: words(
    'Without policyTypes a policy isolates ingress, and egress only where it has egress rules. A policy that is to stop outgoing traffic has no such rules, so it has to say policyTypes: [Egress].',
    'policyTypes가 없으면 정책은 ingress를 격리하고, egress 규칙이 있을 때만 egress도 격리합니다. 나가는 트래픽을 모두 막는 정책에는 규칙이 없으므로 policyTypes: [Egress]를 써야 합니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
    +   policyTypes:
    +     - Egress
  `),
  matches: (failure) => {
    const where = findSilent(failure)
    if (where === undefined) return undefined
    const types = findPolicy(failure.snapshot, where.object)?.spec?.policyTypes ?? []
    return {
      where,
      weight: 2,
      facts: [
        words(
          `${where.object.name} isolates   ${types.join(', ')}`,
          ko(`${where.object.name}이(가) 격리하는 방향   ${types.join(', ')}`),
        ),
      ],
    }
  },
  repairs: (_failure, { where }) => {
    if (where === undefined) return []
    return [['Egress'], ['Ingress', 'Egress']].map((types) => editOf(where.object, where.path, types))
  },
}

/** A policy that selects the client, and says nothing of egress. */
const findSilent = (failure: Failure): FieldReference | undefined => {
  if (!isTooOpen(failure)) return undefined
  return policyHopsOf(failure)
    .filter(({ direction, decision }) => direction === 'egress' && decision === 'not-isolated')
    .flatMap(({ nearMisses }) => nearMisses)
    .find(
      ({ reason, where }) =>
        reason === 'policy-types' && (findPolicy(failure.snapshot, where.object)?.spec?.egress ?? []).length === 0,
    )?.where
}
