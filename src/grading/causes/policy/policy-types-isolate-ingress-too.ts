import { referenceTo } from '../../../kubernetes/object.ts'
import type { NetworkPolicy } from '../../../kubernetes/generated/types.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { findPolicy, isTooClosed, policyHopOf } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** An egress policy without policyTypes isolates ingress as well. */
export const policyTypesIsolateIngressToo: Cause = {
  code: 'policy-types-isolate-ingress-too',
  section: '3-1',
  title: words('The policy for egress isolates ingress as well.', 'egress를 위한 정책이 ingress도 격리합니다.'),
  explanation: words(
    'Where policyTypes is left out, Ingress is always among them. A policy with egress rules alone then lets nothing in. Write policyTypes: [Egress].',
    'policyTypes를 생략하면 Ingress는 언제나 포함됩니다. 그래서 egress 규칙만 있는 정책은 아무것도 들여보내지 않습니다. policyTypes: [Egress]를 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector:
          matchLabels:
            app: web
    +   policyTypes:
    +     - Egress
        egress:
          - to:
              - podSelector:
                  matchLabels:
                    app: db
  `),
  matches: (failure) => {
    const policy = findEgressPolicy(failure)
    if (policy === undefined) return undefined
    const name = policy.metadata.name ?? ''
    return {
      where: { object: referenceTo(policy), path: 'spec.policyTypes' },
      weight: 2,
      facts: [
        words(`${name} has rules for   egress`, `${name}에 있는 규칙   egress`),
        words(
          `it isolates   ${(policy.spec?.policyTypes ?? []).join(', ')}`,
          `격리하는 방향   ${(policy.spec?.policyTypes ?? []).join(', ')}`,
        ),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editOf(where.object, where.path, ['Egress'])]),
}

const findEgressPolicy = (failure: Failure): NetworkPolicy | undefined => {
  const hop = policyHopOf(failure)
  if (!isTooClosed(failure) || hop?.direction !== 'ingress') return undefined
  return hop.isolatedBy
    .flatMap((reference) => findPolicy(failure.snapshot, reference) ?? [])
    .find(({ spec }) => (spec?.ingress ?? []).length === 0 && (spec?.egress ?? []).length > 0)
}
