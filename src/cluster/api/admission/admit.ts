import { isIngress, isPod } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { WriteContext } from '../write/context.ts'
import { admitIngress } from './ingress.ts'
import { admitPod } from './pod.ts'

/** What admission controllers of a usual cluster change in a new object, after defaulting and before validation. */
export const admit = (object: KubernetesObject, { store, random }: WriteContext): KubernetesObject => {
  if (isPod(object)) return admitPod(object, random)
  return isIngress(object) ? admitIngress(object, store) : object
}
