import type { KubernetesObject } from '../../kubernetes/object.ts'
import { create } from './write/create.ts'
import type { WriteContext } from './write/context.ts'
import type { InternalWriteOptions } from './write/finish.ts'
import { remove } from './write/remove.ts'
import { finalize, record, update, updateStatus } from './write/update.ts'
import type { Writer, WriteOptions, WriteResult } from './writer.ts'

/** The writer as the REST handler uses it. */
export interface ApiWriter extends Writer {
  create(object: KubernetesObject, options?: InternalWriteOptions): WriteResult
  update(object: KubernetesObject, options?: InternalWriteOptions): WriteResult
  updateStatus(object: KubernetesObject, options?: InternalWriteOptions): WriteResult
}

/** One set of rules for everybody who writes: see Writer. Without state of its own; the store is the only record. */
export const createWriter = (context: WriteContext): ApiWriter => ({
  create: (object, options = {}) => create(context, object, options),
  update: (object, options = {}) => update(context, object, options),
  updateStatus: (object, options = {}) => updateStatus(context, object, options),
  record: (object, options = {}) => record(context, object, options),
  finalize: (object, options = {}) => finalize(context, object, options),
  delete: (reference, options = {}) => remove(context, reference, options),
})

/** What a controller read may be older than what is there: who owns what is the store's. */
const unowned = (object: KubernetesObject): KubernetesObject => {
  const { managedFields: _read, ...metadata } = object.metadata
  return { ...object, metadata }
}

/** The same, where whoever does not say another name writes in this one. */
export const writeAs = (writer: Writer, fieldManager: string): Writer => {
  const named = (options: WriteOptions | undefined): WriteOptions => ({ fieldManager, ...options })
  return {
    create: (object, options) => writer.create(unowned(object), named(options)),
    update: (object, options) => writer.update(unowned(object), named(options)),
    updateStatus: (object, options) => writer.updateStatus(unowned(object), named(options)),
    record: (object, options) => writer.record(unowned(object), named(options)),
    finalize: (object, options) => writer.finalize(unowned(object), named(options)),
    delete: (reference, options) => writer.delete(reference, options),
  }
}
