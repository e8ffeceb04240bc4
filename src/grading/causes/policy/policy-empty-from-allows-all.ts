import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { isList } from '../../../kubernetes/json.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPolicy, isTooOpen, policyHopOf } from '../evidence.ts'
import { wantedRules } from './wanted-rule.ts'

/** A rule without peers, or with an empty list of them, lets everyone in. */
export const policyEmptyFromAllowsAll: Cause = {
  code: 'policy-empty-from-allows-all',
  section: '3-2',
  title: words('A rule that names nobody allows everybody.', '아무도 지정하지 않은 규칙은 모두를 허용합니다.'),
  explanation: words(
    'An absent or empty from means every source, addresses outside the cluster included. To allow only some, name them; to allow none, leave out the whole rule.',
    'from이 없거나 비어 있으면 클러스터 밖의 주소를 포함해 모든 출발지를 뜻합니다. 일부만 허용하려면 지정하고, 아무도 허용하지 않으려면 규칙 전체를 빼세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
    -     - from: []
    +     - from:
    +         - podSelector:
    +             matchLabels:
    +               role: client
  `),
  matches: (failure) => {
    const hop = policyHopOf(failure)
    if (!isTooOpen(failure) || hop === undefined) return undefined
    const field = hop.direction === 'ingress' ? 'from' : 'to'
    const rule = hop.allowedBy.find(({ object, path }) => {
      const peers = getPath(findPolicy(failure.snapshot, object), parsePath(`${path}.${field}`))
      return !isList(peers) || peers.length === 0
    })
    if (rule === undefined) return undefined
    return {
      where: rule,
      weight: 1,
      facts: [words(`${rule.path} has no entry in ${field}`, `${rule.path}의 ${field}에 항목이 없습니다`)],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    if (where === undefined || hop === undefined || hop.direction === 'egress') return []
    return wantedRules(failure, hop.pod).map(({ from }) => editOf(where.object, `${where.path}.from`, from))
  },
}
