import type { Pod } from '../../kubernetes/generated/types.ts'
import { renderSelector } from '../../kubernetes/labels.ts'
import type { ObjectReference } from '../../kubernetes/object.ts'
import type { Failure } from '../failure.ts'
import { editOf } from '../repair/patch.ts'
import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { example } from './example.ts'
import { findPod, findPolicy, isTooClosed, policyHopOf, showLabels, targetPodOf } from './evidence.ts'

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
    if (found === undefined) return undefined
    const { policy, bystander, meant } = found
    return {
      where: { object: policy, path: 'spec.podSelector' },
      weight: 2,
      facts: [
        words(`${policy.name} also isolates   ${bystander}`, `${policy.name}이(가) 함께 격리하는 Pod   ${bystander}`),
        words(`meant: ${showLabels(meant.metadata.labels)}`, `의도한 대상: ${showLabels(meant.metadata.labels)}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const meant = findBroad(failure)?.meant
    if (where === undefined || meant === undefined) return []
    return [editOf(where.object, where.path, { matchLabels: meant.metadata.labels ?? {} })]
  },
}

interface Broad {
  readonly policy: ObjectReference
  readonly bystander: string
  readonly meant: Pod
}

/** A policy for all Pods of its namespace holds up one that the task is not about, beside one that it is about. */
const findBroad = (failure: Failure): Broad | undefined => {
  const hop = policyHopOf(failure)
  if (!isTooClosed(failure) || hop === undefined) return undefined
  const meant = meantPods(failure).find((pod) => pod.metadata.namespace === hop.pod.namespace)
  if (meant === undefined || meant.metadata.name === hop.pod.name) return undefined
  const policy = hop.isolatedBy.find(
    (one) => renderSelector(findPolicy(failure.snapshot, one)?.spec?.podSelector) === renderSelector({}),
  )
  return policy === undefined ? undefined : { policy, bystander: `${hop.pod.namespace}/${hop.pod.name}`, meant }
}

/** The Pods that the failed check leads to; for a comparison, those that the task's connections lead to. */
const meantPods = (failure: Failure): readonly Pod[] => {
  if (failure.finding.kind !== 'policy-differs') return [targetPodOf(failure)].filter((pod) => pod !== undefined)
  return failure.task.checks.flatMap(({ spec }) =>
    spec.kind === 'connects' && 'pod' in spec.target.to ? (findPod(failure.snapshot, spec.target.to.pod) ?? []) : [],
  )
}
