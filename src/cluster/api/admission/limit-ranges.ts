/** The LimitRanges of a Pod's namespace: most have none. */
import type { LimitRange, Pod } from '../../../kubernetes/generated/types.ts'
import { isLimitRange, isPod } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { Store } from '../../store/store.ts'
import { applyLimitRanges, refuseByLimitRanges } from './limit-ranger.ts'

const rangesOf = ({ metadata }: Pod, store: Store): readonly LimitRange[] =>
  store.list('limitranges', metadata.namespace ?? '').filter(isLimitRange)

/** The Pod with what it leaves out and its namespace gives it. */
export const withLimits = (pod: Pod, store: Store): Pod => {
  const ranges = rangesOf(pod, store)
  return ranges.length === 0 ? pod : applyLimitRanges(pod, ranges)
}

/** Why a new object is refused, if so: Pods alone are looked at. */
export const refuseByLimits = (store: Store, info: ResourceInfo, object: KubernetesObject): Status | undefined => {
  const ranges = isPod(object) ? rangesOf(object, store) : []
  return isPod(object) && ranges.length > 0 ? refuseByLimitRanges(object, ranges, info) : undefined
}
