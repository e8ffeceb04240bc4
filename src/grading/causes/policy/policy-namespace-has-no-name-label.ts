import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { indexSnapshot } from '../../../network/state.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPolicy, isTooClosed, peerOf, policyHopOf, showLabels } from '../evidence.ts'
import { wantedRule } from './wanted-rule.ts'

/** `name: customera`, as if a namespace's name were a label `name`. */
export const policyNamespaceHasNoNameLabel: Cause = {
  code: 'policy-namespace-has-no-name-label',
  section: '3-2',
  title: words('A namespace’s name is no label “name”.', '네임스페이스의 이름은 “name” 레이블이 아닙니다.'),
  explanation: words(
    'Selectors compare labels, and no namespace has a label name unless somebody gave it one. The label that every namespace carries is kubernetes.io/metadata.name; better still, use the label that the task gives it.',
    '셀렉터는 레이블을 비교하며, 누군가 붙이지 않는 한 네임스페이스에 name이라는 레이블은 없습니다. 모든 네임스페이스가 가진 레이블은 kubernetes.io/metadata.name이며, 과제에서 붙인 레이블을 쓰는 것이 더 좋습니다.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - namespaceSelector:
                  matchLabels:
    -               name: team-a
    +               kubernetes.io/metadata.name: team-a
  `),
  matches: (failure) => {
    const peer = peerOf(failure)
    const hop = policyHopOf(failure)
    if (!isTooClosed(failure) || peer === undefined || hop === undefined) return undefined
    for (const { where, reason } of hop.nearMisses) {
      if (reason !== 'namespace-labels') continue
      const path = where.path.replace(/\.namespaceSelector.*$/u, '.namespaceSelector.matchLabels')
      const name = getPath(findPolicy(failure.snapshot, where.object), parsePath(`${path}.name`))
      const { namespaces } = indexSnapshot(failure.snapshot)
      if (typeof name !== 'string' || !namespaces.has(name)) continue
      return {
        where: { object: where.object, path },
        weight: 2,
        facts: [
          words(`the rule asks for   name=${name}`, `규칙이 요구하는 레이블   name=${name}`),
          words(
            `namespace ${name} is labelled   ${showLabels(namespaces.get(name))}`,
            `네임스페이스 ${name}의 레이블   ${showLabels(namespaces.get(name))}`,
          ),
        ],
      }
    }
    return undefined
  },
  repairs: (failure, { where }) => {
    const peer = peerOf(failure)
    const hop = policyHopOf(failure)
    if (where === undefined || peer === undefined || hop === undefined) return []
    const wanted = wantedRule(failure, hop.pod)?.from[0]?.namespaceSelector?.matchLabels
    const byName = { [METADATA_NAME]: peer.namespace }
    return [...(wanted === undefined ? [] : [wanted]), byName].map((labels) => editOf(where.object, where.path, labels))
  },
}
