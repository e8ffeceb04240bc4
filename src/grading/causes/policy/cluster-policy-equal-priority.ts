import type { ClusterRule } from '../../../network/model.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { isTooClosed, isTooOpen, policyHopOf } from '../evidence.ts'

const HIGHEST = 1000

/** Two policies of one tier and priority fit, and say otherwise. */
export const clusterPolicyEqualPriority: Cause = {
  code: 'cluster-policy-equal-priority',
  section: '3-1',
  title: words(
    'Two ClusterNetworkPolicies of equal priority disagree: which of them decides is not defined.',
    '우선순위가 같은 두 ClusterNetworkPolicy의 결정이 다릅니다. 어느 것이 정하는지 정의되지 않습니다.',
  ),
  explanation: words(
    'Within a tier the policy of the lower number is asked first. With equal numbers the API leaves the order open, and clusters differ: give each policy a priority of its own.',
    '한 계층에서는 숫자가 작은 정책을 먼저 봅니다. 숫자가 같으면 API가 순서를 정하지 않아 클러스터마다 다르므로, 정책마다 다른 우선순위를 주세요.',
  ),
  example: example(`
      kind: ClusterNetworkPolicy
      metadata:
        name: deny-all
      spec:
        tier: Admin
    -   priority: 10
    +   priority: 20
        subject: { namespaces: {} }
  `),
  matches: (failure) => {
    const found = findTie(failure)
    if (found === undefined) return undefined
    const { decidedBy, others } = found
    const facts = [decidedBy, ...others].map(({ object, action, priority }) =>
      words(`${object.name} says   ${action}, priority ${priority}`, `${object.name}의 결정   ${action}, 우선순위 ${priority}`),
    )
    return { where: { object: decidedBy.object, path: 'spec.priority' }, weight: 2, facts }
  },
  repairs: (failure, { where }) => {
    const found = findTie(failure)
    if (found === undefined || where === undefined) return []
    const { priority } = found.decidedBy
    return [
      ...(priority < HIGHEST ? [editOf(where.object, where.path, priority + 1)] : []),
      ...(priority > 0 ? found.others.map(({ object }) => editOf(object, 'spec.priority', priority - 1)) : []),
    ]
  },
}

interface Tie {
  readonly decidedBy: ClusterRule
  readonly others: readonly ClusterRule[]
}

const findTie = (failure: Failure): Tie | undefined => {
  const { decidedBy, ambiguous = [] } = policyHopOf(failure)?.cluster ?? {}
  const others = ambiguous.filter(({ object }) => object.name !== decidedBy?.object.name)
  const isWrong = isTooOpen(failure) || isTooClosed(failure)
  return decidedBy === undefined || others.length === 0 || !isWrong ? undefined : { decidedBy, others }
}
