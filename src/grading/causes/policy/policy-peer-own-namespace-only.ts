import { namespaceOf } from '../../../network/state.ts'
import { editsOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isTooClosed, policyHopOf } from '../evidence.ts'
import { otherPodOf, peerPath } from './policy-evidence.ts'
import { labelsOfNamespace } from './wanted-rule.ts'
import { ko } from '../../korean.ts'

/** A podSelector alone means Pods of the policy's own namespace. */
export const policyPeerOwnNamespaceOnly: Cause = {
  code: 'policy-peer-own-namespace-only',
  section: '3-2',
  title: words(
    'A podSelector alone means Pods of the policy’s own namespace.',
    'podSelector만 쓰면 정책과 같은 네임스페이스의 Pod만 뜻합니다.',
  ),
  explanation: words(
    'In from and to, podSelector without namespaceSelector looks no further than the policy’s namespace. For Pods of other namespaces, add a namespaceSelector to the same entry.',
    'from과 to에서 namespaceSelector 없는 podSelector는 정책의 네임스페이스 밖을 보지 않습니다. 다른 네임스페이스의 Pod를 지정하려면 같은 항목에 namespaceSelector를 더하세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      metadata:
        namespace: default
      spec:
        podSelector: {}
        ingress:
          - from:
              - podSelector:
                  matchLabels:
                    role: client
    +           namespaceSelector:
    +             matchLabels:
    +               team: a
  `),
  matches: (failure) => {
    if (!isTooClosed(failure)) return undefined
    const miss = policyHopOf(failure)?.nearMisses.find(
      ({ reason, where }) => reason === 'other-namespace' && where.path !== 'metadata.namespace',
    )
    if (miss === undefined) return undefined
    return {
      where: miss.where,
      weight: 2,
      facts: [
        words(`${miss.where.path} looks in   ${miss.wanted}`, ko(`${miss.where.path}이(가) 보는 곳   ${miss.wanted}`)),
        words(`the client is in   ${miss.found}`, `클라이언트가 있는 곳   ${miss.found}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    const other = hop === undefined ? undefined : otherPodOf(failure, hop)
    if (where === undefined || hop === undefined || other === undefined) return []
    const peer = { namespaceSelector: { matchLabels: labelsOfNamespace(failure, namespaceOf(other)) } }
    const entry = peerPath(where.path)
    return [
      editsOf(where.object, [{ path: `${entry}.namespaceSelector`, value: peer.namespaceSelector }]),
      editsOf(where.object, [
        { path: `${entry}.podSelector`, value: undefined },
        { path: `${entry}.namespaceSelector`, value: peer.namespaceSelector },
      ]),
    ]
  },
}
