/** Keeps the number of Pods that a ReplicaSet asks for. @see kubernetes pkg/controller/replicaset, v1.34 */
import type { Pod, ReplicaSet } from '../../kubernetes/generated/types.ts'
import { isPod, isReplicaSet } from '../../kubernetes/guards.ts'
import { matchesSelector } from '../../kubernetes/labels.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { isPodReady } from '../../network/service/derive-endpoints.ts'
import {
  controllerOf,
  isPodActive,
  keyOfObject,
  keysByOwner,
  ownerReferenceTo,
  podFromTemplate,
  podsOwnedBy,
} from './owners.ts'
import type { Controller, ControllerContext } from './controller.ts'

const COMPONENT = 'replicaset-controller'

const readySinceMs = (pod: Pod): number =>
  Date.parse(pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '') || 0

/** Ready for long enough. */
export const isPodAvailable = (pod: Pod, minReadySeconds: number, nowMs: number): boolean =>
  isPodReady(pod) && (minReadySeconds === 0 || readySinceMs(pod) + minReadySeconds * 1000 <= nowMs)

/** Pods without an owner that the selector chooses become the set's own. */
function adopt(set: ReplicaSet, { store, writer }: ControllerContext): void {
  for (const pod of store.list('pods', set.metadata.namespace).filter(isPod)) {
    if (controllerOf(pod) !== undefined || !isPodActive(pod)) continue
    if (!matchesSelector(set.spec?.selector, pod.metadata.labels ?? {})) continue
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownerReferenceTo(set)]
    writer.update({ ...pod, metadata: { ...pod.metadata, ownerReferences } })
  }
}

/** Those that are of least use go first: not scheduled, not ready, youngest. */
const byUsefulness = (a: Pod, b: Pod): number =>
  rank(a) - rank(b) || (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '')

const rank = (pod: Pod): number => (pod.spec?.nodeName === undefined ? 0 : isPodReady(pod) ? 2 : 1)

function scale(set: ReplicaSet, active: readonly Pod[], context: ControllerContext): void {
  const missing = (set.spec?.replicas ?? 1) - active.length
  if (missing > 0) grow(set, missing, context)
  if (missing < 0) shrink(set, [...active].sort(byUsefulness).slice(0, -missing), context)
}

const aboutSet = (set: ReplicaSet): ReturnType<typeof referenceTo> & { readonly uid: string } => ({
  ...referenceTo(set),
  uid: set.metadata.uid ?? '',
})

function grow(set: ReplicaSet, missing: number, context: ControllerContext): void {
  const about = aboutSet(set)
  for (let count = 0; count < missing; count++) {
    const result = context.writer.create(podFromTemplate({ owner: set, template: set.spec?.template ?? {} }))
    const [type, reason, message] = result.ok
      ? (['Normal', 'SuccessfulCreate', `Created pod: ${result.object.metadata.name ?? ''}`] as const)
      : (['Warning', 'FailedCreate', `Error creating: ${result.status.message ?? ''}`] as const)
    context.recordEvent({ about, type, reason, message, component: COMPONENT })
    if (!result.ok) return
  }
}

function shrink(set: ReplicaSet, leaving: readonly Pod[], context: ControllerContext): void {
  const about = aboutSet(set)
  for (const pod of leaving) {
    context.writer.delete(referenceTo(pod))
    const message = `Deleted pod: ${pod.metadata.name ?? ''}`
    context.recordEvent({ about, type: 'Normal', reason: 'SuccessfulDelete', message, component: COMPONENT })
  }
}

function statusOf(set: ReplicaSet, active: readonly Pod[], nowMs: number): ReplicaSet['status'] {
  const ready = active.filter(isPodReady).length
  const available = active.filter((pod) => isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, nowMs)).length
  return {
    replicas: active.length,
    ...(active.length === 0 ? {} : { fullyLabeledReplicas: active.length }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    observedGeneration: set.metadata.generation ?? 1,
  }
}

export const replicaSetController: Controller = {
  name: 'replicaset',
  watches: ['replicasets.apps', 'pods'],
  keysFor: (event, { store }) => {
    const owned = keysByOwner('replicasets.apps', 'ReplicaSet')(event)
    if (owned.length > 0 || event.resource !== 'pods' || controllerOf(event.object) !== undefined) return owned
    return store
      .list('replicasets.apps', event.object.metadata.namespace)
      .filter(isReplicaSet)
      .filter(({ spec }) => matchesSelector(spec?.selector, event.object.metadata.labels ?? {}))
      .map(keyOfObject)
  },
  reconcile: (key, context) => {
    const { store, writer, clock } = context
    const set = store.get('replicasets.apps', key.namespace, key.name)
    if (set === undefined || !isReplicaSet(set)) return undefined
    if (set.metadata.deletionTimestamp === undefined) {
      adopt(set, context)
      scale(set, podsOwnedBy(store, set).filter(isPodActive), context)
    }
    const active = podsOwnedBy(store, set).filter(isPodActive)
    const status = statusOf(set, active, clock.now())
    writer.updateStatus({ apiVersion: set.apiVersion, kind: set.kind, metadata: keyOfObject(set), status } as ReplicaSet)
    const waits = (status?.readyReplicas ?? 0) > (status?.availableReplicas ?? 0)
    return waits ? 1000 : undefined
  },
}
