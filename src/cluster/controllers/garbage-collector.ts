/** Removes what belonged to objects that are gone. @see kubernetes pkg/controller/garbagecollector, v1.34 */
import { referenceTo } from '../../kubernetes/object.ts'
import type { Index, StoredObject } from '../store/store.ts'
import type { Controller, ControllerContext, ReconcileKey } from './controller.ts'

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'
const RETRY_MS = 50

const BY_OWNER: Index = {
  keysOf: ({ metadata }) => (metadata.ownerReferences ?? []).map(({ uid }) => uid),
}

const dependentsOf = (uid: string, { store }: ControllerContext): readonly StoredObject[] => store.indexed(BY_OWNER, uid)

const withoutOwner = (object: StoredObject, uid: string): StoredObject => {
  const { ownerReferences = [], ...metadata } = object.metadata
  const others = ownerReferences.filter((owner) => owner.uid !== uid)
  return { ...object, metadata: others.length === 0 ? metadata : { ...metadata, ownerReferences: others } }
}

/** The owner is gone: what had no other owner goes, too. */
function collect(uid: string, context: ControllerContext): void {
  for (const object of dependentsOf(uid, context)) {
    const others = (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid)
    if (others.length > 0) context.writer.update(withoutOwner(object, uid))
    else if (object.metadata.deletionTimestamp === undefined)
      context.writer.delete(referenceTo(object), { propagation: 'Background' })
  }
}

const dropFinalizer = (object: StoredObject, finalizer: string, { writer }: ControllerContext): void => {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer)
  writer.update({ ...object, metadata: { ...object.metadata, finalizers } })
}

function release(object: StoredObject, context: ControllerContext): number | undefined {
  const uid = object.metadata.uid ?? ''
  const finalizers = object.metadata.finalizers ?? []
  if (finalizers.includes(ORPHAN)) {
    for (const dependent of dependentsOf(uid, context)) context.writer.update(withoutOwner(dependent, uid))
    dropFinalizer(object, ORPHAN, context)
    return undefined
  }
  if (!finalizers.includes(FOREGROUND)) return undefined
  const blocking = dependentsOf(uid, context)
  if (blocking.length === 0) {
    dropFinalizer(object, FOREGROUND, context)
    return undefined
  }
  for (const dependent of blocking)
    if (dependent.metadata.deletionTimestamp === undefined)
      context.writer.delete(referenceTo(dependent), { propagation: 'Foreground' })
  return RETRY_MS
}

const GONE = 'gone:'

export const garbageCollector: Controller = {
  name: 'garbage-collector',
  watches: 'all',
  keysFor: ({ type, resource, object }): readonly ReconcileKey[] => {
    if (type === 'DELETED') return [{ name: `${GONE}${object.metadata.uid ?? ''}` }]
    const { deletionTimestamp, finalizers = [], namespace, name } = object.metadata
    if (deletionTimestamp === undefined || finalizers.length === 0) return []
    return [{ ...(namespace === undefined ? {} : { namespace }), name: `${resource}/${name ?? ''}` }]
  },
  reconcile: ({ namespace, name }, context) => {
    if (name.startsWith(GONE)) {
      collect(name.slice(GONE.length), context)
      return undefined
    }
    const slash = name.indexOf('/')
    const object = context.store.get(name.slice(0, slash), namespace, name.slice(slash + 1))
    return object === undefined ? undefined : release(object, context)
  },
}
