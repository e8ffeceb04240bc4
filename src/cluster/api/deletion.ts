/** What a delete does to an object: removes it at once, or marks it. @see k8s.io/apiserver pkg/registry/rest/delete.go, v1.34 */
import { isNamespace, isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Clock } from '../environment.ts'
import type { StoredObject } from '../store/store.ts'
import { toTimestamp } from '../time.ts'
import type { DeletionOptions } from './writer.ts'

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'

/** Finalizers that stand for the propagation asked for; the garbage collector takes them away. */
const withPropagation = (finalizers: readonly string[], propagation: DeletionOptions['propagation']): readonly string[] => {
  const rest = finalizers.filter((name) => name !== ORPHAN && name !== FOREGROUND)
  if (propagation === 'Orphan') return [...rest, ORPHAN]
  return propagation === 'Foreground' ? [...rest, FOREGROUND] : rest
}

/** Pods that run are given time; unscheduled and finished ones are not. */
const graceOf = (object: StoredObject, options: DeletionOptions): number => {
  if (!isPod(object)) return 0
  const phase = object.status?.phase
  if (object.spec?.nodeName === undefined || phase === 'Succeeded' || phase === 'Failed') return 0
  return options.gracePeriodSeconds ?? object.spec.terminationGracePeriodSeconds ?? 30
}

const mark = (object: StoredObject, finalizers: readonly string[], graceSeconds: number, clock: Clock): KubernetesObject => {
  const { metadata } = object
  const graced = isPod(object)
  const earlier = metadata.deletionGracePeriodSeconds
  const grace = earlier === undefined ? graceSeconds : Math.min(earlier, graceSeconds)
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(finalizers.length > 0 || metadata.finalizers !== undefined ? { finalizers } : {}),
      deletionTimestamp: metadata.deletionTimestamp ?? toTimestamp(clock.now() + grace * 1000),
      ...(graced ? { deletionGracePeriodSeconds: grace } : { deletionGracePeriodSeconds: 0 }),
    },
  }
}

export const prepareDeletion = (object: StoredObject, options: DeletionOptions, clock: Clock): KubernetesObject | 'remove' => {
  const finalizers = withPropagation(object.metadata.finalizers ?? [], options.propagation)
  const grace = graceOf(object, options)
  if (isNamespace(object)) {
    const marked = mark(object, finalizers, 0, clock)
    return { ...marked, status: { ...object.status, phase: 'Terminating' } } as KubernetesObject
  }
  return finalizers.length === 0 && grace === 0 ? 'remove' : mark(object, finalizers, grace, clock)
}
