import { isJsonObject, isList } from '../../../kubernetes/json.ts'
import { referenceTo, type FieldReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { askedUrl, fieldOfIngress, foundNoRule, ingressesIn } from './ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A wildcard host stands for exactly one label. */
export const ingressWildcardOneLabel: Cause = {
  code: 'ingress-wildcard-one-label',
  section: '4-1',
  title: words('A wildcard host stands for one label only.', '와일드카드 호스트는 레이블 하나만 나타냅니다.'),
  explanation: words(
    '*.example.com fits a.example.com, but neither a.b.example.com nor example.com itself. Write a rule for each further host.',
    '*.example.com은 a.example.com에는 맞지만 a.b.example.com이나 example.com 자체에는 맞지 않습니다. 그런 호스트에는 규칙을 따로 쓰세요.',
  ),
  example: example(`
      kind: Ingress
      spec:
        rules:
    -     - host: "*.example.com"
    +     - host: "*.shop.example.com"
  `),
  matches: (failure) => {
    const where = findWildcard(failure)
    if (where === undefined) return undefined
    const host = askedUrl(failure)?.hostname ?? ''
    const rule = String(fieldOfIngress(failure, where))
    return {
      where,
      weight: 2,
      facts: [
        words(`asked for   ${host}`, `요청한 호스트   ${host}`),
        words(`the rule takes one label for *   ${rule}`, `*가 레이블 하나를 나타내는 규칙   ${rule}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const host = askedUrl(failure)?.hostname
    if (where === undefined || host === undefined) return []
    const rules = fieldOfIngress(failure, { object: where.object, path: 'spec.rules' })
    const rule = fieldOfIngress(failure, { object: where.object, path: where.path.replace(/\.host$/u, '') })
    const more =
      isList(rules) && isJsonObject(rule) ? [editOf(where.object, `spec.rules[${rules.length}]`, { ...rule, host })] : []
    return [editOf(where.object, where.path, host), ...more]
  },
}

/** A wildcard whose domain the host is in, or is. */
const findWildcard = (failure: Failure): FieldReference | undefined => {
  const host = askedUrl(failure)?.hostname
  if (host === undefined || !foundNoRule(failure)) return undefined
  return ingressesIn(failure).flatMap((ingress) =>
    (ingress.spec?.rules ?? []).flatMap((rule, index) => {
      const domain = rule.host?.startsWith('*.') === true ? rule.host.slice(2) : undefined
      const isMeant = domain !== undefined && (host === domain || host.endsWith(`.${domain}`))
      return isMeant ? [{ object: referenceTo(ingress), path: `spec.rules[${index}].host` }] : []
    }),
  )[0]
}
