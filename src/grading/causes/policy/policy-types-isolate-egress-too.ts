import type { NetworkPolicy } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { findPolicy, isTooClosed, policyHopOf } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ko } from '../../korean.ts'

/** policyTypes lists Egress, and no rule lets anything out. */
export const policyTypesIsolateEgressToo: Cause = {
  code: 'policy-types-isolate-egress-too',
  section: '3-1',
  title: words(
    'The policy isolates egress as well, and lets nothing out.',
    '정책이 egress도 격리해 아무것도 내보내지 않습니다.',
  ),
  explanation: words(
    'Whatever policyTypes lists is isolated, and without rules for it nothing passes that way, DNS included. A policy that is about who may come in lists Ingress only.',
    'policyTypes에 적힌 방향은 격리되며, 그 방향의 규칙이 없으면 DNS를 포함해 아무것도 지나가지 못합니다. 들어오는 트래픽에 대한 정책에는 Ingress만 적으세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        policyTypes:
          - Ingress
    -     - Egress
        ingress:
          - from:
              - podSelector: {}
  `),
  matches: (failure) => {
    const policy = findIngressPolicy(failure)
    if (policy === undefined) return undefined
    const { name = '' } = policy.metadata
    return {
      where: { object: referenceTo(policy), path: 'spec.policyTypes' },
      weight: 2,
      facts: [
        words(
          `${name} isolates   ${(policy.spec?.policyTypes ?? []).join(', ')}`,
          ko(`${name}이(가) 격리하는 방향   ${(policy.spec?.policyTypes ?? []).join(', ')}`),
        ),
        words('rules for egress   0', 'egress 규칙   0'),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editOf(where.object, where.path, ['Ingress'])]),
}

const findIngressPolicy = (failure: Failure): NetworkPolicy | undefined => {
  const hop = policyHopOf(failure)
  if (!isTooClosed(failure) || hop?.direction !== 'egress') return undefined
  return hop.isolatedBy
    .flatMap((reference) => findPolicy(failure.snapshot, reference) ?? [])
    .find(({ spec }) => (spec?.egress ?? []).length === 0 && (spec?.ingress ?? []).length > 0)
}
