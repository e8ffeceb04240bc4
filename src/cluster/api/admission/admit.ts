import { isIngress, isPod } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { WriteContext } from '../write/context.ts'
import { admitIngress } from './ingress.ts'
import { applyLimitRanges } from './limit-ranger.ts'
import { admitPod, hasContainers } from './pod.ts'

/** What admission controllers of a usual cluster change in a new object, after defaulting and before validation. */
export const admit = (object: KubernetesObject, context: WriteContext): KubernetesObject => {
  const { store } = context
  // A Pod without a list of containers is for validation to refuse.
  if (isPod(object)) return admitPod(hasContainers(object) ? applyLimitRanges(object, store) : object, context)
  return isIngress(object) ? admitIngress(object, store) : object
}
