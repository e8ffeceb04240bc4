/** Conversions between types, and sizes. @see cel-spec, "List of standard definitions" */
import { readTime } from '../../go/time.ts'
import { overload, type Overload } from '../overloads.ts'
import {
  EvaluationError,
  int,
  TYPE_NAMES,
  typeNameOf,
  uint,
  type Instant,
  type MapValue,
  type Uint,
  type Value,
} from '../values.ts'
import { timestamp } from './operators.ts'
import { readDuration, showDuration, showTime, timeOf } from './times.ts'

const fail = (from: string, to: string): never => {
  throw new EvaluationError(`type conversion error from '${from}' to '${to}'`)
}

const LIMIT = 2 ** 63

const intOfDouble = (value: number): bigint => {
  if (Number.isNaN(value) || value >= LIMIT || value <= -LIMIT) throw new EvaluationError('integer overflow')
  return BigInt(Math.trunc(value))
}

const intOfText = (text: string): bigint =>
  /^[+-]?\d+$/u.test(text) ? int(BigInt(text.replace('+', ''))) : fail('string', 'int')
const uintOfText = (text: string): Uint => (/^\d+$/u.test(text) ? uint(BigInt(text)) : fail('string', 'uint'))

const doubleOfText = (text: string): number => {
  if (/^[+-]?inf(?:inity)?$/iu.test(text)) return text.startsWith('-') ? -Infinity : Infinity
  if (/^nan$/iu.test(text)) return Number.NaN
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(text) ? Number(text) : fail('string', 'double')
}

/** As Go prints it with the fewest digits: an exponent has two digits at least, and stands from 10²¹ on or below 10⁻⁴. */
export const showDouble = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
  const power = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)))
  if (power >= -4 && power < 21) return Object.is(value, -0) ? '-0' : value.toFixed(Math.max(0, digitsAfter(value)))
  return value.toExponential().replace(/e([+-])(\d)$/u, 'e$10$2')
}

const digitsAfter = (value: number): number => {
  const [digits = '', power = '0'] = value.toExponential().split('e')
  return Math.max(0, digits.replace(/^-?\d\.?/u, '').length - Number(power))
}

const textOfBytes = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new EvaluationError('invalid UTF-8 in bytes, cannot convert to string')
  }
}

const TRUE = new Set(['1', 't', 'T', 'true', 'TRUE', 'True'])
const FALSE = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False'])

const boolOfText = (text: string): boolean => (TRUE.has(text) ? true : FALSE.has(text) ? false : fail('string', 'bool'))

const timeOfText = (text: string): Instant => {
  const read = readTime('time', text)
  return 'problem' in read ? fail('string', TYPE_NAMES.timestamp) : timestamp(timeOf(text).nanos)
}

const length = (value: { readonly length: number }): bigint => BigInt(value.length)
const characters = (text: string): bigint => BigInt(Array.from(text).length)
const entries = (map: MapValue): bigint => BigInt(map.size)

const same = (type: string): Overload => overload(`${type}(${type}): ${type}`, (value: Value) => value)

const SIZES: readonly Overload[] = (
  [
    ['string', characters],
    ['bytes', length],
    ['list<A>', length],
    ['map<A, B>', entries],
  ] as const
).flatMap(([type, measure]) => [overload(`size(${type}): int`, measure), overload(`${type}::size(): int`, measure)])

export const CONVERSIONS: readonly Overload[] = [
  ...SIZES,
  ...['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'].map(same),
  overload('int(uint): int', ({ value }: Uint) => int(value)),
  overload('int(double): int', intOfDouble),
  overload('int(string): int', intOfText),
  overload(
    'int(timestamp): int',
    ({ nanos }: Instant) => (nanos - (((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n,
  ),
  overload('int(duration): int', ({ nanos }: Instant) => nanos),
  overload('uint(int): uint', (value: bigint) => uint(value)),
  overload('uint(double): uint', (value: number) => {
    if (Number.isNaN(value) || value < 0 || value >= 2 ** 64) throw new EvaluationError('unsigned integer overflow')
    return uint(BigInt(Math.trunc(value)))
  }),
  overload('uint(string): uint', uintOfText),
  overload('double(int): double', Number),
  overload('double(uint): double', ({ value }: Uint) => Number(value)),
  overload('double(string): double', doubleOfText),
  overload('string(bool): string', String),
  overload('string(int): string', String),
  overload('string(uint): string', ({ value }: Uint) => String(value)),
  overload('string(double): string', showDouble),
  overload('string(bytes): string', textOfBytes),
  overload('string(timestamp): string', ({ nanos }: Instant) => showTime(nanos)),
  overload('string(duration): string', ({ nanos }: Instant) => showDuration(nanos)),
  overload('bytes(string): bytes', (text: string) => new TextEncoder().encode(text)),
  overload('bool(string): bool', boolOfText),
  overload('timestamp(string): timestamp', timeOfText),
  overload('timestamp(int): timestamp', (seconds: bigint) => timestamp(seconds * 1_000_000_000n)),
  overload('duration(string): duration', (text: string) => readDuration(text) ?? fail('string', TYPE_NAMES.duration)),
  overload('duration(int): duration', (nanos: bigint): Value => ({ kind: 'duration', nanos })),
  overload('dyn(A): dyn', (value: Value) => value),
  overload('type(A): type', (value: Value): Value => ({ kind: 'type', name: typeNameOf(value) })),
]
