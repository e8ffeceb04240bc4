/** Objects that are posted and not stored: evictions, bindings, reviews, requests for tokens. */
import type { ManagedFieldsEntry } from '../../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { toTimestamp } from '../../time.ts'
import type { ResourceCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { ownershipAfterUpdate } from '../managed-fields/managers.ts'
import { decodeObject, managerOf, type Decoded } from './write-request.ts'

export interface PostedKind {
  readonly kind: string
  readonly group: string
  readonly version: string
  /** An older version that says the same. */
  readonly older?: string
}

/** The object of the body, decoded as one that is stored; its name is not held against the path's. */
export const readPosted = async (call: ResourceCall, { kind, group, version, older }: PostedKind): Promise<Decoded> => {
  const body = await readBody(call.request, kind)
  if (!body.ok) return body
  const { name: _name, ...collection } = call
  const apiVersion = group === '' ? version : `${group}/${version}`
  const isOlder = older !== undefined && body.value['apiVersion'] === `${group}/${older}`
  const value = isOlder ? { ...body.value, apiVersion } : body.value
  const info = { ...call.info, kind, group, version, apiVersion }
  return decodeObject(value, { ...collection, info }, body)
}

/** Who posted it owns all of it. */
export const ownedBy = (call: ResourceCall, object: KubernetesObject, subresource?: string): readonly ManagedFieldsEntry[] => {
  const manager = { name: managerOf(call), operation: 'Update' as const, ...(subresource === undefined ? {} : { subresource }) }
  return ownershipAfterUpdate(undefined, object, { manager, time: toTimestamp(call.context.clock.now()) })
}
