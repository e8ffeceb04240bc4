import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { askedUrl, foundNoRule, ingressesIn } from './ingress-evidence.ts'

/** The request's host is in no rule. */
export const ingressHostMismatch: Cause = {
  code: 'ingress-host-mismatch',
  section: '4-1',
  title: words('No rule is for this host.', '이 호스트에 대한 규칙이 없습니다.'),
  explanation: words(
    'The controller compares the request’s Host header with the host of each rule, as a whole: test.foo.com is another host than sy-test.foo.com, and *.foo.com stands for one label only. Without a rule that fits, it answers 404.',
    '컨트롤러는 요청의 Host 헤더 전체를 규칙의 host와 비교합니다. test.foo.com과 sy-test.foo.com은 다른 호스트이고, *.foo.com은 레이블 하나만 대신합니다. 맞는 규칙이 없으면 404로 답합니다.',
  ),
  example: example(`
      kind: Ingress
      spec:
        rules:
    -     - host: example.com
    +     - host: shop.example.com
  `),
  matches: (failure) => {
    const host = askedUrl(failure)?.hostname
    if (host === undefined || !foundNoRule(failure)) return undefined
    for (const ingress of ingressesIn(failure)) {
      const rules = ingress.spec?.rules ?? []
      const index = rules.findIndex((rule) => rule.host !== undefined && rule.host !== host)
      if (index < 0 || rules.some((rule) => rule.host === host || rule.host === undefined)) continue
      const found = rules.map((rule) => rule.host ?? '*').join(', ')
      return {
        where: { object: referenceTo(ingress), path: `spec.rules[${index}].host` },
        weight: 2,
        facts: [
          words(`asked for   ${host}`, `요청한 호스트   ${host}`),
          words(`there is   ${found}`, `있는 호스트   ${found}`),
        ],
      }
    }
    return undefined
  },
  repairs: (failure, { where }) => {
    const host = askedUrl(failure)?.hostname
    return where === undefined || host === undefined ? [] : [editOf(where.object, where.path, host)]
  },
}
