/** The last step of a write: who owns what, and the store. */
import type { ManagedFieldsEntry } from '../../../kubernetes/generated/types.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { warningsFor } from '../../../kubernetes/validation/warnings/warnings.ts'
import { customResourceOf } from '../../custom/served.ts'
import type { StoredObject } from '../../store/store.ts'
import { recordAddresses } from '../allocate/ip-addresses.ts'
import type { UserInfo } from '../authentication/user.ts'
import { ownershipAfterUpdate } from '../managed-fields/managers.ts'
import type { WriteOptions, WriteResult } from '../writer.ts'
import { withEachOwnerOnce } from './owners.ts'
import { timestamp, type WriteContext } from './context.ts'

/** What the REST handler may say besides. */
export interface InternalWriteOptions extends WriteOptions {
  /** What server-side apply found; taken as it is. */
  readonly managedFields?: readonly ManagedFieldsEntry[]
  /** In whose name it is: who may not grant more than they hold. Absent for the cluster's own writes. */
  readonly author?: UserInfo
  /** What a cluster begins with: it is known to be valid (bootstrap.test.ts). */
  readonly known?: boolean
  /** The group and version that the client asked: they may rule otherwise than the stored ones. */
  readonly servedAs?: string
}

export interface Finished {
  readonly info: ResourceInfo
  readonly object: KubernetesObject
  /** What the client sent, with its defaults: what the server adds besides belongs to nobody. The object itself where it is left out. */
  readonly received?: KubernetesObject
  readonly stored?: StoredObject
  readonly options: InternalWriteOptions
  readonly warnings: readonly string[]
}

/** For who asked; the cluster's own writes have no reader. */
export const warningsIn = (object: KubernetesObject, { author }: InternalWriteOptions): readonly string[] =>
  author === undefined ? [] : warningsFor(object)

const withManagedFields = (
  object: KubernetesObject,
  managedFields: readonly ManagedFieldsEntry[] | undefined,
): KubernetesObject => {
  const { managedFields: _old, ...metadata } = object.metadata
  return {
    ...object,
    metadata: { ...metadata, ...(managedFields === undefined || managedFields.length === 0 ? {} : { managedFields }) },
  }
}

const owned = (context: WriteContext, { info, object, received = object, stored, options }: Finished): KubernetesObject => {
  if (options.managedFields !== undefined) return withManagedFields(object, options.managedFields)
  const given = object.metadata.managedFields
  if (options.fieldManager === undefined) return withManagedFields(object, given ?? stored?.metadata.managedFields)
  const manager = {
    name: options.fieldManager,
    operation: 'Update' as const,
    ...(options.subresource === undefined ? {} : { subresource: options.subresource }),
  }
  const schema = customResourceOf(context.store, info)?.schema
  const custom = schema === undefined ? {} : { custom: schema }
  return withManagedFields(object, ownershipAfterUpdate(stored, received, { manager, time: timestamp(context), ...custom }))
}

export const finish = (context: WriteContext, finished: Finished): WriteResult => {
  const { info, stored, options } = finished
  const single = withEachOwnerOnce(finished.object)
  const warnings = [...finished.warnings, ...single.warnings]
  const object = owned(context, { ...finished, object: single.object })
  if (stored !== undefined && isEqual(object, stored)) return { ok: true, object: stored, warnings }
  if (options.dryRun === true) return { ok: true, object, warnings }
  const written = context.store.put(info.name, object)
  recordAddresses(context, stored, written)
  return { ok: true, object: written, warnings }
}
