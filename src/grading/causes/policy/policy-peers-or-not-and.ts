import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { isJsonObject, isList } from '../../../kubernetes/json.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPolicy, isTooOpen, policyHopOf } from '../evidence.ts'

/** `- namespaceSelector` and `- podSelector` as two entries: either is enough. */
export const policyPeersOrNotAnd: Cause = {
  code: 'policy-peers-or-not-and',
  section: '3-2',
  title: words(
    'Two entries of from are alternatives: either one lets the client in.',
    'from의 두 항목은 둘 중 하나만 맞아도 허용됩니다.',
  ),
  explanation: words(
    'Each dash begins a peer of its own, and a client needs to match one of them only. For “Pods with these labels in namespaces with those”, write namespaceSelector and podSelector in the same entry, under one dash.',
    '하이픈(-) 하나가 별개의 상대를 나타내며, 클라이언트는 그중 하나에만 맞으면 됩니다. “이런 네임스페이스의 저런 Pod”를 뜻하려면 namespaceSelector와 podSelector를 하이픈 하나 아래 같은 항목에 쓰세요.',
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
    -         - podSelector:
    +           podSelector:
                  matchLabels:
                    role: client
  `),
  matches: (failure) => {
    if (!isTooOpen(failure)) return undefined
    const peers = policyHopOf(failure)?.allowedByPeers ?? []
    for (const where of peers) {
      const list = where.path.replace(/\[\d+\]$/u, '')
      const policy = findPolicy(failure.snapshot, where.object)
      const found = getPath(policy, parsePath(list))
      if (!isList(found) || found.length < 2 || mergePeers(found) === undefined) continue
      return {
        where,
        weight: 2,
        facts: [
          words(`${where.path} alone lets this client in`, `${where.path}만으로 이 클라이언트가 허용됩니다`),
          words('one entry with both selectors lets in who matches both', '두 셀렉터를 한 항목에 쓰면 둘 다 맞아야 허용됩니다'),
        ],
      }
    }
    return undefined
  },
  repairs: (failure, { where }) => {
    if (where === undefined) return []
    const list = where.path.replace(/\[\d+\]$/u, '')
    const found = getPath(findPolicy(failure.snapshot, where.object), parsePath(list))
    const merged = isList(found) ? mergePeers(found) : undefined
    return merged === undefined ? [] : [editOf(where.object, list, [merged])]
  },
}

/** One peer of all, where they have different selectors. */
const mergePeers = (peers: readonly unknown[]): object | undefined => {
  const objects = peers.filter(isJsonObject)
  const keys = objects.flatMap((peer) => Object.keys(peer))
  const isMergeable =
    keys.length === new Set(keys).size && keys.every((key) => key === 'namespaceSelector' || key === 'podSelector')
  return isMergeable && objects.length === peers.length
    ? Object.fromEntries(objects.flatMap((peer) => Object.entries(peer)))
    : undefined
}
