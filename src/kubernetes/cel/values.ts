/** Values of CEL: JSON's, whole numbers of 64 bits as bigint, and what has a kind of its own. */
import { compareQuantities } from '../quantity.ts'

export interface Uint {
  readonly kind: 'uint'
  readonly value: bigint
}

/** Since 1970, or long: in billionths of a second. */
export interface Instant {
  readonly kind: 'timestamp' | 'duration'
  readonly nanos: bigint
}

export interface QuantityValue {
  readonly kind: 'quantity'
  readonly text: string
}

export interface IpValue {
  readonly kind: 'ip'
  readonly bytes: readonly number[]
}

export interface CidrValue {
  readonly kind: 'cidr'
  readonly bytes: readonly number[]
  readonly prefixLength: number
}

export interface UrlValue {
  readonly kind: 'url'
  readonly scheme: string
  readonly host: string
  readonly path: string
  readonly query: string
}

export interface Optional {
  readonly kind: 'optional'
  /** Undefined: nothing. */
  readonly value: Value | undefined
}

interface TypeValue {
  readonly kind: 'type'
  readonly name: string
}

export interface FormatValue {
  readonly kind: 'format'
  readonly name: string
}

type Tagged = Uint | Instant | QuantityValue | IpValue | CidrValue | UrlValue | Optional | TypeValue | FormatValue

export type Key = string | boolean | bigint
export type MapValue = ReadonlyMap<Key, Value>
export type Value = null | boolean | bigint | number | string | Uint8Array | readonly Value[] | MapValue | Tagged

/** What stops an evaluation; `&&`, `||` and the macros made of them pass over it where the other side decides. */
export class EvaluationError extends Error {}

export const isListValue = (value: Value): value is readonly Value[] => Array.isArray(value)
export const isMapValue = (value: Value): value is MapValue => value instanceof Map
export const isTagged = (value: Value): value is Tagged =>
  typeof value === 'object' && value !== null && !isListValue(value) && !isMapValue(value) && !(value instanceof Uint8Array)

export const TYPE_NAMES: Readonly<Record<Tagged['kind'], string>> = {
  uint: 'uint',
  timestamp: 'google.protobuf.Timestamp',
  duration: 'google.protobuf.Duration',
  quantity: 'kubernetes.Quantity',
  ip: 'net.IP',
  cidr: 'net.CIDR',
  url: 'kubernetes.URL',
  optional: 'optional_type',
  type: 'type',
  format: 'kubernetes.NamedFormat',
}

export const typeNameOf = (value: Value): string => {
  if (value === null) return 'null_type'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return 'double'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  if (value instanceof Uint8Array) return 'bytes'
  if (isListValue(value)) return 'list'
  return isTagged(value) ? TYPE_NAMES[value.kind] : 'map'
}

export const uint = (value: bigint): Uint => {
  if (value < 0n || value >= 2n ** 64n) throw new EvaluationError('unsigned integer overflow')
  return { kind: 'uint', value }
}

export const int = (value: bigint): bigint => {
  if (value < -(2n ** 63n) || value >= 2n ** 63n) throw new EvaluationError('integer overflow')
  return value
}

export const some = (value: Value): Optional => ({ kind: 'optional', value })
export const NONE: Optional = { kind: 'optional', value: undefined }

const numberIn = (value: Value): bigint | number | undefined => {
  if (typeof value === 'bigint' || typeof value === 'number') return value
  return isTagged(value) && value.kind === 'uint' ? value.value : undefined
}

/** Undefined: no key. Numbers are the same key whatever their type. */
export const keyOf = (value: Value): Key | undefined => {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  const number = numberIn(value)
  if (typeof number === 'number') return Number.isInteger(number) ? BigInt(number) : undefined
  return number
}

const equalLists = (a: ArrayLike<Value>, b: ArrayLike<Value>): boolean =>
  a.length === b.length && Array.from(a).every((item, index) => equals(item, b[index] ?? null))

const equalMaps = (a: MapValue, b: MapValue): boolean =>
  a.size === b.size &&
  [...a].every(([key, item]) => {
    const other = b.get(key)
    return other !== undefined && equals(item, other)
  })

const equalTagged = (a: Tagged, b: Tagged): boolean => {
  if (a.kind === 'optional' && b.kind === 'optional')
    return a.value === undefined || b.value === undefined ? a.value === b.value : equals(a.value, b.value)
  if (a.kind === 'quantity' && b.kind === 'quantity') return compareQuantities(a.text, b.text) === 0
  const other = new Map<string, unknown>(Object.entries(b))
  return Object.entries(a).every(([name, part]) => String(part) === String(other.get(name)))
}

/** Of any two values: of different types they are different, but for numbers. */
export function equals(a: Value, b: Value): boolean {
  const [x, y] = [numberIn(a), numberIn(b)]
  // eslint-disable-next-line eqeqeq -- a bigint and a number of one value are equal here
  if (x !== undefined && y !== undefined) return x == y
  if (isListValue(a) && isListValue(b)) return equalLists(a, b)
  if (isMapValue(a) && isMapValue(b)) return equalMaps(a, b)
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((byte, i) => byte === b[i])
  if (isTagged(a) && isTagged(b)) return a.kind === b.kind && equalTagged(a, b)
  return a === b
}

const sign = (a: number | bigint | string | boolean, b: number | bigint | string | boolean): number =>
  a < b ? -1 : a > b ? 1 : 0

/** By code point, as UTF-8's bytes are ordered. */
const compareTexts = (a: string, b: string): number => {
  const [x, y] = [Array.from(a), Array.from(b)]
  const at = x.findIndex((character, index) => character !== y[index])
  if (at === -1) return sign(x.length, y.length)
  return sign(x[at]?.codePointAt(0) ?? -1, y[at]?.codePointAt(0) ?? -1)
}

const nanosOf = (value: Value): bigint | undefined => (isTagged(value) && 'nanos' in value ? value.nanos : undefined)

/** Of different types as doubles, as cel-go does, however large they are. */
const compareNumbers = (x: bigint | number, y: bigint | number): number | undefined => {
  const [a, b] = typeof x === typeof y ? [x, y] : [Number(x), Number(y)]
  return Number.isNaN(a) || Number.isNaN(b) ? undefined : sign(a, b)
}

/** Undefined: they have no order. */
export const compare = (a: Value, b: Value): number | undefined => {
  const [x, y] = [numberIn(a) ?? nanosOf(a), numberIn(b) ?? nanosOf(b)]
  if (x !== undefined && y !== undefined) return compareNumbers(x, y)
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  if (typeof a === 'boolean' && typeof b === 'boolean') return sign(a, b)
  if (a instanceof Uint8Array && b instanceof Uint8Array)
    return compareTexts(String.fromCharCode(...a), String.fromCharCode(...b))
  return undefined
}
