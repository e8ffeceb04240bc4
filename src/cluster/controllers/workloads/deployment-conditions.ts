/** How a Deployment keeps its conditions. @see kubernetes pkg/controller/deployment/util/deployment_util.go, v1.34 */
import type { DeploymentCondition } from '../../../kubernetes/generated/types.ts'

export type Finding = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>

/** Said anew each time something moves, though it is the same. */
const ALWAYS_NEW: readonly unknown[] = ['ReplicaSetUpdated']

/** What is found goes to the end, unless the same is known already. `now`: RFC 3339. */
export function putCondition(conditions: readonly DeploymentCondition[], finding: Finding, now: string): DeploymentCondition[] {
  const known = conditions.find(({ type }) => type === finding.type)
  const isSameStatus = known?.status === finding.status
  if (isSameStatus && known.reason === finding.reason && !ALWAYS_NEW.includes(finding.reason)) return [...conditions]
  const lastTransitionTime = isSameStatus ? (known.lastTransitionTime ?? now) : now
  return [...conditions.filter(({ type }) => type !== finding.type), { ...finding, lastUpdateTime: now, lastTransitionTime }]
}
