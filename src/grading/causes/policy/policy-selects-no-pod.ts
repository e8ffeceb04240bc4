import { referenceTo } from '../../../kubernetes/object.ts'
import type { NetworkPolicy, Pod } from '../../../kubernetes/generated/types.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import type { Snapshot } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { findPod, findPolicy, fullName, isTooClosed, isTooOpen, podsWith, policyHopOf, showLabels } from '../evidence.ts'

/** The policy's podSelector matches no Pod of its namespace. */
export const policySelectsNoPod: Cause = {
  code: 'policy-selects-no-pod',
  section: '3-1',
  title: words(
    'The policy selects no Pod, so it isolates nothing.',
    '정책이 아무 Pod도 선택하지 않아 아무것도 격리하지 않습니다.',
  ),
  explanation: words(
    'spec.podSelector is compared with the labels of the Pods in the policy’s own namespace, never with their names. While it matches none, the policy has no effect. Write the labels that kubectl get pods --show-labels prints.',
    'spec.podSelector는 정책과 같은 네임스페이스에 있는 Pod의 이름이 아니라 레이블과 비교됩니다. 일치하는 Pod가 없으면 정책은 효과가 없습니다. kubectl get pods --show-labels가 보여 주는 레이블을 쓰세요.',
  ),
  example: example(`
      kind: NetworkPolicy
      spec:
        podSelector:
          matchLabels:
    -       pod: poc
    +       app: poc
  `),
  matches: (failure) => {
    const hop = policyHopOf(failure)
    const pod = subjectOf(failure)
    const miss = hop?.nearMisses.find(({ where, reason }) => reason === 'labels' && where.path.startsWith('spec.podSelector'))
    if (pod === undefined || miss === undefined || !(isTooOpen(failure) || isTooClosed(failure))) return undefined
    const policy = findPolicy(failure.snapshot, miss.where.object)
    if (policy === undefined || selectsAny(failure.snapshot, policy)) return undefined
    const name = fullName(pod)
    return {
      where: miss.where,
      weight: 2,
      facts: [
        words(`${miss.where.object.name} selects   ${miss.wanted}`, `${miss.where.object.name}의 선택   ${miss.wanted}`),
        words(
          `Pod ${name} is labelled   ${showLabels(pod.metadata.labels)}`,
          `Pod ${name}의 레이블   ${showLabels(pod.metadata.labels)}`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const pod = subjectOf(failure)
    const policy = where === undefined ? undefined : findPolicy(failure.snapshot, where.object)
    if (pod === undefined || policy === undefined) return []
    const select = (podSelector: object) => editOf(referenceTo(policy), 'spec.podSelector', podSelector)
    return [select({ matchLabels: pod.metadata.labels ?? {} }), select({})]
  },
}

/** The Pod that was to be isolated: the one at whose end the policies are looked at. */
const subjectOf = (failure: Failure): Pod | undefined => {
  const hop = policyHopOf(failure)
  return hop === undefined ? undefined : findPod(failure.snapshot, hop.pod)
}

const selectsAny = (snapshot: Snapshot, { metadata, spec }: NetworkPolicy): boolean =>
  podsWith(snapshot, metadata.namespace, {}).some((pod) => matchesSelector(spec?.podSelector ?? {}, pod.metadata.labels ?? {}))
