/** Keeps the number of Pods that a ReplicaSet or a ReplicationController asks for: one loop, told what is its own. @see kubernetes pkg/controller/replicaset, v1.34 */
import type {
  LabelSelector,
  Pod,
  PodTemplateSpec,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import {
  controllerOf,
  isPodActive,
  keyOfObject,
  keysByOwner,
  ownerReferenceTo,
  podFromTemplate,
  podsOwnedBy,
} from '../owners.ts'
import { toTimestamp } from '../../time.ts'
import type { ResourceName, Store, StoredObject, StoreEvent } from '../../store/store.ts'
import { retryMs } from '../retry.ts'
import { byUsefulness } from './usefulness.ts'
import type { Controller, ControllerContext, ReconcileKey } from '../controller.ts'

/** A set as the loop sees it, whatever its kind. */
export interface ReplicatedSet {
  readonly replicas?: number
  readonly selector?: LabelSelector
  readonly template?: PodTemplateSpec
  readonly minReadySeconds?: number
}

/** A kind of sets. */
export interface SetKind {
  readonly kind: string
  readonly resource: ResourceName
  /** The loop's name, and that of the component in its events. */
  readonly name: string
  readonly component: string
  /** What an object of the kind asks for; undefined for others. */
  readonly read: (object: StoredObject) => ReplicatedSet | undefined
}

interface Owner extends ReplicatedSet {
  readonly object: StoredObject
  readonly component: string
}

const readySinceMs = (pod: Pod): number =>
  Date.parse(pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '') || 0

/** Ready for long enough. */
const isPodAvailable = (pod: Pod, minReadySeconds: number, nowMs: number): boolean =>
  isPodReady(pod) && (minReadySeconds === 0 || readySinceMs(pod) + minReadySeconds * 1000 <= nowMs)

/** Pods without an owner that the selector chooses become the set's own. */
function adopt({ object, selector }: Owner, { store, writer }: ControllerContext): void {
  for (const pod of store.list('pods', object.metadata.namespace).filter(isPod)) {
    if (controllerOf(pod) !== undefined || !isPodActive(pod)) continue
    if (!matchesSelector(selector, pod.metadata.labels ?? {})) continue
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownerReferenceTo(object)]
    writer.update({ ...pod, metadata: { ...pod.metadata, ownerReferences } })
  }
}

/** Returns why a Pod could not be made, if so. */
function scale(set: Owner, active: readonly Pod[], context: ControllerContext): string | undefined {
  const missing = (set.replicas ?? 1) - active.length
  if (missing > 0) return grow(set, missing, context)
  if (missing < 0) shrink(set, byUsefulness(active, context).slice(0, -missing), context)
  return undefined
}

const about = ({ object }: Owner): ReturnType<typeof referenceTo> & { readonly uid: string } => ({
  ...referenceTo(object),
  uid: object.metadata.uid ?? '',
})

function grow(set: Owner, missing: number, context: ControllerContext): string | undefined {
  const { object, template = {}, component } = set
  for (let count = 0; count < missing; count++) {
    const result = context.writer.create(podFromTemplate({ owner: object, template }))
    const [type, reason, message] = result.ok
      ? (['Normal', 'SuccessfulCreate', `Created pod: ${result.object.metadata.name ?? ''}`] as const)
      : (['Warning', 'FailedCreate', `Error creating: ${result.status.message ?? ''}`] as const)
    context.recordEvent({ about: about(set), type, reason, message, component })
    if (!result.ok) return result.status.message ?? ''
  }
  return undefined
}

function shrink(set: Owner, leaving: readonly Pod[], context: ControllerContext): void {
  for (const pod of leaving) {
    context.writer.delete(referenceTo(pod))
    const message = `Deleted pod: ${pod.metadata.name ?? ''}`
    const { component } = set
    context.recordEvent({ about: about(set), type: 'Normal', reason: 'SuccessfulDelete', message, component })
  }
}

function statusOf({ object, minReadySeconds = 0 }: Owner, active: readonly Pod[], nowMs: number): ReplicaSetStatus {
  const ready = active.filter(isPodReady).length
  const available = active.filter((pod) => isPodAvailable(pod, minReadySeconds, nowMs)).length
  return {
    replicas: active.length,
    ...(active.length === 0 ? {} : { fullyLabeledReplicas: active.length }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    observedGeneration: object.metadata.generation ?? 1,
  }
}

const failureCondition = (message: string, nowMs: number): ReplicaSetCondition => ({
  type: 'ReplicaFailure',
  status: 'True',
  lastTransitionTime: toTimestamp(nowMs),
  reason: 'FailedCreate',
  message,
})

const failureOf = (object: StoredObject): ReplicaSetCondition | undefined =>
  (object as { readonly status?: ReplicaSetStatus }).status?.conditions?.find(({ type }) => type === 'ReplicaFailure')

/** The sets that a change concerns: its own, the Pod's owner, or all that could adopt the Pod. */
const setsConcerned = ({ kind, resource, read }: SetKind, event: StoreEvent, store: Store): readonly ReconcileKey[] => {
  const owned = keysByOwner(resource, kind)(event)
  if (owned.length > 0 || event.resource !== 'pods' || controllerOf(event.object) !== undefined) return owned
  return store
    .list(resource, event.object.metadata.namespace)
    .filter((set) => matchesSelector(read(set)?.selector, event.object.metadata.labels ?? {}))
    .map(keyOfObject)
}

/** The control loop of a kind of sets. */
export const createSetController = (setKind: SetKind): Controller => ({
  name: setKind.name,
  watches: [setKind.resource, 'pods'],
  keysFor: (event, { store }) => setsConcerned(setKind, event, store),
  reconcile: (key, context) => {
    const { store, writer, clock } = context
    const object = store.get(setKind.resource, key.namespace, key.name)
    const read = object === undefined ? undefined : setKind.read(object)
    if (object === undefined || read === undefined) return undefined
    const set: Owner = { ...read, object, component: setKind.component }
    let failure: string | undefined
    if (object.metadata.deletionTimestamp === undefined) {
      adopt(set, context)
      failure = scale(set, podsOwnedBy(store, object).filter(isPodActive), context)
    }
    const known = failureOf(object)
    const status: ReplicaSetStatus = {
      ...statusOf(set, podsOwnedBy(store, object).filter(isPodActive), clock.now()),
      ...(failure === undefined ? {} : { conditions: [known ?? failureCondition(failure, clock.now())] }),
    }
    const { apiVersion, kind } = object
    writer.updateStatus(Object.assign({ apiVersion, kind, metadata: keyOfObject(object) }, { status }))
    const waits = (status.readyReplicas ?? 0) > (status.availableReplicas ?? 0)
    const now = clock.now()
    if (failure !== undefined) return retryMs(Date.parse(known?.lastTransitionTime ?? '') || now, now)
    return waits ? 1000 : undefined
  },
})
