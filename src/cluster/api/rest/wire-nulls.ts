/** What stands as null in the server's JSON: lists, maps and pointers that are empty and that Go does not leave out for it. */
import { isNullWithout, typeOf } from '../../../kubernetes/field-types.ts'
import { isJsonObject, isList } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { fieldsOf, readsAsZero, ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'

interface Place {
  readonly field: string
  readonly isNull: boolean
  /** What the field holds, or its items; absent where nothing below it can be null. */
  readonly inner?: string
}

const itemOf = (field: string): string => typeOf(field).replaceAll(/\[\]|\{\}/gu, '')

/** The structure itself and all that it is made of. */
const allBelow = (structure: string): ReadonlySet<string> => {
  const found = new Set([structure])
  for (const name of found) for (const field of Object.values(fieldsOf(name) ?? {})) found.add(itemOf(field))
  return found
}

/** Whether there is such a place in a structure or below it. */
const canHaveNulls = (structure: string): boolean =>
  [...allBelow(structure)].some((name) => Object.values(fieldsOf(name) ?? {}).some(isNullWithout))

const known = new Map<string, readonly Place[]>()

const placesOf = (structure: string): readonly Place[] => {
  const found = known.get(structure)
  if (found !== undefined) return found
  const places = Object.entries(fieldsOf(structure) ?? {}).flatMap(([field, mark]): readonly Place[] => {
    const [isNull, inner] = [isNullWithout(mark), itemOf(mark)]
    if (canHaveNulls(inner)) return [{ field, isNull, inner }]
    return isNull ? [{ field, isNull }] : []
  })
  known.set(structure, places)
  return places
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (isList(value) && value.length === 0) || (isJsonObject(value) && Object.keys(value).length === 0)

/** The same list where no item is another one. */
const mapped = (list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] => {
  const items = list.map(change)
  return items.some((item, index) => item !== list[index]) ? items : list
}

const withNullAt = (value: unknown, { isNull, inner }: Place): unknown => {
  if (isNull && isEmpty(value)) return null
  if (inner === undefined) return value
  return isList(value) ? mapped(value, (item) => filled(item, inner)) : filled(value, inner)
}

const filled = (value: unknown, structure: string): unknown => {
  if (!isJsonObject(value)) return value
  const changes = placesOf(structure).flatMap((place): readonly (readonly [string, unknown])[] => {
    const given = value[place.field]
    const written = withNullAt(given, place)
    return written === given ? [] : [[place.field, written]]
  })
  return changes.length === 0 ? value : { ...value, ...Object.fromEntries(changes) }
}

/** The object as it is sent; custom kinds have no nulls but their own. */
export const withNulls = <T extends KubernetesObject>(object: T): T => {
  const root = ROOT_STRUCTURES[`${object.apiVersion}/${object.kind}`]
  return root === undefined || !readsAsZero(root) ? object : (filled(object, root) as T)
}
