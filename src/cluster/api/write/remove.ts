/** Deletion: at once, or in steps where the kubelet, finalizers or a namespace's contents must be waited for. */
import { conflict, notFound } from '../../../kubernetes/errors.ts'
import { isNamespace, isPod } from '../../../kubernetes/guards.ts'
import type { KubernetesObject, ObjectReference } from '../../../kubernetes/object.ts'
import { RESOURCES, type ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { findServed } from '../../custom/served.ts'
import type { Store, StoredObject } from '../../store/store.ts'
import { toTimestamp } from '../../time.ts'
import { recordAddresses } from '../allocate/ip-addresses.ts'
import { refuseNamespaceDeletion } from '../admission/namespace.ts'
import { refusePriorityClassDeletion } from '../admission/priority.ts'
import type { DeletionOptions, WriteResult } from '../writer.ts'
import { refuse, subjectOf, type WriteContext } from './context.ts'
import { unknownKind } from './create.ts'
import { hasGeneration } from './identity.ts'

const DEFAULT_GRACE_SECONDS = 30

const hasFinalizers = ({ metadata }: KubernetesObject): boolean => (metadata.finalizers ?? []).length > 0

/** Whether nothing holds an object that is being deleted any more. */
const isDone = (object: KubernetesObject): boolean => {
  const { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata
  if (deletionTimestamp === undefined || hasFinalizers(object)) return false
  if (isNamespace(object)) return (object.spec?.finalizers ?? []).length === 0
  return !isPod(object) || (deletionGracePeriodSeconds ?? 0) === 0
}

export const removeIfDone = (
  context: WriteContext,
  info: ResourceInfo,
  result: WriteResult & { readonly ok: true },
): WriteResult => {
  const { metadata } = result.object
  if (!isDone(result.object)) return result
  context.store.remove(info.name, metadata.namespace, metadata.name ?? '')
  recordAddresses(context, result.object, undefined)
  return { ...result, removed: true }
}

const FINALIZERS = { Foreground: 'foregroundDeletion', Orphan: 'orphan' } as const

/** What becomes of dependents is written down as a finalizer, which the garbage collector takes away when it has seen to it. */
const withPropagation = (object: StoredObject, options: DeletionOptions): StoredObject => {
  const { propagation } = options
  if (propagation === undefined) return object
  const others = (object.metadata.finalizers ?? []).filter(
    (name) => name !== FINALIZERS.Foreground && name !== FINALIZERS.Orphan,
  )
  const finalizers = propagation === 'Background' ? others : [...others, FINALIZERS[propagation]]
  const { finalizers: _old, ...metadata } = object.metadata
  return { ...object, metadata: finalizers.length === 0 ? metadata : { ...metadata, finalizers } }
}

/** A Pod that no kubelet has, or that has ended, needs no time to stop. */
const graceSeconds = (object: StoredObject, asked: number | undefined): number => {
  if (!isPod(object)) return 0
  const { phase } = object.status ?? {}
  const { nodeName = '', terminationGracePeriodSeconds = DEFAULT_GRACE_SECONDS } = object.spec ?? {}
  if (nodeName === '' || phase === 'Succeeded' || phase === 'Failed') return 0
  const wanted = asked ?? terminationGracePeriodSeconds
  // A negative period means "as short as it gets, but tell the kubelet".
  return wanted < 0 ? 1 : wanted
}

/** A second deletion can only shorten the first one's time. */
const markDeleted = (context: WriteContext, object: StoredObject, seconds: number): StoredObject => {
  const { metadata } = object
  const running = metadata.deletionTimestamp !== undefined
  if (running && seconds >= (metadata.deletionGracePeriodSeconds ?? 0)) return object
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(hasGeneration(object) && !running ? { generation: (metadata.generation ?? 0) + 1 } : {}),
      deletionTimestamp: toTimestamp(context.clock.now() + seconds * 1000),
      // A Namespace ends by its content, not by a time.
      ...(isNamespace(object) ? {} : { deletionGracePeriodSeconds: seconds }),
    },
  }
}

const markNamespace = (object: StoredObject): StoredObject =>
  isNamespace(object) ? Object.assign({}, object, { status: { ...object.status, phase: 'Terminating' } }) : object

const refusePrecondition = (stored: StoredObject, info: ResourceInfo, options: DeletionOptions): Status | undefined => {
  const { uid, resourceVersion, name } = stored.metadata
  // Here, and only here, the server names the kind in place of the resource.
  const subject = { ...subjectOf(info, name), resource: info.kind }
  const because = (field: string, wanted: string, found: string, why: string): Status =>
    conflict(
      subject,
      `the ${field} in the precondition (${wanted}) does not match the ${field} in record (${found}). The object might have been ${why}`,
    )
  if (options.uid !== undefined && options.uid !== uid)
    return because('UID', options.uid, uid ?? '', 'deleted and then recreated')
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion)
    return because('ResourceVersion', options.resourceVersion, resourceVersion ?? '', 'modified')
  if (info.kind === 'PriorityClass') return refusePriorityClassDeletion(name ?? '')
  return info.kind === 'Namespace' ? refuseNamespaceDeletion(name ?? '') : undefined
}

/** References may leave the apiVersion out where the kind says enough. */
const resourceOf = ({ apiVersion, kind }: ObjectReference, store: Store): ResourceInfo | undefined =>
  apiVersion === undefined ? RESOURCES.find((info) => info.kind === kind) : findServed(store, apiVersion, kind)

/** Of a Pod that goes at once, who deleted it is shown what was decided. */
const asMarked = (marked: StoredObject, { metadata: { resourceVersion } }: StoredObject): StoredObject => ({
  ...marked,
  metadata: { ...marked.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
})

export const remove = (context: WriteContext, reference: ObjectReference, options: DeletionOptions): WriteResult => {
  const info = resourceOf(reference, context.store)
  if (info === undefined) return unknownKind({ apiVersion: reference.apiVersion ?? '', kind: reference.kind })
  const namespace = info.namespaced ? (reference.namespace ?? 'default') : undefined
  const stored = context.store.get(info.name, namespace, reference.name)
  if (stored === undefined) return refuse(notFound(subjectOf(info, reference.name)))
  const status = refusePrecondition(stored, info, options)
  if (status !== undefined) return refuse(status)
  const marked = markNamespace(
    markDeleted(context, withPropagation(stored, options), graceSeconds(stored, options.gracePeriodSeconds)),
  )
  const done = isDone(marked)
  if (options.dryRun === true) return { ok: true, object: marked, warnings: [], ...(done ? { removed: true } : {}) }
  if (!done) return { ok: true, object: context.store.put(info.name, marked), warnings: [] }
  const removed = context.store.remove(info.name, namespace, reference.name) ?? marked
  recordAddresses(context, removed, undefined)
  return { ok: true, object: isPod(removed) ? asMarked(marked, removed) : removed, warnings: [], removed: true }
}
