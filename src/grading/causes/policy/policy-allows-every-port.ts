import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { isList } from '../../../kubernetes/json.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPolicy, isTooOpen, policyHopOf } from '../evidence.ts'
import { wantedRule } from './wanted-rule.ts'
import { ko } from '../../korean.ts'

/** A rule without ports allows all of them. */
export const policyAllowsEveryPort: Cause = {
  code: 'policy-allows-every-port',
  section: '3-2',
  title: words('The rule names no port, so it allows every port.', '규칙에 포트가 없어 모든 포트를 허용합니다.'),
  explanation: words(
    'Without ports, a rule holds for all ports of all protocols. List the ports that are asked for, with their protocol.',
    'ports가 없으면 규칙은 모든 프로토콜의 모든 포트에 적용됩니다. 필요한 포트를 프로토콜과 함께 적으세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - podSelector: {}
    +       ports:
    +         - port: 80
  `),
  matches: (failure) => {
    const hop = policyHopOf(failure)
    if (!isTooOpen(failure) || failure.finding.kind !== 'policy-differs' || hop === undefined) return undefined
    const rule = hop.allowedBy.find(({ object, path }) => {
      const ports = getPath(findPolicy(failure.snapshot, object), parsePath(`${path}.ports`))
      return !isList(ports) || ports.length === 0
    })
    if (rule === undefined) return undefined
    const { port, protocol } = failure.finding
    return {
      where: rule,
      weight: 1,
      facts: [
        words(`${protocol} ${port} is allowed by ${rule.path}`, ko(`${rule.path}이(가) ${protocol} ${port}도 허용합니다`)),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    const rule = hop === undefined ? undefined : wantedRule(failure, hop.pod)
    return where === undefined || rule === undefined ? [] : [editOf(where.object, `${where.path}.ports`, rule.ports)]
  },
}
