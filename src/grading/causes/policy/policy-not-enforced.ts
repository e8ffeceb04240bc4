import type { PolicyHop } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { isTooOpen } from '../evidence.ts'
import { policyHopsOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ko } from '../../korean.ts'

/** The network plugin accepts policies and enforces none. */
export const policyNotEnforced: Cause = {
  code: 'policy-not-enforced',
  section: '3-1',
  title: words(
    'The cluster’s network plugin does not enforce NetworkPolicies.',
    '클러스터의 네트워크 플러그인이 NetworkPolicy를 적용하지 않습니다.',
  ),
  explanation: words(
    'The API server stores NetworkPolicies whether or not somebody enforces them. Without a network plugin that does, they have no effect. Use a cluster whose plugin enforces them: kindnet, Calico and Cilium do.',
    'API 서버는 적용하는 주체가 있든 없든 NetworkPolicy를 저장합니다. 이를 적용하는 네트워크 플러그인이 없으면 아무 효과가 없습니다. kindnet, Calico, Cilium처럼 정책을 적용하는 플러그인이 있는 클러스터를 쓰세요.',
  ),
  example: example(`
    - $ minikube start
    + $ minikube start --cni=calico
  `),
  matches: (failure) => {
    const hop = findIgnored(failure)
    const [policy] = hop?.isolatedBy ?? []
    if (hop === undefined || policy === undefined) return undefined
    return {
      where: { object: policy, path: 'spec' },
      weight: 2,
      facts: [
        words(
          `${policy.name} would isolate ${hop.pod.namespace}/${hop.pod.name}`,
          ko(`${policy.name}은(는) ${hop.pod.namespace}/${hop.pod.name}을(를) 격리해야 합니다`),
        ),
        words('the packet passes all the same', '그런데도 패킷이 통과합니다'),
      ],
    }
  },
  repairs: () => [],
}

const findIgnored = (failure: Failure): PolicyHop | undefined =>
  isTooOpen(failure) ? policyHopsOf(failure).find(({ decision }) => decision === 'not-enforced') : undefined
