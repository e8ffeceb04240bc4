import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { policyHopOf } from '../evidence.ts'
import { evidenceOfPort, missesOf } from './policy-evidence.ts'

/** The rule allows another port, or another protocol, than the one asked for. */
export const policyPortMissing: Cause = {
  code: 'policy-port-missing',
  section: '3-2',
  title: words('The rule does not allow this port.', '규칙이 이 포트를 허용하지 않습니다.'),
  explanation: words(
    'A rule with ports holds for those alone. protocol is TCP unless it says otherwise; a named port is looked up among the ports of the Pod.',
    'ports가 있는 규칙은 그 포트에만 적용됩니다. protocol은 따로 쓰지 않으면 TCP이며, 이름으로 쓴 포트는 Pod의 포트에서 찾습니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - ports:
              - port: 443
    +         - port: 80
  `),
  matches: (failure) => {
    const [miss] = missesOf(failure, 'port', 'named-port', 'protocol')
    return miss === undefined ? undefined : evidenceOfPort(miss, 1)
  },
  repairs: (failure, { where }) => {
    const packet = policyHopOf(failure)?.before
    if (where === undefined || packet === undefined) return []
    return [editOf(where.object, where.path, where.path.endsWith('protocol') ? packet.protocol : packet.destinationPort)]
  },
}
