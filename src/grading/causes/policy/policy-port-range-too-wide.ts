import { isJsonObject, isList } from '../../../kubernetes/json.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { isTooOpen, policyHopOf, wantedPort } from '../evidence.ts'
import { fieldOf } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** endPort opens more ports than were asked for. */
export const policyPortRangeTooWide: Cause = {
  code: 'policy-port-range-too-wide',
  section: '3-2',
  title: words('endPort opens a whole range of ports.', 'endPort가 포트 범위 전체를 엽니다.'),
  explanation: words(
    'With endPort a rule allows all ports from port to endPort, both included. For a single port leave it out; for several, write an item for each.',
    'endPort가 있으면 port부터 endPort까지의 포트가 모두 허용됩니다. 포트가 하나면 빼고, 여럿이면 항목을 하나씩 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - ports:
              - port: 80
    -           endPort: 443
  `),
  matches: (failure) => {
    const found = findRange(failure)
    if (found === undefined) return undefined
    const port = wantedPort(failure) ?? ''
    return {
      where: found.where,
      weight: 2,
      facts: [
        words(`the rule allows   ${found.range}`, `규칙이 허용하는 포트   ${found.range}`),
        words(`so it allows   ${port}`, `그래서 허용되는 포트   ${port}`),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [editOf(where.object, where.path, undefined)]),
}

interface Range {
  readonly where: FieldReference
  readonly range: string
}

const findRange = (failure: Failure): Range | undefined => {
  const number = wantedPort(failure)
  if (!isTooOpen(failure) || number === undefined) return undefined
  for (const { object, path } of policyHopOf(failure)?.allowedBy ?? []) {
    const ports = fieldOf(failure, { object, path: `${path}.ports` })
    for (const [index, item] of (isList(ports) ? ports : []).entries()) {
      if (!isJsonObject(item)) continue
      const { port, endPort } = item
      if (typeof port === 'number' && typeof endPort === 'number' && port < number && number <= endPort)
        return { where: { object, path: `${path}.ports[${index}].endPort` }, range: `${port}-${endPort}` }
    }
  }
  return undefined
}
