import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isTooOpen, policyHopOf } from '../evidence.ts'
import { wantedRules } from './wanted-rule.ts'
import { ko } from '../../korean.ts'

/** A rule matches a client or a port that was to be kept out. */
export const policyAllowsTooMuch: Cause = {
  code: 'policy-allows-too-much',
  section: '3-2',
  title: words('A rule allows more than was asked for.', '규칙이 요구보다 많은 것을 허용합니다.'),
  explanation: words(
    'Compare what the rule’s selectors and ports match with what the task allows. An empty selector matches everything.',
    '규칙의 셀렉터와 포트가 무엇과 맞는지 과제가 허용하는 것과 비교하세요. 빈 셀렉터는 모든 것과 맞습니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
    -         - namespaceSelector: {}
    +         - namespaceSelector:
    +             matchLabels:
    +               team: a
  `),
  matches: (failure) => {
    const hop = policyHopOf(failure)
    const where = hop?.allowedByPeers[0] ?? hop?.allowedBy[0]
    if (!isTooOpen(failure) || where === undefined) return undefined
    return {
      where,
      weight: 0,
      facts: [
        words(`it is allowed by ${where.object.name} ${where.path}`, ko(`${where.object.name} ${where.path}이(가) 허용합니다`)),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    if (where === undefined || hop === undefined || hop.direction === 'egress') return []
    const place = where.path.replace(/\.(?:from|to)\[\d+\]$/u, '')
    return wantedRules(failure, hop.pod).flatMap((rule) => [
      editOf(where.object, `${place}.from`, rule.from),
      editOf(where.object, place, rule),
    ])
  },
}
