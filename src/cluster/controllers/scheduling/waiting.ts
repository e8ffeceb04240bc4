/** Which Pods the scheduler has to give a node. */
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPodActive } from '../owners.ts'

export const SCHEDULER = 'default-scheduler'

/** Whether the Pod waits for this scheduler. */
export const isWaiting = (pod: Pod): boolean =>
  (pod.spec?.nodeName ?? '') === '' &&
  isPodActive(pod) &&
  (pod.spec?.schedulerName ?? SCHEDULER) === SCHEDULER &&
  (pod.spec?.schedulingGates ?? []).length === 0
