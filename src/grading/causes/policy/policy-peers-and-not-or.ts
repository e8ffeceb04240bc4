import { isJsonObject, isList } from '../../../kubernetes/json.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { fieldOf, missesOf, peerPath } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { ko } from '../../korean.ts'

/** One entry with both selectors, where either was to be enough. */
export const policyPeersAndNotOr: Cause = {
  code: 'policy-peers-and-not-or',
  section: '3-2',
  title: words(
    'One entry with both selectors lets in only who matches both.',
    '한 항목의 두 셀렉터는 둘 다 맞아야 허용됩니다.',
  ),
  explanation: words(
    'namespaceSelector and podSelector under one dash belong together: Pods with these labels, in namespaces with those. For “either of them”, begin a second entry with its own dash. A podSelector alone then means Pods of the policy’s own namespace.',
    '하이픈 하나 아래의 namespaceSelector와 podSelector는 함께 적용됩니다. 저런 네임스페이스에 있는 이런 Pod라는 뜻입니다. “둘 중 하나”를 뜻하려면 하이픈을 하나 더 써서 항목을 나누세요. podSelector만 있는 항목은 정책과 같은 네임스페이스의 Pod를 뜻합니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - namespaceSelector:
                  matchLabels:
                    team: a
    -           podSelector:
    +         - podSelector:
                  matchLabels:
                    role: client
  `),
  matches: (failure) => {
    const found = findBoth(failure)
    if (found === undefined) return undefined
    const { where, wanted, has } = found
    return {
      where,
      weight: 1,
      facts: [
        words(`${where.path} asks for both, also   ${wanted}`, ko(`${where.path}은(는) 둘 다 요구합니다. 그중   ${wanted}`)),
        words(`the client has   ${has}`, `클라이언트의 레이블   ${has}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    if (where === undefined) return []
    const list = where.path.replace(/\[\d+\]$/u, '')
    const peers = fieldOf(failure, { object: where.object, path: list })
    const at = Number(/\[(\d+)\]$/u.exec(where.path)?.[1] ?? 0)
    if (!isList(peers)) return []
    const split = peers.flatMap((peer, index) =>
      index === at && isJsonObject(peer)
        ? [{ namespaceSelector: peer['namespaceSelector'] }, { podSelector: peer['podSelector'] }]
        : [peer],
    )
    return [editOf(where.object, list, split)]
  },
}

interface Both {
  readonly where: FieldReference
  readonly wanted: string
  readonly has: string
}

/** An entry with both selectors, one of which the client fits. */
const findBoth = (failure: Failure): Both | undefined => {
  const misses = missesOf(failure, 'labels', 'namespace-labels').filter(
    ({ where }) => !where.path.startsWith('spec.podSelector'),
  )
  for (const { where, wanted, found } of misses) {
    const path = peerPath(where.path)
    const peer = fieldOf(failure, { object: where.object, path })
    const both = isJsonObject(peer) && peer['namespaceSelector'] !== undefined && peer['podSelector'] !== undefined
    const others = misses.filter((miss) => miss.where.object.name === where.object.name && peerPath(miss.where.path) === path)
    if (both && others.length === 1) return { where: { object: where.object, path }, wanted, has: found }
  }
  return undefined
}
