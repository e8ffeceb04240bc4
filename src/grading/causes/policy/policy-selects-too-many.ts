import type { Pod } from '../../../kubernetes/generated/types.ts'
import { renderSelector } from '../../../kubernetes/labels.ts'
import type { ObjectReference } from '../../../kubernetes/object.ts'
import type { ConnectionSpec } from '../../checks/specs.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import type { GradedTask } from '../../task.ts'
import { words } from '../../words.ts'
import type { Cause, Evidence } from '../cause.ts'
import { example } from '../example.ts'
import { findPod, findPolicy, isTooClosed, policyHopOf, showLabels, targetPodOf } from '../evidence.ts'
import { ko } from '../../korean.ts'

/** A policy meant for other Pods isolates this one too. */
export const policySelectsTooMany: Cause = {
  code: 'policy-selects-too-many',
  section: '3-1',
  title: words('The policy selects more Pods than it was meant for.', '정책이 의도한 것보다 많은 Pod를 선택합니다.'),
  explanation: words(
    'An empty podSelector selects every Pod of the namespace. Each selected Pod is isolated, also those that the task does not speak of. Select by the labels of the Pods that are meant.',
    '빈 podSelector는 네임스페이스의 모든 Pod를 선택합니다. 선택된 Pod는 모두 격리되며, 과제와 관계없는 Pod도 마찬가지입니다. 의도한 Pod의 레이블로 선택하세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
    -   podSelector: {}
    +   podSelector:
    +     matchLabels:
    +       app: web
        policyTypes:
          - Egress
  `),
  matches: (failure) => {
    const found = findBroad(failure)
    const [meant] = found?.meant ?? []
    if (found === undefined || meant === undefined) return undefined
    const { policy, bystander, weight } = found
    return {
      where: { object: policy, path: 'spec.podSelector' },
      weight,
      facts: [
        words(`${policy.name} also isolates   ${bystander}`, ko(`${policy.name}이(가) 함께 격리하는 Pod   ${bystander}`)),
        words(`meant: ${showLabels(meant.metadata.labels)}`, `의도한 대상: ${showLabels(meant.metadata.labels)}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    if (where === undefined) return []
    const meant = findBroad(failure)?.meant ?? []
    return meant.map(({ metadata }) => editOf(where.object, where.path, { matchLabels: metadata.labels ?? {} }))
  },
}

interface Broad {
  readonly policy: ObjectReference
  readonly bystander: string
  /** The Pods of its namespace that it may have been made for. */
  readonly meant: readonly Pod[]
  readonly weight: Evidence['weight']
}

/** A policy for all Pods of its namespace holds up one that the task is not about, beside one that it is about. */
const findBroad = (failure: Failure): Broad | undefined => {
  const hop = policyHopOf(failure)
  if (!isTooClosed(failure) || hop === undefined) return undefined
  const policy = hop.isolatedBy.find(
    (one) => renderSelector(findPolicy(failure.snapshot, one)?.spec?.podSelector) === renderSelector({}),
  )
  if (policy === undefined) return undefined
  const isOther = ({ metadata }: Pod): boolean => metadata.namespace === hop.pod.namespace && metadata.name !== hop.pod.name
  const bystander = `${hop.pod.namespace}/${hop.pod.name}`
  const asked = podsLedTo(failure).filter(isOther)
  if (asked.length > 0) return { policy, bystander, meant: asked, weight: 2 }
  return { policy, bystander, meant: podsToClose(failure).filter(isOther), weight: 1 }
}

/** The Pods that the failed check leads to; for a comparison, those that the task's connections lead to. */
const podsLedTo = (failure: Failure): readonly Pod[] =>
  failure.finding.kind === 'policy-differs'
    ? podsAsked(failure, failure.task, 'connects')
    : [targetPodOf(failure)].filter((pod) => pod !== undefined)

/** The Pods that some task of this cluster wants closed. */
const podsToClose = (failure: Failure): readonly Pod[] => [
  ...new Set([failure.task, ...failure.otherTasks].flatMap((task) => podsAsked(failure, task, 'blocked'))),
]

const podsAsked = ({ snapshot }: Failure, { checks }: GradedTask, kind: ConnectionSpec['kind']): readonly Pod[] =>
  checks.flatMap(({ spec }) =>
    spec.kind === kind && 'pod' in spec.target.to ? (findPod(snapshot, spec.target.to.pod) ?? []) : [],
  )
