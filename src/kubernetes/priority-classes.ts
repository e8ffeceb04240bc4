/** The classes that every cluster has. @see kubernetes pkg/apis/scheduling/v1/helpers.go, v1.34 */
import type { PriorityClass } from './generated/types.ts'

/** Above it are the system's own. */
export const HIGHEST_USER_PRIORITY = 1_000_000_000
export const SYSTEM_PREFIX = 'system-'

const systemClass = (name: string, value: number, description: string): PriorityClass => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  description,
  preemptionPolicy: 'PreemptLowerPriority',
  value,
})

export const SYSTEM_PRIORITY_CLASSES: readonly PriorityClass[] = [
  systemClass(
    'system-node-critical',
    2_000_001_000,
    'Used for system critical pods that must not be moved from their current node.',
  ),
  systemClass(
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ),
]

export const systemPriorityClass = (name: string): PriorityClass | undefined =>
  SYSTEM_PRIORITY_CLASSES.find(({ metadata }) => metadata.name === name)
