import type { PolicyHop } from '../../../network/model.ts'
import { words } from '../../words.ts'
import { example } from '../example.ts'
import { predictedWalk, verdictSeen, type Disagreement, type RealityCause } from './reality-cause.ts'

const denying = (disagreement: Disagreement): PolicyHop | undefined =>
  (predictedWalk(disagreement)?.hops ?? []).filter((hop) => hop.kind === 'policy').find(({ decision }) => decision === 'denied')

/** A policy forbids it, and the packet arrives. */
export const realityPolicyNotEnforced: RealityCause = {
  code: 'reality-policy-not-enforced',
  section: '3-1',
  title: words(
    'The network plugin does not seem to enforce the policy.',
    '네트워크 플러그인이 정책을 적용하지 않는 것 같습니다.',
  ),
  explanation: words(
    'A NetworkPolicy is a wish that the API server stores; the network plugin has to carry it out. Some plugins do so for no Pod, for some kinds of rules only, or not while their agent is down on a node. Look at the agent’s Pods in kube-system, and at what the plugin supports.',
    'NetworkPolicy는 API 서버에 저장된 요구일 뿐이며 실제로 막는 것은 네트워크 플러그인입니다. 아예 적용하지 않거나, 일부 규칙만 적용하거나, 노드의 에이전트가 멈춘 동안 적용하지 못하는 플러그인도 있습니다. kube-system에 있는 에이전트 Pod와 플러그인이 지원하는 범위를 확인하세요.',
  ),
  example: example(`
    - $ minikube start --cni=flannel
    + $ minikube start --cni=calico
  `),
  explains: (disagreement) => {
    const seen = verdictSeen(disagreement)
    const hop = denying(disagreement)
    if (hop === undefined || (seen !== 'connected' && seen !== 'refused')) return undefined
    const pod = `${hop.pod.namespace}/${hop.pod.name}`
    const [policy] = hop.isolatedBy
    return {
      ...(policy === undefined ? {} : { where: { object: policy, path: 'spec' } }),
      weight: 1,
      facts:
        policy === undefined
          ? [words(`it is kept from ${pod}   the packet arrived`, `${pod}에 차단됨   패킷이 도착함`)]
          : [
              words(
                `${policy.name} keeps it from ${pod}   the packet arrived`,
                `${policy.name}: ${pod}에 차단   패킷이 도착함`,
              ),
            ],
    }
  },
}
