/** Lists, sets and what may be missing. @see k8s.io/apiserver pkg/cel/library/lists.go; cel-go ext.Sets, OptionalTypes */
import { overload, type Overload } from '../overloads.ts'
import {
  compare,
  equals,
  EvaluationError,
  int,
  NONE,
  some,
  uint,
  type Instant,
  type Optional,
  type Uint,
  type Value,
} from '../values.ts'

type List = readonly Value[]

const isSorted = (list: List): boolean =>
  list.every((item, index) => index === 0 || (compare(list[index - 1] ?? null, item) ?? 1) <= 0)

const extreme =
  (name: string, wanted: number) =>
  (list: List): Value => {
    const [first, ...rest] = list
    if (first === undefined) throw new EvaluationError(`${name} called on empty list`)
    return rest.reduce((best, item) => (compare(item, best) === wanted ? item : best), first)
  }

const ORDERED = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes']

const contains = (list: List, part: List): boolean => part.every((item) => list.some((one) => equals(one, item)))

const isZero = (value: Value): boolean =>
  value === null ||
  value === false ||
  value === '' ||
  value === 0 ||
  value === 0n ||
  ((value instanceof Uint8Array || Array.isArray(value)) && value.length === 0) ||
  (value instanceof Map && value.size === 0)

const SETS: readonly Overload[] = [
  overload('sets.contains(list<A>, list<A>): bool', contains),
  overload('sets.equivalent(list<A>, list<A>): bool', (a: List, b: List) => contains(a, b) && contains(b, a)),
  overload('sets.intersects(list<A>, list<A>): bool', (a: List, b: List) => a.some((item) => contains(b, [item]))),
]

const OPTIONALS: readonly Overload[] = [
  overload('optional.of(A): optional_type<A>', (value: Value) => some(value)),
  overload('optional.ofNonZeroValue(A): optional_type<A>', (value: Value) => (isZero(value) ? NONE : some(value))),
  overload('optional.none(): optional_type<dyn>', () => NONE),
  overload('optional_type<A>::hasValue(): bool', ({ value }: Optional) => value !== undefined),
  overload('optional_type<A>::value(): A', ({ value }: Optional) => {
    if (value === undefined) throw new EvaluationError('optional.none() dereference')
    return value
  }),
]

export const LISTS: readonly Overload[] = [
  ...ORDERED.flatMap((type) => [
    overload(`list<${type}>::isSorted(): bool`, isSorted),
    overload(`list<${type}>::min(): ${type}`, extreme('min', -1)),
    overload(`list<${type}>::max(): ${type}`, extreme('max', 1)),
  ]),
  overload('list<int>::sum(): int', (list: readonly bigint[]) => list.reduce((sum, item) => int(sum + item), 0n)),
  overload('list<uint>::sum(): uint', (list: readonly Uint[]) =>
    list.reduce((sum, { value }) => uint(sum.value + value), uint(0n)),
  ),
  overload('list<double>::sum(): double', (list: readonly number[]) => list.reduce((sum, item) => sum + item, 0)),
  overload('list<duration>::sum(): duration', (list: readonly Instant[]): Value => ({
    kind: 'duration',
    nanos: list.reduce((sum, { nanos }) => int(sum + nanos), 0n),
  })),
  overload('list<A>::indexOf(A): int', (list: List, item: Value) => BigInt(list.findIndex((one) => equals(one, item)))),
  overload('list<A>::lastIndexOf(A): int', (list: List, item: Value) => BigInt(list.findLastIndex((one) => equals(one, item)))),
  ...SETS,
  ...OPTIONALS,
]
