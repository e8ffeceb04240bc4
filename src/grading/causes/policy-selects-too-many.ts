import { referenceTo } from '../../kubernetes/object.ts'
import { editOf } from '../repair/patch.ts'
import { words } from '../words.ts'
import type { Cause } from './cause.ts'
import { example } from './example.ts'
import { findPolicy, isTooClosed, policyHopOf, showLabels, targetPodOf } from './evidence.ts'

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
    const hop = policyHopOf(failure)
    const target = targetPodOf(failure)
    if (!isTooClosed(failure) || hop === undefined || target === undefined) return undefined
    const isOther = hop.pod.name !== target.metadata.name || hop.pod.namespace !== target.metadata.namespace
    const reference = hop.isolatedBy.find(
      (one) => Object.keys(findPolicy(failure.snapshot, one)?.spec?.podSelector?.matchLabels ?? {}).length === 0,
    )
    if (!isOther || reference === undefined) return undefined
    return {
      where: { object: reference, path: 'spec.podSelector' },
      weight: 2,
      facts: [
        words(
          `${reference.name} also isolates ${hop.pod.namespace}/${hop.pod.name}, from where the connection comes`,
          `${reference.name}은(는) 연결을 시작하는 ${hop.pod.namespace}/${hop.pod.name}도 격리합니다`,
        ),
        words(`meant: ${showLabels(target.metadata.labels)}`, `의도한 대상: ${showLabels(target.metadata.labels)}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const target = targetPodOf(failure)
    const policy = where === undefined ? undefined : findPolicy(failure.snapshot, where.object)
    if (policy === undefined || target === undefined) return []
    return [editOf(referenceTo(policy), 'spec.podSelector', { matchLabels: target.metadata.labels ?? {} })]
  },
}
