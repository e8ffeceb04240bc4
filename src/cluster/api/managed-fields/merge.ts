/** Merging an applied configuration into an object, and taking fields out of it. */
import { isEqual, isJsonObject, isList } from '../../../kubernetes/json.ts'
import { itemStep, joinStep, setStep, type FieldPath } from './field-path.ts'
import type { FieldSet } from './field-set.ts'
import { fieldSchema, type FieldSchema } from './schema.ts'

const innerSchema = (schema: FieldSchema, name: string): FieldSchema =>
  schema.kind === 'structure'
    ? fieldSchema(schema.structure, name)
    : schema.kind === 'map'
      ? (schema.fields?.[name] ?? schema.items)
      : { kind: 'atomic' }

/** Items that are new come where the configuration has them; the order of the others is the configuration's, then the object's. */
const mergeKeyed = (
  live: readonly unknown[],
  applied: readonly unknown[],
  schema: FieldSchema & { readonly kind: 'keyed-list' },
): readonly unknown[] => {
  const stepOf = (item: unknown): string => itemStep(item, schema.keys)
  const ours = new Set(applied.map(stepOf))
  const result = applied.map((item) =>
    mergeFields(
      live.find((other) => stepOf(other) === stepOf(item)),
      item,
      schema.items,
    ),
  )
  const before: unknown[] = []
  const after: unknown[] = []
  const firstShared = live.findIndex((item) => ours.has(stepOf(item)))
  live.forEach((item, index) => {
    if (!ours.has(stepOf(item))) (firstShared < 0 || index < firstShared ? before : after).push(item)
  })
  return [...before, ...result, ...after]
}

export const mergeFields = (live: unknown, applied: unknown, schema: FieldSchema): unknown => {
  if (schema.kind === 'atomic') return applied
  if (isList(applied)) {
    if (!isList(live)) return applied
    if (schema.kind === 'keyed-list') return mergeKeyed(live, applied, schema)
    return [...live, ...applied.filter((item) => !live.some((other) => isEqual(other, item)))]
  }
  if (!isJsonObject(applied) || !isJsonObject(live)) return applied
  const result: Record<string, unknown> = { ...live }
  for (const [name, value] of Object.entries(applied)) {
    if (value !== undefined) result[name] = mergeFields(live[name], value, innerSchema(schema, name))
  }
  return result
}

const pruneItems = (list: readonly unknown[], gone: FieldSet, schema: FieldSchema, at: FieldPath): readonly unknown[] => {
  const stepOf = (item: unknown): string => (schema.kind === 'keyed-list' ? itemStep(item, schema.keys) : setStep(item))
  return list
    .filter((item) => !gone.has(joinStep(at, stepOf(item))))
    .map((item) => (schema.kind === 'keyed-list' ? pruneFields(item, gone, schema.items, joinStep(at, stepOf(item))) : item))
}

/** Containers that lose all they held go with it. */
export const pruneFields = (value: unknown, gone: FieldSet, schema: FieldSchema, at: FieldPath = ''): unknown => {
  if (gone.size === 0 || schema.kind === 'atomic') return value
  if (isList(value)) {
    const kept = pruneItems(value, gone, schema, at)
    return kept.length === 0 && value.length > 0 ? undefined : kept
  }
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value)
    .filter(([name]) => !gone.has(joinStep(at, `f:${name}`)))
    .map(([name, item]) => [name, pruneFields(item, gone, innerSchema(schema, name), joinStep(at, `f:${name}`))] as const)
    .filter(([, item]) => item !== undefined)
  return entries.length === 0 && Object.keys(value).length > 0 ? undefined : Object.fromEntries(entries)
}
