/** Signs of CEL, but for `&&`, `||`, `?:` and `==`, which are evaluated otherwise. @see cel-spec, "List of standard definitions" */
import { overload, type Overload } from '../overloads.ts'
import {
  compare,
  equals,
  EvaluationError,
  int,
  keyOf,
  some,
  NONE,
  uint,
  type Instant,
  type Key,
  type MapValue,
  type Optional,
  type Uint,
  type Value,
} from '../values.ts'

const duration = (nanos: bigint): Instant => {
  int(nanos)
  return { kind: 'duration', nanos }
}

const MIN_TIME = -62_135_596_800_000_000_000n
const MAX_TIME = 253_402_300_799_999_999_999n

export const timestamp = (nanos: bigint): Instant => {
  if (nanos < MIN_TIME || nanos > MAX_TIME) throw new EvaluationError('timestamp overflow')
  return { kind: 'timestamp', nanos }
}

const divide = (a: bigint, b: bigint): bigint => {
  if (b === 0n) throw new EvaluationError('division by zero')
  return a / b
}

const remainder = (a: bigint, b: bigint): bigint => {
  if (b === 0n) throw new EvaluationError('modulus by zero')
  return a % b
}

type Whole = (a: bigint, b: bigint) => bigint

const arithmetic = (sign: string, whole: Whole, real?: (a: number, b: number) => number): readonly Overload[] => [
  overload(`_${sign}_(int, int): int`, (a: bigint, b: bigint) => int(whole(a, b))),
  overload(`_${sign}_(uint, uint): uint`, (a: Uint, b: Uint) => uint(whole(a.value, b.value))),
  ...(real === undefined ? [] : [overload(`_${sign}_(double, double): double`, (a: number, b: number) => real(a, b))]),
]

const ORDERED = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration']
const NUMBERS = ['int', 'uint', 'double']

const MIXED = NUMBERS.flatMap((a) => NUMBERS.filter((b) => a !== b).map((b) => `${a}, ${b}`))

const ordering = (sign: string, holds: (order: number) => boolean): readonly Overload[] =>
  [...ORDERED.map((type) => `${type}, ${type}`), ...MIXED].map((types) =>
    overload(`_${sign}_(${types}): bool`, (a: Value, b: Value) => {
      const order = compare(a, b)
      return order !== undefined && holds(order)
    }),
  )

const showKey = (key: Value): string => (typeof key === 'object' ? '' : String(key))

const itemAt = (list: readonly Value[], index: Value): Value => {
  const key = keyOf(index)
  const item = typeof key === 'bigint' ? list[Number(key)] : undefined
  if (item === undefined) throw new EvaluationError(`index out of bounds: ${showKey(index)}`)
  return item
}

/** What a map or an object has under a name. */
export const entryOf = (map: MapValue, key: Value): Value => {
  const item = map.get(keyOf(key) ?? '')
  if (item === undefined) throw new EvaluationError(`no such key: ${showKey(key)}`)
  return item
}

const found = (value: Value | undefined): Optional => (value === undefined ? NONE : some(value))
const itemIf = (list: readonly Value[], index: bigint): Optional => found(list[Number(index)])
const entryIf = (map: MapValue, key: Value): Optional => found(map.get(keyOf(key) ?? ''))
const within =
  (read: (value: never, key: never) => Optional) =>
  (optional: Optional, key: Value): Optional =>
    optional.value === undefined ? NONE : read(optional.value as never, key as never)

const INDEXES: readonly Overload[] = [
  overload('_[_](list<A>, int): A', itemAt),
  overload('_[_](map<A, B>, A): B', entryOf),
  overload('_[?_](list<A>, int): optional_type<A>', itemIf),
  overload('_[?_](map<A, B>, A): optional_type<B>', entryIf),
  overload('_[_](optional_type<list<A>>, int): optional_type<A>', within(itemIf)),
  overload('_[?_](optional_type<list<A>>, int): optional_type<A>', within(itemIf)),
  overload('_[_](optional_type<map<A, B>>, A): optional_type<B>', within(entryIf)),
  overload('_[?_](optional_type<map<A, B>>, A): optional_type<B>', within(entryIf)),
]

const SUMS: readonly Overload[] = [
  overload('_+_(string, string): string', (a: string, b: string) => a + b),
  overload('_+_(bytes, bytes): bytes', (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b])),
  overload('_+_(list<A>, list<A>): list<A>', (a: readonly Value[], b: readonly Value[]) => [...a, ...b]),
  overload('_+_(timestamp, duration): timestamp', (a: Instant, b: Instant) => timestamp(a.nanos + b.nanos)),
  overload('_+_(duration, timestamp): timestamp', (a: Instant, b: Instant) => timestamp(a.nanos + b.nanos)),
  overload('_+_(duration, duration): duration', (a: Instant, b: Instant) => duration(a.nanos + b.nanos)),
  overload('_-_(timestamp, duration): timestamp', (a: Instant, b: Instant) => timestamp(a.nanos - b.nanos)),
  overload('_-_(timestamp, timestamp): duration', (a: Instant, b: Instant) => duration(a.nanos - b.nanos)),
  overload('_-_(duration, duration): duration', (a: Instant, b: Instant) => duration(a.nanos - b.nanos)),
]

export const OPERATORS: readonly Overload[] = [
  ...arithmetic(
    '+',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  ...arithmetic(
    '-',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  ...arithmetic(
    '*',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  ...arithmetic('/', divide, (a, b) => a / b),
  ...arithmetic('%', remainder),
  ...SUMS,
  overload('-_(int): int', (a: bigint) => int(-a)),
  overload('-_(double): double', (a: number) => -a),
  overload('!_(bool): bool', (a: boolean) => !a),
  ...ordering('<', (order) => order < 0),
  ...ordering('<=', (order) => order <= 0),
  ...ordering('>', (order) => order > 0),
  ...ordering('>=', (order) => order >= 0),
  overload('_==_(A, A): bool', (a: Value, b: Value) => equals(a, b)),
  overload('_!=_(A, A): bool', (a: Value, b: Value) => !equals(a, b)),
  overload('@in(A, list<A>): bool', (item: Value, list: readonly Value[]) => list.some((one) => equals(one, item))),
  overload('@in(A, map<A, B>): bool', (key: Value, map: MapValue) => {
    const wanted: Key | undefined = keyOf(key)
    return wanted !== undefined && map.has(wanted)
  }),
  ...INDEXES,
]
