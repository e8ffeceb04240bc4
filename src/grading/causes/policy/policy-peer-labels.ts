import { isJsonObject } from '../../../kubernetes/json.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { indexSnapshot } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf, type Patch } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isTooClosed, peerOf, policyHopOf } from '../evidence.ts'
import { fieldOf, otherPodOf, peerFor, peerPath } from './policy-evidence.ts'
import { wantedRules } from './wanted-rule.ts'

/** The rule's selectors name labels that this client does not have. */
export const policyPeerLabels: Cause = {
  code: 'policy-peer-labels',
  section: '3-2',
  title: words('No rule matches the labels of this client.', '이 클라이언트의 레이블과 맞는 규칙이 없습니다.'),
  explanation: words(
    'Selectors of a rule are compared with the labels of the client Pod and of its namespace; all that stand in one entry must match.',
    '규칙의 셀렉터는 클라이언트 Pod와 그 네임스페이스의 레이블과 비교됩니다. 한 항목에 있는 것은 모두 맞아야 합니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - podSelector:
                  matchLabels:
    -               role: clients
    +               role: client
  `),
  matches: (failure) => {
    if (!isTooClosed(failure)) return undefined
    const miss = policyHopOf(failure)?.nearMisses.find(({ reason }) => reason === 'labels' || reason === 'namespace-labels')
    if (miss === undefined || miss.where.path.startsWith('spec.podSelector')) return undefined
    return {
      where: miss.where,
      weight: 0,
      facts: [
        words(`the rule asks for   ${miss.wanted}`, `규칙이 요구하는 레이블   ${miss.wanted}`),
        words(`there is   ${miss.found}`, `있는 레이블   ${miss.found}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    if (where === undefined || hop === undefined) return []
    const other = otherPodOf(failure, hop)
    const peers = [
      ...(hop.direction === 'egress' ? [] : wantedRules(failure, hop.pod).map(({ from }) => from[0])),
      ...(other === undefined ? [] : [peerFor(failure, other, hop.pod.namespace)]),
    ]
    return [...peers.map((peer) => editOf(where.object, peerPath(where.path), peer)), ...labelNamespace(failure, where)]
  },
}

/** The other way round: the client's namespace gets the labels that the rule asks for. */
const labelNamespace = (failure: Failure, where: FieldReference): readonly Patch[] => {
  const peer = peerOf(failure)
  const wanted = fieldOf(failure, { object: where.object, path: `${peerPath(where.path)}.namespaceSelector.matchLabels` })
  if (peer === undefined || !isJsonObject(wanted)) return []
  const known = indexSnapshot(failure.snapshot).namespaces.get(peer.namespace) ?? {}
  return [editOf({ kind: 'Namespace', name: peer.namespace }, 'metadata.labels', { ...known, ...wanted })]
}
