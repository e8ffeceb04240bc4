import { matchesSelector } from '../../../kubernetes/labels.ts'
import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import type { LabelSelector } from '../../../kubernetes/generated/types.ts'
import { indexSnapshot } from '../../../network/state.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPolicy, isTooClosed, peerOf, policyHopOf, showLabels } from '../evidence.ts'

/** The namespaceSelector asks for labels that no namespace carries. */
export const policyPeerMatchesNoNamespace: Cause = {
  code: 'policy-peer-matches-no-namespace',
  section: '3-2',
  title: words('No namespace has the labels that the rule asks for.', '규칙이 요구하는 레이블을 가진 네임스페이스가 없습니다.'),
  explanation: words(
    'namespaceSelector is compared with the labels of namespaces. A namespace has only kubernetes.io/metadata.name by itself; other labels are given with kubectl label namespace.',
    'namespaceSelector는 네임스페이스의 레이블과 비교됩니다. 네임스페이스가 처음부터 가진 레이블은 kubernetes.io/metadata.name뿐이며, 나머지는 kubectl label namespace로 붙입니다.',
  ),
  example: example(`
    - $ kubectl get namespaces --selector team=a
    - No resources found
    + $ kubectl label namespace team-a team=a
  `),
  matches: (failure) => {
    const peer = peerOf(failure)
    const miss = policyHopOf(failure)?.nearMisses.find(({ reason }) => reason === 'namespace-labels')
    if (!isTooClosed(failure) || miss === undefined || peer === undefined) return undefined
    const selector = selectorAt(failure, miss.where)
    const { namespaces } = indexSnapshot(failure.snapshot)
    if (selector === undefined || [...namespaces.values()].some((labels) => matchesSelector(selector, labels))) return undefined
    return {
      where: miss.where,
      weight: 1,
      facts: [
        words(`the rule asks for   ${miss.wanted}`, `규칙이 요구하는 레이블   ${miss.wanted}`),
        words(
          `namespace ${peer.namespace} is labelled   ${showLabels(namespaces.get(peer.namespace))}`,
          `네임스페이스 ${peer.namespace}의 레이블   ${showLabels(namespaces.get(peer.namespace))}`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const peer = peerOf(failure)
    const labels = where === undefined ? undefined : selectorAt(failure, where)?.matchLabels
    if (peer === undefined || labels === undefined) return []
    const known = indexSnapshot(failure.snapshot).namespaces.get(peer.namespace) ?? {}
    return [editOf({ kind: 'Namespace', name: peer.namespace }, 'metadata.labels', { ...known, ...labels })]
  },
}

const selectorAt = (
  { snapshot }: Parameters<Cause['matches']>[0],
  where: NonNullable<ReturnType<Cause['matches']>>['where'],
): LabelSelector | undefined => {
  if (where === undefined) return undefined
  const path = where.path.replace(/\.namespaceSelector.*$/u, '.namespaceSelector')
  return getPath(findPolicy(snapshot, where.object), parsePath(path)) as LabelSelector | undefined
}
