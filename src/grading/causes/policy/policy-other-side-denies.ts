import { isNetworkPolicy } from '../../../kubernetes/guards.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import type { PolicyHop } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { isTooClosed, policyHopOf } from '../evidence.ts'
import { addRules, openingRules, otherPodOf, policyHopsOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** One end allows the connection, and a policy at the other end keeps it out. */
export const policyOtherSideDenies: Cause = {
  code: 'policy-other-side-denies',
  section: '3-2',
  title: words(
    'One side allows the connection, the other side does not.',
    '한쪽은 연결을 허용하지만 다른 쪽은 허용하지 않습니다.',
  ),
  explanation: words(
    'A connection between two Pods is judged twice: by the egress policies of the client and by the ingress policies of the server. Where both are isolated, both need a rule for it.',
    '두 Pod 사이의 연결은 클라이언트의 egress 정책과 서버의 ingress 정책이 각각 판단합니다. 양쪽이 모두 격리되어 있으면 양쪽에 규칙이 있어야 합니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      metadata:
        name: client-may-leave
      spec:
        podSelector:
          matchLabels:
            role: client
        policyTypes:
          - Egress
        egress:
          - to:
              - podSelector:
                  matchLabels:
                    app: web
      ---
      kind: NetworkPolicy
      metadata:
        name: web-lets-in
      spec:
        podSelector:
          matchLabels:
            app: web
    -   ingress: []
    +   ingress:
    +     - from:
    +         - podSelector:
    +             matchLabels:
    +               role: client
  `),
  matches: (failure) => {
    const hop = policyHopOf(failure)
    const [policy] = hop?.isolatedBy ?? []
    if (!isTooClosed(failure) || hop === undefined || policy === undefined) return undefined
    const allowing = allowingSide(failure, hop)
    if (allowing === undefined) return undefined
    const side = hop.direction
    const other = side === 'ingress' ? 'egress' : 'ingress'
    return {
      where: { object: policy, path: `spec.${side}` },
      weight: 1,
      facts: [
        words(`${other}   ${allowing} has a rule for it`, `${other}   ${allowing}에 규칙이 있음`),
        words(`${side}   ${policy.name} has none`, `${side}   ${policy.name}에는 없음`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    return where === undefined || hop === undefined ? [] : addRules(failure, where.object, openingRules(failure, hop))
  },
}

/** The policy at the other end that was written for this connection. */
const allowingSide = (failure: Failure, hop: PolicyHop): string | undefined => {
  if (hop.direction === 'ingress') {
    const before = policyHopsOf(failure).find(({ direction, decision }) => direction === 'egress' && decision === 'allowed')
    return before?.allowedBy[0]?.object.name
  }
  const other = otherPodOf(failure, hop)
  if (other === undefined) return undefined
  // The packet did not get as far as the other end: what stands there is read, not decided.
  return failure.snapshot.objects
    .filter(isNetworkPolicy)
    .find(
      ({ metadata, spec }) =>
        metadata.namespace === other.metadata.namespace &&
        (spec?.ingress ?? []).length > 0 &&
        matchesSelector(spec?.podSelector ?? {}, other.metadata.labels ?? {}),
    )?.metadata.name
}
