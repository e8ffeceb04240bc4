import type { KubernetesObject } from '../../kubernetes/object.ts'
import { create } from './write/create.ts'
import type { WriteContext } from './write/context.ts'
import type { InternalWriteOptions } from './write/finish.ts'
import { remove } from './write/remove.ts'
import { finalize, update, updateStatus } from './write/update.ts'
import type { Writer, WriteResult } from './writer.ts'

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
  finalize: (object, options = {}) => finalize(context, object, options),
  delete: (reference, options = {}) => remove(context, reference, options),
})
