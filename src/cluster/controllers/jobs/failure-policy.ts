/** Which failures of its Pods a Job forgives, and which end it. @see kubernetes pkg/controller/job/pod_failure_policy.go, v1.34 */
import type { ContainerStatus, Job, Pod, PodFailurePolicyRule } from '../../../kubernetes/generated/types.ts'

export interface PolicyMatch {
  readonly action: string
  readonly message: string
}

const isIn = (
  { operator, values }: { readonly operator: string; readonly values: readonly number[] },
  code: number,
): boolean => (operator === 'In' ? values.includes(code) : operator === 'NotIn' && !values.includes(code))

const nameOf = ({ metadata }: Pod): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`

const statusesOf = ({ status }: Pod): readonly ContainerStatus[] => [
  ...(status?.initContainerStatuses ?? []),
  ...(status?.containerStatuses ?? []),
]

const matchExitCode = (pod: Pod, { onExitCodes, action }: PodFailurePolicyRule, index: number): string | undefined => {
  if (onExitCodes === undefined) return undefined
  const { containerName } = onExitCodes
  for (const { name, state } of statusesOf(pod)) {
    const code = state?.terminated?.exitCode ?? 0
    if (code === 0 || (containerName !== undefined && containerName !== name)) continue
    if (isIn(onExitCodes, code))
      return `Container ${name} for pod ${nameOf(pod)} failed with exit code ${code} matching ${action} rule at index ${index}`
  }
  return undefined
}

const matchCondition = (
  pod: Pod,
  { onPodConditions = [], action }: PodFailurePolicyRule,
  index: number,
): string | undefined => {
  const found = pod.status?.conditions?.find(({ type, status }) =>
    onPodConditions.some((pattern) => pattern.type === type && pattern.status === status),
  )
  return found && `Pod ${nameOf(pod)} has condition ${found.type} matching ${action} rule at index ${index}`
}

/** The first rule that a failed Pod meets; undefined where the failure counts as usual. */
export const matchFailurePolicy = (job: Job, pod: Pod): PolicyMatch | undefined => {
  for (const [index, rule] of (job.spec?.podFailurePolicy?.rules ?? []).entries()) {
    const message = matchExitCode(pod, rule, index) ?? matchCondition(pod, rule, index)
    if (message !== undefined) return { action: rule.action, message }
  }
  return undefined
}
