import { findPod, fullName, isTooOpen } from '../evidence.ts'
import { policyHopsOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** What comes from the Pod’s own node is never kept out. */
export const policyOwnNodeExempt: Cause = {
  code: 'policy-own-node-exempt',
  section: '3-1',
  title: words('A Pod’s own node always reaches it.', 'Pod가 실행되는 노드는 언제나 그 Pod에 닿습니다.'),
  explanation: words(
    'Policies do not apply to traffic from the node on which the Pod runs, or the kubelet’s probes would fail. No policy changes that; try from another node or from a Pod.',
    'Pod가 실행되는 노드에서 오는 트래픽에는 정책이 적용되지 않습니다. 그러지 않으면 kubelet의 프로브가 실패합니다. 어떤 정책으로도 바꿀 수 없으니 다른 노드나 Pod에서 확인하세요.',
  ),
  example: example(`
    - $ ssh node-of-the-pod wget -qO- http://10.244.1.7
    + $ kubectl exec visitor -- wget -qO- -T 3 http://10.244.1.7
  `),
  matches: (failure) => {
    const hop = policyHopsOf(failure).find(({ decision, direction }) => decision === 'exempt' && direction === 'ingress')
    const pod = hop === undefined ? undefined : findPod(failure.snapshot, hop.pod)
    if (!isTooOpen(failure) || pod === undefined || pod.spec?.hostNetwork === true) return undefined
    const node = pod.spec?.nodeName ?? ''
    return { weight: 2, facts: [words(`${fullName(pod)} runs on   ${node}`, `${fullName(pod)}의 노드   ${node}`)] }
  },
  repairs: () => [],
}
