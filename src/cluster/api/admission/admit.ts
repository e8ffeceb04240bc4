import { isIngress, isJob, isPersistentVolume, isPersistentVolumeClaim, isPod } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { timestamp, type WriteContext } from '../write/context.ts'
import { admitIngress } from './ingress.ts'
import { admitClaim, admitVolume } from './claim.ts'
import { admitJob } from './job.ts'
import { withOverhead } from './pod-references.ts'
import { withLimits } from './limit-ranges.ts'
import { admitChangedPod, admitPod, hasContainers } from './pod.ts'

/** What admission controllers of a usual cluster change in a new object, after defaulting and before validation. */
export const admit = (object: KubernetesObject, context: WriteContext): KubernetesObject => {
  const { store } = context
  // A Pod without a list of containers is for validation to refuse.
  if (isPod(object)) return admitPod(hasContainers(object) ? withOverhead(withLimits(object, store), store) : object, context)
  if (isJob(object)) return admitJob(object)
  if (isPersistentVolumeClaim(object)) return admitClaim(object, store)
  if (isPersistentVolume(object)) return admitVolume(object, timestamp(context))
  return isIngress(object) ? admitIngress(object, store) : object
}

/** The same for an object that is changed. */
export const admitChange = (object: KubernetesObject): KubernetesObject => (isPod(object) ? admitChangedPod(object) : object)
