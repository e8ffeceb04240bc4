import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isTooOpen, policyHopOf } from '../evidence.ts'
import { ko } from '../../korean.ts'

/** The right policy is there, and a second one allows more. */
export const policyAnotherAllows: Cause = {
  code: 'policy-another-allows',
  section: '3-1',
  title: words('Another policy allows this connection.', '다른 정책이 이 연결을 허용합니다.'),
  explanation: words(
    'Policies add up: what any of them allows is allowed, and none can take it back. Delete the policy that allows too much, or narrow it.',
    '정책은 합쳐집니다. 하나라도 허용하면 허용되며, 다른 정책이 그것을 취소할 수 없습니다. 지나치게 허용하는 정책을 지우거나 좁히세요.',
  ),
  example: example(`
    - $ kubectl get networkpolicies
    - NAME         POD-SELECTOR
    - allow-all    app=web
    - only-team-a  app=web
    + $ kubectl delete networkpolicy allow-all
  `),
  matches: (failure) => {
    const hop = policyHopOf(failure)
    if (!isTooOpen(failure) || hop === undefined || hop.isolatedBy.length < 2) return undefined
    const allowing = new Set(hop.allowedBy.map(({ object }) => object.name))
    const others = hop.isolatedBy.filter(({ name }) => !allowing.has(name))
    const [where] = hop.allowedBy
    if (where === undefined || others.length === 0) return undefined
    return {
      where,
      weight: 2,
      facts: [
        words(`${where.object.name} allows it: ${where.path}`, ko(`${where.object.name}이(가) 허용합니다: ${where.path}`)),
        words(
          `${others.map(({ name }) => name).join(', ')} does not`,
          ko(`${others.map(({ name }) => name).join(', ')}은(는) 허용하지 않습니다`),
        ),
      ],
    }
  },
  repairs: (_failure, { where }) => (where === undefined ? [] : [{ changes: [{ kind: 'delete', object: where.object }] }]),
}
