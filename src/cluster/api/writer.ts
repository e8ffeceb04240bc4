import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { StoredObject } from '../store/store.ts'

export type WriteResult =
  | { readonly ok: true; readonly object: StoredObject; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly status: Status }

export interface WriteOptions {
  /** Shown in managedFields; controllers give their own name. */
  readonly fieldManager?: string
  readonly dryRun?: boolean
}

export interface DeletionOptions {
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan'
  readonly gracePeriodSeconds?: number
  readonly uid?: string
}

/**
 * The API's write path without HTTP: decoding, defaulting, allocation, validation, optimistic concurrency, store. The REST handler,
 * the controllers and the manifests environment all write through it, so that one set of rules holds.
 * An object with a resourceVersion that is not the stored one is answered by a Conflict status.
 */
export interface Writer {
  create(object: KubernetesObject, options?: WriteOptions): WriteResult
  update(object: KubernetesObject, options?: WriteOptions): WriteResult
  updateStatus(object: KubernetesObject, options?: WriteOptions): WriteResult
  /** Sets deletionTimestamp and waits for finalizers or the kubelet where the kind asks for it, else removes at once. */
  delete(reference: ObjectReference, options?: DeletionOptions): WriteResult
}
