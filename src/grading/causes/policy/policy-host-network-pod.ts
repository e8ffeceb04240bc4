import { isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { findPod, fullName, isTooClosed, isTooOpen, ownObjects } from '../evidence.ts'
import { clientOf, policyHopsOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The Pod uses its node’s network, to which policies do not apply. */
export const policyHostNetworkPod: Cause = {
  code: 'policy-host-network-pod',
  section: '3-1',
  title: words(
    'The Pod uses its node’s network; policies do not apply to it.',
    'Pod가 노드의 네트워크를 사용해 정책이 적용되지 않습니다.',
  ),
  explanation: words(
    'A Pod with hostNetwork: true has its node’s address. Policies that select it have no effect, and rules that select it as a client do not know it by that address. Leave hostNetwork out unless the Pod has to have it.',
    'hostNetwork: true인 Pod는 노드의 주소를 씁니다. 이 Pod를 선택하는 정책은 효과가 없고, 클라이언트로 선택하는 규칙도 노드의 주소로는 Pod를 알아보지 못합니다. 꼭 필요하지 않다면 hostNetwork를 쓰지 마세요.',
  ),
  example: example(`
      kind: Pod
      spec:
    -   hostNetwork: true
        containers:
          - name: web
            image: nginx
  `),
  matches: (failure) => {
    const pod = findHostPod(failure)
    if (pod === undefined) return undefined
    const ip = pod.status?.podIP ?? ''
    return {
      where: { object: referenceTo(pod), path: 'spec.hostNetwork' },
      weight: 2,
      facts: [words(`${fullName(pod)} has its node’s address   ${ip}`, `${fullName(pod)}의 주소는 노드의 주소   ${ip}`)],
    }
  },
  repairs: (failure, { where }) => {
    const isOwn = ownObjects(failure).some(
      (object) =>
        isPod(object) && object.metadata.name === where?.object.name && object.metadata.namespace === where?.object.namespace,
    )
    return where === undefined || !isOwn ? [] : [editOf(where.object, where.path, undefined)]
  },
}

const isOnHost = (pod: Pod | undefined): pod is Pod => pod?.spec?.hostNetwork === true

const findHostPod = (failure: Failure): Pod | undefined => {
  if (isTooOpen(failure)) {
    const hop = policyHopsOf(failure).find(({ decision }) => decision === 'exempt')
    const pod = hop === undefined ? undefined : findPod(failure.snapshot, hop.pod)
    return isOnHost(pod) ? pod : undefined
  }
  const client = clientOf(failure)
  return isTooClosed(failure) && isOnHost(client) ? client : undefined
}
