/** metadata.managedFields as a map of managers to the fields they own. @see Kubernetes documentation, "Server-Side Apply" */
import type { ManagedFieldsEntry } from '../../../kubernetes/generated/types.ts'
import type { Schema } from '../../custom/structural-schema.ts'
import type { JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { compareObjects } from './compare-objects.ts'
import { difference, fromFieldsV1, toFieldsV1, union, type FieldSet } from './field-set.ts'
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

/** Managers that own nothing are left out; the others stand in Kubernetes' order. */
export const writeOwnership = (owners: readonly Ownership[]): readonly ManagedFieldsEntry[] =>
  owners
    .filter(({ fields }) => fields.size > 0)
    .map(({ entry, fields }) => ({
      ...entry,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
    }))
    .sort(inOrder)

export const newEntry = (object: KubernetesObject, manager: Manager, time: string): ManagedFieldsEntry => ({
  manager: manager.name,
  operation: manager.operation,
  apiVersion: object.apiVersion,
  // Kubernetes enters who scales without the time.
  ...(manager.subresource === 'scale' ? {} : { time }),
  fieldsType: 'FieldsV1',
  ...(manager.subresource === undefined ? {} : { subresource: manager.subresource }),
})

export const asJson = (object: KubernetesObject): JsonObject => ({ ...object })

/** As Kubernetes orders them: what is applied first, then by time and name. */
const inOrder = (a: ManagedFieldsEntry, b: ManagedFieldsEntry): number =>
  compareText(a.operation, b.operation) ||
  compareText(a.time, b.time) ||
  compareText(a.manager, b.manager) ||
  compareText(a.apiVersion, b.apiVersion) ||
  compareText(a.subresource, b.subresource)

const compareText = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)

/** Who changes an object, and when. */
export interface Author {
  readonly manager: Manager
  readonly time: string
  /** The schema of a kind that a CustomResourceDefinition brings. */
  readonly custom?: Schema
}

/**
 * Who owns what after an update: the manager takes every field it changed, and nobody keeps a field that is gone. Whoever only took fields
 * away is not entered, and an object that nobody owned anything of stays so.
 */
export const ownershipAfterUpdate = (
  old: KubernetesObject | undefined,
  fresh: KubernetesObject,
  { manager, time, custom }: Author,
): readonly ManagedFieldsEntry[] => {
  const schema = rootSchema(fresh.apiVersion, fresh.kind, custom)
  const { changed, removed } = compareObjects(old === undefined ? {} : asJson(old), asJson(fresh), schema)
  const given = readOwnership(fresh.metadata.managedFields === undefined && old !== undefined ? old : fresh)
  if (old !== undefined && given.length === 0) return []
  if (changed.size === 0 && removed.size === 0) return writeOwnership(given)
  const lost = union(changed, removed)
  const left = given.map((owner) => ({ ...owner, fields: difference(owner.fields, lost) }))
  if (changed.size === 0) return writeOwnership(left)
  const mine = left.find((owner) => isManager(owner, manager))
  const fields = union(mine?.fields ?? new Set(), changed)
  const others = left.filter((owner) => owner !== mine)
  return writeOwnership([...others, { entry: newEntry(fresh, manager, time), fields }])
}
