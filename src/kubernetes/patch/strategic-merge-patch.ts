/**
 * Strategic merge patch: a merge patch that merges lists by the key of their items.
 * @see k8s.io/apimachinery pkg/util/strategicpatch, v1.34
 */
import { typeOf } from '../field-types.ts'
import { fieldsOf } from '../structure.ts'
import { isEqual, isJsonObject, isList, type JsonObject } from '../json.ts'
import { isPatchedAsSet, patchMergeKey } from './merge-keys.ts'

const DIRECTIVE = '$patch'
const RETAIN = '$retainKeys'
const ORDER = '$setElementOrder/'
const DELETE_PRIMITIVE = '$deleteFromPrimitiveList/'

const fieldType = (structure: string, field: string): string => typeOf(fieldsOf(structure)?.[field] ?? '')

/** The structure of a field's value or, for lists and maps, of its items. */
const structureOf = (structure: string, field: string): string => fieldType(structure, field).replaceAll(/\[\]|\{\}/gu, '')

const stripDirectives = (value: unknown): unknown => {
  if (isList(value)) return value.filter((item) => !isJsonObject(item) || item[DIRECTIVE] === undefined).map(stripDirectives)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => !key.startsWith('$') && item !== null)
      .map(([key, item]) => [key, stripDirectives(item)]),
  )
}

const mergeKeyedList = (
  target: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  structure: string,
): readonly unknown[] => {
  if (patch.some((item) => isJsonObject(item) && item[DIRECTIVE] === 'replace'))
    return patch.filter((item) => !isJsonObject(item) || item[DIRECTIVE] !== 'replace').map(stripDirectives)
  let result = [...target]
  for (const item of patch) {
    if (!isJsonObject(item)) continue
    const at = result.findIndex((existing) => isJsonObject(existing) && isEqual(existing[key], item[key]))
    if (item[DIRECTIVE] === 'delete') result = result.filter((_, index) => index !== at)
    else if (at < 0) result.push(stripDirectives(item))
    else result[at] = mergeObject(result[at], item, structure)
  }
  return interleave(result, patch, target, key)
}

/** Items of the patch come in its order, others in theirs; a new item stands before the others that follow it nowhere. */
const interleave = (
  merged: readonly unknown[],
  patch: readonly unknown[],
  target: readonly unknown[],
  key: string,
): readonly unknown[] => {
  const indexIn = (list: readonly unknown[], item: unknown): number =>
    list.findIndex((other) => isJsonObject(other) && isJsonObject(item) && isEqual(other[key], item[key]))
  const patched = merged.filter((item) => indexIn(patch, item) >= 0).sort((a, b) => indexIn(patch, a) - indexIn(patch, b))
  const others = merged.filter((item) => indexIn(patch, item) < 0)
  const result: unknown[] = []
  for (const item of patched) {
    const before = indexIn(target, item)
    while (others.length > 0 && before >= 0 && indexIn(target, others[0]) < before) result.push(others.shift())
    result.push(item)
  }
  return [...result, ...others]
}

const orderBy = (list: readonly unknown[], order: readonly unknown[], key: string | undefined): readonly unknown[] => {
  const rank = (item: unknown): number =>
    order.findIndex((wanted) =>
      key !== undefined && isJsonObject(wanted) && isJsonObject(item) ? isEqual(wanted[key], item[key]) : isEqual(wanted, item),
    )
  const ranked = list.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b))
  return [...ranked, ...list.filter((item) => rank(item) < 0)]
}

const mergeField = (target: unknown, patch: unknown, structure: string, field: string): unknown => {
  const inner = structureOf(structure, field)
  if (isJsonObject(patch)) return mergeObject(target, patch, inner)
  if (!isList(patch)) return patch
  const key = patchMergeKey(structure, field)
  if (key !== undefined) return mergeKeyedList(isList(target) ? target : [], patch, key, inner)
  if (isPatchedAsSet(structure, field) && isList(target)) return [...target, ...patch.filter((item) => !target.includes(item))]
  return stripDirectives(patch)
}

const applyListDirectives = (result: Record<string, unknown>, patch: JsonObject, structure: string): void => {
  for (const [name, value] of Object.entries(patch)) {
    if (!isList(value)) continue
    if (name.startsWith(DELETE_PRIMITIVE)) {
      const list = result[name.slice(DELETE_PRIMITIVE.length)]
      if (isList(list)) result[name.slice(DELETE_PRIMITIVE.length)] = list.filter((item) => !value.includes(item))
    } else if (name.startsWith(ORDER)) {
      const field = name.slice(ORDER.length)
      const list = result[field]
      if (isList(list)) result[field] = orderBy(list, value, patchMergeKey(structure, field))
    }
  }
}

const mergeObject = (target: unknown, patch: JsonObject, structure: string): unknown => {
  if (patch[DIRECTIVE] === 'replace') return stripDirectives(patch)
  if (patch[DIRECTIVE] === 'delete') return undefined
  const retain = patch[RETAIN]
  const base: JsonObject = isJsonObject(target) ? target : {}
  const result: Record<string, unknown> = isList(retain)
    ? Object.fromEntries(Object.entries(base).filter(([key]) => retain.includes(key)))
    : { ...base }
  for (const [key, value] of Object.entries(patch)) {
    if (key.startsWith('$')) continue
    const merged = value === null ? undefined : mergeField(result[key], value, structure, key)
    if (merged === undefined) Reflect.deleteProperty(result, key)
    else result[key] = merged
  }
  applyListDirectives(result, patch, structure)
  return result
}

/** `structure` is the name of the object's structure, such as `Pod`. */
export const strategicMergePatch = (target: JsonObject, patch: JsonObject, structure: string): JsonObject => {
  const merged = mergeObject(target, patch, structure)
  return isJsonObject(merged) ? merged : {}
}
