import type { LabelSelector } from '../../../kubernetes/generated/types.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { indexSnapshot } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { podsWith, policyHopOf, showLabels } from '../evidence.ts'
import { fieldOf, missesOf, otherPodOf, peerPath } from './policy-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The podSelector of an entry asks for labels that no Pod carries. */
export const policyPeerMatchesNoPod: Cause = {
  code: 'policy-peer-matches-no-pod',
  section: '3-2',
  title: words('No Pod has the labels that the rule asks for.', '규칙이 요구하는 레이블을 가진 Pod가 없습니다.'),
  explanation: words(
    'The podSelector of an entry in from or to is compared with the labels of the Pods at the other end, never with their names. Write what kubectl get pods --show-labels prints, or label the Pods.',
    'from이나 to 항목의 podSelector는 상대 Pod의 이름이 아니라 레이블과 비교됩니다. kubectl get pods --show-labels가 보여 주는 대로 쓰거나 Pod에 레이블을 붙이세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector: {}
        ingress:
          - from:
              - podSelector:
                  matchLabels:
    -               name: client
    +               role: client
  `),
  matches: (failure) => {
    const miss = missesOf(failure, 'labels').find(
      ({ where }) => !where.path.startsWith('spec.podSelector') && matchesNobody(failure, placeOf(where)),
    )
    const hop = policyHopOf(failure)
    const pod = hop === undefined ? undefined : otherPodOf(failure, hop)
    if (miss === undefined || pod === undefined) return undefined
    const { name = '', labels } = pod.metadata
    return {
      where: placeOf(miss.where),
      weight: 1,
      facts: [
        words(`the rule asks for   ${miss.wanted}`, `규칙이 요구하는 레이블   ${miss.wanted}`),
        words(`Pod ${name} is labelled   ${showLabels(labels)}`, `Pod ${name}의 레이블   ${showLabels(labels)}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const hop = policyHopOf(failure)
    const labels = hop === undefined ? undefined : otherPodOf(failure, hop)?.metadata.labels
    if (where === undefined) return []
    const entry = fieldOf(failure, { object: where.object, path: peerPath(where.path) })
    const without =
      isJsonObject(entry) && entry['namespaceSelector'] !== undefined ? [editOf(where.object, where.path, undefined)] : []
    return [...(labels === undefined ? [] : [editOf(where.object, where.path, { matchLabels: labels })]), ...without]
  },
}

const placeOf = ({ object, path }: FieldReference): FieldReference => ({ object, path: `${peerPath(path)}.podSelector` })

const matchesNobody = (failure: Failure, where: FieldReference): boolean => {
  const selector = fieldOf(failure, where)
  // A podSelector that the API server has accepted.
  const matches = (labels: Readonly<Record<string, string>>): boolean => matchesSelector(selector as LabelSelector, labels)
  const namespaceSelector = fieldOf(failure, { object: where.object, path: `${peerPath(where.path)}.namespaceSelector` })
  const { namespaces } = indexSnapshot(failure.snapshot)
  const isMeant = (namespace = 'default'): boolean =>
    isJsonObject(namespaceSelector)
      ? matchesSelector(namespaceSelector, namespaces.get(namespace) ?? {})
      : namespace === where.object.namespace
  const pods = podsWith(failure.snapshot, undefined, {}).filter(({ metadata }) => isMeant(metadata.namespace))
  return isJsonObject(selector) && !pods.some(({ metadata }) => matches(metadata.labels ?? {}))
}
