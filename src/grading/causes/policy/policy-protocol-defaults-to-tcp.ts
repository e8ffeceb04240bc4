import { isList } from '../../../kubernetes/json.ts'
import { editOf } from '../../repair/patch.ts'
import { policyHopOf } from '../evidence.ts'
import { evidenceOfPort, fieldOf, missesOf, rulePath } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The rule has the right port, for another protocol. */
export const policyProtocolDefaultsToTcp: Cause = {
  code: 'policy-protocol-defaults-to-tcp',
  section: '3-2',
  title: words('The rule’s port is for another protocol.', '규칙의 포트가 다른 프로토콜용입니다.'),
  explanation: words(
    'A port of a rule is for one protocol, and where protocol is left out, for TCP. DNS and many other services use UDP: write a second item with protocol: UDP.',
    '규칙의 포트는 한 프로토콜에만 해당하며, protocol을 생략하면 TCP입니다. DNS 등 여러 서비스는 UDP를 씁니다. protocol: UDP인 항목을 하나 더 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - ports:
              - port: 53
    +           protocol: UDP
  `),
  matches: (failure) => {
    const [miss] = missesOf(failure, 'protocol')
    return miss === undefined ? undefined : evidenceOfPort(miss, 2)
  },
  repairs: (failure, { where }) => {
    const packet = policyHopOf(failure)?.before
    if (where === undefined || packet === undefined) return []
    const { protocol, destinationPort: port } = packet
    const list = `${rulePath(where.path)}.ports`
    const ports = fieldOf(failure, { object: where.object, path: list })
    const more = isList(ports) ? [editOf(where.object, `${list}[${ports.length}]`, { protocol, port })] : []
    return [editOf(where.object, where.path, protocol), ...more]
  },
}
