import { containersOf } from '../../../network/service/derive-endpoints.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { findPod, policyHopOf } from '../evidence.ts'
import { missesOf, otherPodOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The rule names a port by a name that the destination Pod does not have. */
export const policyNamedPortUnresolved: Cause = {
  code: 'policy-named-port-unresolved',
  section: '3-2',
  title: words('The rule’s port is a name that the Pod’s ports do not have.', '규칙의 포트 이름이 Pod의 포트에 없습니다.'),
  explanation: words(
    'A named port of a rule is looked for among the ports of the destination Pod’s containers, with the rule’s protocol. Names of a Service’s ports do not count. Write a name that stands in the Pod, or the number.',
    '규칙의 포트 이름은 목적지 Pod의 컨테이너 포트 가운데 프로토콜이 같은 것에서 찾습니다. Service의 포트 이름은 쓸 수 없습니다. Pod에 있는 이름이나 번호를 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - ports:
    -         - port: web
    +         - port: http
      ---
      kind: Pod
      spec:
        containers:
          - name: nginx
            ports:
              - containerPort: 80
                name: http
  `),
  matches: (failure) => {
    const [miss] = missesOf(failure, 'named-port')
    if (miss === undefined) return undefined
    return {
      where: miss.where,
      weight: 2,
      facts: [
        words(`the rule names   ${miss.wanted}`, `규칙의 포트   ${miss.wanted}`),
        words(`the Pod has   ${miss.found}`, `Pod의 포트   ${miss.found}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const packet = policyHopOf(failure)?.before
    if (where === undefined || packet === undefined) return []
    return [...namesOf(failure), packet.destinationPort].map((port) => editOf(where.object, where.path, port))
  },
}

/** Names under which the destination has the port that was asked for. */
const namesOf = (failure: Failure): readonly string[] => {
  const hop = policyHopOf(failure)
  if (hop?.before === undefined) return []
  const { destinationPort, protocol } = hop.before
  const pod = hop.direction === 'ingress' ? findPod(failure.snapshot, hop.pod) : otherPodOf(failure, hop)
  const ports = pod === undefined ? [] : containersOf(pod).flatMap(({ ports: all = [] }) => all)
  return ports.flatMap((port) =>
    port.containerPort === destinationPort && (port.protocol ?? 'TCP') === protocol ? (port.name ?? []) : [],
  )
}
