/** metadata.managedFields as a map of managers to the fields they own. @see Kubernetes documentation, "Server-Side Apply" */
import type { ManagedFieldsEntry } from '../../../kubernetes/generated/types.ts'
import type { JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { compareFields, difference, fieldValues, fromFieldsV1, toFieldsV1, union, type FieldSet } from './field-set.ts'
import { rootSchema } from './schema.ts'

export interface Ownership {
  readonly entry: ManagedFieldsEntry
  readonly fields: FieldSet
}

export interface Manager {
  readonly name: string
  readonly operation: 'Apply' | 'Update'
  readonly subresource?: string
}

export const isManager = ({ entry }: Ownership, { name, operation, subresource }: Manager): boolean =>
  entry.manager === name && entry.operation === operation && (entry.subresource ?? '') === (subresource ?? '')

export const readOwnership = (object: KubernetesObject): readonly Ownership[] =>
  (object.metadata.managedFields ?? [])
    .filter(({ manager, operation }) => manager !== undefined && operation !== undefined)
    .map((entry) => ({ entry, fields: fromFieldsV1(entry.fieldsV1) }))

/** Managers that own nothing are left out. */
export const writeOwnership = (owners: readonly Ownership[]): readonly ManagedFieldsEntry[] =>
  owners
    .filter(({ fields }) => fields.size > 0)
    .map(({ entry, fields }) => ({
      ...entry,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
    }))

export const newEntry = (object: KubernetesObject, manager: Manager, time: string): ManagedFieldsEntry => ({
  manager: manager.name,
  operation: manager.operation,
  apiVersion: object.apiVersion,
  time,
  fieldsType: 'FieldsV1',
  ...(manager.subresource === undefined ? {} : { subresource: manager.subresource }),
})

export const asJson = (object: KubernetesObject): JsonObject => ({ ...object })

/** Who owns what after an update: the manager takes every field it changed, and nobody keeps a field that is gone. */
export const ownershipAfterUpdate = (
  old: KubernetesObject | undefined,
  fresh: KubernetesObject,
  manager: Manager,
  time: string,
): readonly ManagedFieldsEntry[] => {
  const schema = rootSchema(fresh.apiVersion, fresh.kind)
  const before = old === undefined ? new Map<string, unknown>() : fieldValues(asJson(old), schema)
  const { changed, removed } = compareFields(before, fieldValues(asJson(fresh), schema))
  const given = readOwnership(fresh.metadata.managedFields === undefined && old !== undefined ? old : fresh)
  if (changed.size === 0 && removed.size === 0) return writeOwnership(given)
  const lost = union(changed, removed)
  const others = given
    .filter((owner) => !isManager(owner, manager))
    .map((owner) => ({ ...owner, fields: difference(owner.fields, lost) }))
  const mine = given.find((owner) => isManager(owner, manager))
  const fields = union(difference(mine?.fields ?? new Set(), removed), changed)
  return writeOwnership([...others, { entry: newEntry(fresh, manager, time), fields }])
}
