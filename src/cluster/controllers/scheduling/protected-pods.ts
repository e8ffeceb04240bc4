/** Which Pods a preemption had better leave alone. @see kubernetes pkg/scheduler/framework/plugins/defaultpreemption, filterPodsWithPDBViolation, v1.34 */
import type { Pod, PodDisruptionBudget } from '../../../kubernetes/generated/types.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'

type Budget = Pick<PodDisruptionBudget, 'metadata' | 'spec' | 'status'>

/** Unlike an eviction: a selector that is empty, and a Pod without labels, are nobody's. */
const isCounted = ({ metadata, spec, status }: Budget, pod: Pod): boolean => {
  const { matchLabels = {}, matchExpressions = [] } = spec?.selector ?? {}
  const labels = pod.metadata.labels ?? {}
  const isEmpty = Object.keys(matchLabels).length === 0 && matchExpressions.length === 0
  return (
    !isEmpty &&
    Object.keys(labels).length > 0 &&
    metadata.namespace === pod.metadata.namespace &&
    status?.disruptedPods?.[pod.metadata.name ?? ''] === undefined &&
    matchesSelector(spec?.selector, labels)
  )
}

/** Of Pods that would leave one after the other, those whose leaving some budget does not allow. */
export const protectedAmong = (pods: readonly Pod[], budgets: readonly Budget[]): ReadonlySet<Pod> => {
  const left = new Map(budgets.map((budget) => [budget, budget.status?.disruptionsAllowed ?? 0]))
  return new Set(
    pods.filter((pod) => {
      const counted = budgets.filter((budget) => isCounted(budget, pod))
      for (const budget of counted) left.set(budget, (left.get(budget) ?? 0) - 1)
      return counted.some((budget) => (left.get(budget) ?? 0) < 0)
    }),
  )
}
