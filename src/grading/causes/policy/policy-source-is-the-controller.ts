import { isList } from '../../../kubernetes/json.ts'
import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import type { ObjectReference } from '../../../kubernetes/object.ts'
import { namespaceOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { fullName, isTooClosed, policyHopOf, routeHopOf } from '../evidence.ts'
import { addRules, fieldOf, otherPodOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** Requests through an Ingress come from the controller’s Pods. */
export const policySourceIsTheController: Cause = {
  code: 'policy-source-is-the-controller',
  section: '4-1',
  title: words(
    'The request comes from the Ingress controller, not from the client.',
    '요청은 클라이언트가 아니라 Ingress 컨트롤러에서 옵니다.',
  ),
  explanation: words(
    'The controller ends the client’s connection and opens one of its own to the Pod, so policies at the Pod see the controller’s Pods. Let in the controller’s namespace.',
    '컨트롤러는 클라이언트의 연결을 받고 Pod로 새 연결을 엽니다. 그래서 Pod의 정책은 컨트롤러의 Pod를 봅니다. 컨트롤러의 네임스페이스를 허용하세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector:
          matchLabels:
            app: web
        ingress:
          - from:
              - podSelector:
                  matchLabels:
                    role: client
    +         - namespaceSelector:
    +             matchLabels:
    +               kubernetes.io/metadata.name: ingress-nginx
  `),
  matches: (failure) => {
    const found = findController(failure)
    if (found === undefined) return undefined
    const { policy, controller } = found
    return {
      where: { object: policy, path: 'spec.ingress' },
      weight: 2,
      facts: [
        words(`the packet comes from   ${fullName(controller)}`, `패킷을 보낸 Pod   ${fullName(controller)}`),
        words(`${policy.name} has no rule for it`, `${policy.name}에 이에 대한 규칙이 없습니다`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findController(failure)
    const packet = policyHopOf(failure)?.before
    if (found === undefined || where === undefined || packet === undefined) return []
    const peer = { namespaceSelector: { matchLabels: { [METADATA_NAME]: namespaceOf(found.controller) } } }
    const rules = fieldOf(failure, where)
    const more = (isList(rules) ? rules : []).flatMap((_, index) => {
      const peers = fieldOf(failure, { object: where.object, path: `${where.path}[${index}].from` })
      return isList(peers) ? [editOf(where.object, `${where.path}[${index}].from[${peers.length}]`, peer)] : []
    })
    const ports = [{ protocol: packet.protocol, port: packet.destinationPort }]
    return [...more, ...addRules(failure, where.object, [{ from: [peer], ports }])]
  },
}

interface Found {
  readonly policy: ObjectReference
  readonly controller: Pod
}

const findController = (failure: Failure): Found | undefined => {
  const hop = policyHopOf(failure)
  const [policy] = hop?.isolatedBy ?? []
  if (!isTooClosed(failure) || hop?.direction !== 'ingress' || policy === undefined || routeHopOf(failure) === undefined)
    return undefined
  const controller = otherPodOf(failure, hop)
  const isOne = failure.snapshot.facts.cluster.ingressControllers.some(
    ({ namespace }) => controller !== undefined && namespaceOf(controller) === namespace,
  )
  return controller !== undefined && isOne ? { policy, controller } : undefined
}
