/** Where objects describe Pods. */
import type { PodTemplateSpec } from './generated/types.ts'
import {
  isCronJob,
  isDaemonSet,
  isDeployment,
  isJob,
  isPod,
  isReplicaSet,
  isReplicationController,
  isStatefulSet,
} from './guards.ts'
import type { KubernetesObject } from './object.ts'

/** What the Pods of an object are like: the Pod itself, or the template of a workload; undefined where it has none. */
export const podTemplateOf = (object: KubernetesObject): Pick<PodTemplateSpec, 'metadata' | 'spec'> | undefined => {
  if (isPod(object)) return object
  if (isDeployment(object) || isStatefulSet(object) || isDaemonSet(object) || isJob(object)) return object.spec?.template
  if (isReplicaSet(object) || isReplicationController(object)) return object.spec?.template
  return isCronJob(object) ? object.spec?.jobTemplate.spec?.template : undefined
}
