/** What of an object can be owned, and which fields a configuration names. @see structured-merge-diff, typed.TypedValue.ToFieldSet */
import { isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import { itemStep, joinStep, setStep, type FieldPath } from './field-path.ts'
import type { FieldSet } from './field-set.ts'
import { fieldSchema, type FieldSchema } from './schema.ts'

const META_FIELDS = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
] as const

/** What names the object and what the server keeps belongs to nobody; its status belongs to who writes it by way of the subresource. */
export const withoutIdentity = (object: JsonObject): JsonObject => {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object
  if (!isJsonObject(metadata)) return { ...rest, metadata: {} }
  const owned = Object.fromEntries(Object.entries(metadata).filter(([name]) => !META_FIELDS.some((field) => field === name)))
  return { ...rest, metadata: owned }
}

/** No part of a set of fields: the object's metadata as a whole. */
export const METADATA = 'f:metadata'

const isEmptyMap = (value: unknown): boolean => value === null || (isJsonObject(value) && Object.keys(value).length === 0)

const collectItem = (paths: Set<FieldPath>, path: FieldPath, item: unknown, schema: FieldSchema): void => {
  collect(paths, path, item, schema)
  paths.add(path)
}

const collectField = (paths: Set<FieldPath>, path: FieldPath, value: unknown, schema: FieldSchema): void => {
  if (value !== undefined) collect(paths, path, value, schema)
  if (isEmptyMap(value)) paths.add(path)
}

const collect = (paths: Set<FieldPath>, path: FieldPath, value: unknown, schema: FieldSchema): void => {
  if (schema.kind === 'keyed-list' && isList(value)) {
    for (const item of value) collectItem(paths, joinStep(path, itemStep(item, schema.keys)), item, schema.items)
  } else if (schema.kind === 'set' && isList(value)) {
    for (const item of value) paths.add(joinStep(path, setStep(item)))
  } else if (schema.kind === 'map' && isJsonObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      const declared = schema.fields?.[name]
      const at = joinStep(path, `f:${name}`)
      if (declared === undefined) collectItem(paths, at, item, schema.items)
      else collectField(paths, at, item, declared)
    }
  } else if (schema.kind === 'structure' && isJsonObject(value)) {
    for (const [name, item] of Object.entries(value))
      collectField(paths, joinStep(path, `f:${name}`), item, fieldSchema(schema.structure, name))
  } else paths.add(path)
}

/** The fields that a configuration names, which is what applying it owns. */
export const appliedFields = (configuration: JsonObject, schema: FieldSchema): FieldSet => {
  const paths = new Set<FieldPath>()
  collect(paths, '', withoutIdentity(configuration), schema)
  paths.delete('')
  paths.delete(METADATA)
  return paths
}
