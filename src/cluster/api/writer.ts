import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { StoredObject } from '../store/store.ts'

export type WriteResult =
  | {
      readonly ok: true
      readonly object: StoredObject
      readonly warnings: readonly string[]
      /** After a delete: the object is gone already. */
      readonly removed?: true
    }
  | { readonly ok: false; readonly status: Status }

export interface WriteOptions {
  /** Shown in managedFields, and who owns the fields that a write changes; without it ownership is left as it was. */
  readonly fieldManager?: string
  readonly dryRun?: boolean
  /** Creation stores the status that the object carries; the API's clients cannot ask for it. */
  readonly keepStatus?: boolean
  /** The status is somebody's own, and held to the rules as a client's is. */
  readonly isGiven?: true
  /** By way of which subresource; shown in managedFields. */
  readonly subresource?: string
}

export interface DeletionOptions {
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan'
  readonly gracePeriodSeconds?: number
  readonly uid?: string
  readonly resourceVersion?: string
  readonly dryRun?: boolean
}

/**
 * The API's write path without HTTP: decoding, defaulting, allocation, validation, optimistic concurrency, store. The REST handler,
 * the controllers and the manifests environment all write through it, so that one set of rules holds.
 * An object with a resourceVersion that is not the stored one is answered by a Conflict status.
 */
export interface Writer {
  create(object: KubernetesObject, options?: WriteOptions): WriteResult
  /**
   * Replaces everything but the status where the kind has a status of its own. An object that is being deleted is removed by the
   * update that takes its last finalizer (of a Namespace: also the last of spec.finalizers, which only `finalize` can change).
   */
  update(object: KubernetesObject, options?: WriteOptions): WriteResult
  updateStatus(object: KubernetesObject, options?: WriteOptions): WriteResult
  /** Stores an object that is there as it is given, unchecked: what kubelets report, and what no client could write. */
  record(object: KubernetesObject, options?: WriteOptions): WriteResult
  /** Changes a Namespace's spec.finalizers; without any, a Namespace that is being deleted is removed. */
  finalize(object: KubernetesObject, options?: WriteOptions): WriteResult
  /** Sets deletionTimestamp and waits for finalizers or the kubelet where the kind asks for it, else removes at once. */
  delete(reference: ObjectReference, options?: DeletionOptions): WriteResult
}
