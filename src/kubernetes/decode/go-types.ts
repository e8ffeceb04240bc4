/** What Go's decoder calls values and the types that it wants. @see encoding/json, k8s.io/api v1.34 */
import { GO_FIELD_TYPES } from '../generated/go-field-types.ts'
import { isJsonObject, isList } from '../json.ts'

/** A field of a structure, or a value within it. */
export interface GoPlace {
  /** As Go names the way there: `spec.containers.env.value`, without indices. */
  readonly goPath: string
  /** The structure that has the field. */
  readonly structure: string
  readonly field: string
  /** The way from the field into its lists and maps: `[]` and `{}`. */
  readonly inner: string
}

/** What was found. */
export const goKind = (value: unknown): string => {
  if (isList(value)) return 'array'
  if (isJsonObject(value)) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'bool',
  integer: 'int32',
  number: 'float64',
  bytes: '[]uint8',
  object: 'map[string]interface {}',
}

/** The type that follows from the structure's notation. */
const derive = (type: string): string => {
  if (type.startsWith('[]')) return `[]${derive(type.slice(2))}`
  if (type.startsWith('{}')) return `map[string]${derive(type.slice(2))}`
  return SCALARS[type] ?? `v1.${type}`
}

/** The type of a field that does not follow from the structure; of no field, the structure's own name. */
const exception = (structure: string, field: string): string | undefined =>
  GO_FIELD_TYPES[structure]
    ?.split(',')
    .find((one) => one.startsWith(`${field} `))
    ?.slice(field.length + 1)

/** What lists and maps hold; undefined for those that have a name. */
const within = (type: string, inner: string): string | undefined => {
  if (inner === '') return type
  const item = /^(?:\[\]|map\[[\w.]+\])(?<item>.+)$/u.exec(type)?.groups?.['item']
  return item === undefined ? undefined : within(item, inner.slice(2))
}

/** Texts are what times are read from, and numbers what is a number or a text. `type`: in the notation of structures. */
export const goTypeOf = ({ structure, field, inner }: GoPlace, type: string): string => {
  if (type === 'time' || type === 'microtime') return 'string'
  if (type === 'int-or-string') return 'int32'
  const known = exception(structure, field)
  return (known === undefined ? undefined : within(known, inner)) ?? derive(type)
}

/** Whether a whole number does not fit the type of its field: nearly all have 32 bits. */
export const isTooLong = (place: GoPlace, value: number, type: string): boolean =>
  goTypeOf(place, type) === 'int64' ? BigInt.asIntN(64, BigInt(value)) !== BigInt(value) : (value | 0) !== value

export interface Misfit extends GoPlace {
  readonly value: unknown
  readonly type: string
  /** A number as it was written, where it is not written as the whole number that it is. */
  readonly literal?: string | undefined
}

/** Go shows a number that is no whole one, or too large, where it wants one that is. */
const foundAs = ({ type, value, literal }: Misfit): string =>
  typeof value === 'number' && (type === 'integer' || type === 'int-or-string')
    ? `number ${literal ?? (Number.isInteger(value) ? BigInt(value) : value)}`
    : goKind(value)

/** A value that does not fit, in Go's words. */
export const describeMisfit = (misfit: Misfit): string => {
  const { goPath, structure, type } = misfit
  const name = exception(structure, '') ?? structure
  return `json: cannot unmarshal ${foundAs(misfit)} into Go struct field ${name}.${goPath} of type ${goTypeOf(misfit, type)}`
}
