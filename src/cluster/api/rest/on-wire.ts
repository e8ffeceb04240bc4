/** What the server's JSON has although an object leaves it out: null for lists and pointers, and structures and times that others hold themselves. */
import { isHeldItself, isNullWithout, typeOf } from '../../../kubernetes/field-types.ts'
import { isJsonObject, isList } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { fieldsOf, readsAsEmpty, ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'
import { zeroValue } from '../../../kubernetes/zero-value.ts'

interface Place {
  readonly field: string
  /** What stands there for nothing; undefined: nothing does. */
  readonly zero?: unknown
  /** What the field holds, or its items; absent where nothing below it is written for nothing. */
  readonly inner?: string
}

const itemOf = (field: string): string => typeOf(field).replaceAll(/\[\]|\{\}/gu, '')

/** The structure itself and all that it is made of. */
const allBelow = (structure: string): ReadonlySet<string> => {
  const found = new Set([structure])
  for (const name of found) for (const field of Object.values(fieldsOf(name) ?? {})) found.add(itemOf(field))
  return found
}

/** What Go writes for a field that is not there; undefined where it writes nothing. */
const zeroOf = (mark: string): unknown => {
  if (isNullWithout(mark)) return null
  if (!isHeldItself(mark)) return undefined
  return zeroValue(typeOf(mark))
}

/** Whether something is written for nothing in a structure or below it. */
const hasZeros = (structure: string): boolean =>
  [...allBelow(structure)].some((name) => Object.values(fieldsOf(name) ?? {}).some((mark) => zeroOf(mark) !== undefined))

const known = new Map<string, readonly Place[]>()

const placesOf = (structure: string): readonly Place[] => {
  const found = known.get(structure)
  if (found !== undefined) return found
  const places = Object.entries(fieldsOf(structure) ?? {}).flatMap(([field, mark]): readonly Place[] => {
    const [zero, inner] = [zeroOf(mark), itemOf(mark)]
    if (!typeOf(mark).startsWith('{}') && hasZeros(inner)) return [{ field, zero, inner }]
    return zero === undefined ? [] : [{ field, zero }]
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

const valueAt = (value: unknown, { zero, inner }: Place): unknown => {
  if (zero === null && isEmpty(value)) return null
  const given = value ?? zero
  if (inner === undefined) return given
  return isList(given) ? mapped(given, (item) => filled(item, inner)) : filled(given, inner)
}

const filled = (value: unknown, structure: string): unknown => {
  if (!isJsonObject(value)) return value
  const changes = placesOf(structure).flatMap((place): readonly (readonly [string, unknown])[] => {
    const given = value[place.field]
    const written = valueAt(given, place)
    return written === given ? [] : [[place.field, written]]
  })
  return changes.length === 0 ? value : { ...value, ...Object.fromEntries(changes) }
}

/** The object as it is sent; custom kinds, and those that real clusters have as such, are sent as they are. */
export const onWire = <T extends KubernetesObject>(object: T): T => {
  const root = ROOT_STRUCTURES[`${object.apiVersion}/${object.kind}`]
  return root === undefined || !readsAsEmpty(root) ? object : (filled(object, root) as T)
}
