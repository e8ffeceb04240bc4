/** metadata.managedFields as a map of managers to the fields they own. @see Kubernetes documentation, "Server-Side Apply" */
import type { ManagedFieldsEntry } from '../../../kubernetes/generated/types.ts'
import type { Schema } from '../../custom/structural-schema.ts'
import type { JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { compareObjects, type Comparison } from './compare-objects.ts'
import { difference, fromFieldsV1, hasField, toFieldsV1, union, type FieldSet } from './field-set.ts'
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

const isNamed = ({ manager, operation }: ManagedFieldsEntry): boolean => manager !== undefined && operation !== undefined

const isEntryOf = (entry: ManagedFieldsEntry, { name, operation, subresource }: Manager): boolean =>
  entry.manager === name && entry.operation === operation && (entry.subresource ?? '') === (subresource ?? '')

export const isManager = ({ entry }: Ownership, manager: Manager): boolean => isEntryOf(entry, manager)

export const readOwnership = (object: KubernetesObject): readonly Ownership[] =>
  (object.metadata.managedFields ?? []).filter(isNamed).map((entry) => ({ entry, fields: fromFieldsV1(entry.fieldsV1) }))

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

/** An entry as it is without these fields; nothing where none are left. */
const withoutFields = (entry: ManagedFieldsEntry, lost: FieldSet): readonly ManagedFieldsEntry[] => {
  if (![...lost].some((path) => hasField(entry.fieldsV1, path))) return [entry]
  const fields = difference(fromFieldsV1(entry.fieldsV1), lost)
  return fields.size === 0 ? [] : [{ ...entry, fieldsV1: toFieldsV1(fields) }]
}

/** The fields of an entry, less what is gone, with what has changed: mostly as they were. */
const fieldsAfter = ({ fieldsV1 }: ManagedFieldsEntry, { changed, removed }: Comparison): unknown => {
  const isSame =
    [...changed].every((path) => hasField(fieldsV1, path)) && ![...removed].some((path) => hasField(fieldsV1, path))
  return isSame ? fieldsV1 : toFieldsV1(union(difference(fromFieldsV1(fieldsV1), removed), changed))
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
  const given = (fresh.metadata.managedFields ?? old?.metadata.managedFields ?? []).filter(isNamed)
  if (old !== undefined && given.length === 0) return []
  const schema = rootSchema(fresh.apiVersion, fresh.kind, custom)
  const comparison = compareObjects(old === undefined ? {} : asJson(old), asJson(fresh), schema)
  const { changed, removed } = comparison
  if (changed.size === 0 && removed.size === 0) return given.sort(inOrder)
  const mine = changed.size === 0 ? undefined : given.find((entry) => isEntryOf(entry, manager))
  const lost = union(changed, removed)
  const others = given.filter((entry) => entry !== mine).flatMap((entry) => withoutFields(entry, lost))
  if (changed.size === 0) return others.sort(inOrder)
  const fieldsV1 = mine === undefined ? toFieldsV1(changed) : fieldsAfter(mine, comparison)
  return [...others, { ...newEntry(fresh, manager, time), fieldsV1 }].sort(inOrder)
}
