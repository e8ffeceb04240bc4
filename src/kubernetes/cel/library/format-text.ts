/** `'%s is %d'.format([a, b])`. @see cel-go ext.Strings, "Format" */
import { EvaluationError, isListValue, isMapValue, isTagged, typeNameOf, type Value } from '../values.ts'
import { showDouble } from './conversions.ts'
import { showDuration, showTime } from './times.ts'

const showNumber = (value: number): string => (Number.isFinite(value) ? showDouble(value) : String(value))

const showAny = (value: Value): string => {
  if (value === null) return 'null'
  if (typeof value === 'number') return showNumber(value)
  if (value instanceof Uint8Array) return new TextDecoder().decode(value)
  if (isListValue(value)) return `[${value.map(showAny).join(', ')}]`
  if (isMapValue(value))
    return `{${[...value]
      .map(([key, item]) => `${String(key)}: ${showAny(item)}`)
      .sort()
      .join(', ')}}`
  if (!isTagged(value)) return String(value)
  if (value.kind === 'timestamp') return showTime(value.nanos)
  if (value.kind === 'duration') return showDuration(value.nanos)
  if (value.kind === 'uint') return String(value.value)
  if (value.kind === 'type') return value.name
  throw new EvaluationError(
    `error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${typeNameOf(value)}`,
  )
}

const wrong = (clause: string, what: string, value: Value): EvaluationError =>
  new EvaluationError(`error during formatting: ${clause} clause can only be used on ${what}, was given ${typeNameOf(value)}`)

const wholeOf = (value: Value): bigint | undefined =>
  typeof value === 'bigint' ? value : isTagged(value) && value.kind === 'uint' ? value.value : undefined

const inBase = (value: Value, base: 2 | 8 | 16, clause: string): string => {
  if (base === 2 && typeof value === 'boolean') return value ? '1' : '0'
  const whole = wholeOf(value)
  if (whole !== undefined) return whole.toString(base)
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value instanceof Uint8Array ? value : undefined
  if (base === 16 && bytes !== undefined) return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const what = base === 2 ? 'integers and bools' : base === 8 ? 'integers' : 'integers, byte buffers, and strings'
  throw wrong(clause, what, value)
}

const realOf = (value: Value, clause: string): number => {
  const whole = wholeOf(value)
  if (typeof value === 'number') return value
  if (whole !== undefined) return Number(whole)
  throw wrong(clause, 'doubles', value)
}

const exponential = (value: number, digits: number): string => value.toExponential(digits).replace(/e([+-])(\d)$/u, 'e$10$2')

const showDecimal = (value: Value): string => {
  const whole = wholeOf(value)
  if (whole !== undefined) return String(whole)
  if (typeof value === 'number') return showNumber(value)
  throw wrong('decimal', 'integers', value)
}

const CLAUSES: Readonly<Record<string, (value: Value, digits: number) => string>> = {
  s: showAny,
  d: showDecimal,
  f: (value, digits) => realOf(value, 'fixed-point').toFixed(digits),
  e: (value, digits) => exponential(realOf(value, 'scientific'), digits),
  b: (value) => inBase(value, 2, 'binary'),
  o: (value) => inBase(value, 8, 'octal'),
  x: (value) => inBase(value, 16, 'hex'),
  X: (value) => inBase(value, 16, 'hex').toUpperCase(),
}

const DIGITS = 6

export const formatText = (text: string, values: readonly Value[]): string => {
  let index = 0
  return text.replace(/%(?:\.(\d+))?([\s\S]?)/gu, (_all, digits: string | undefined, letter: string) => {
    if (letter === '%') return '%'
    const clause = CLAUSES[letter]
    if (clause === undefined)
      throw new EvaluationError(`could not parse formatting clause: unrecognized formatting clause "${letter}"`)
    const value = values[index]
    if (value === undefined) throw new EvaluationError(`index ${index} out of range`)
    index += 1
    return clause(value, digits === undefined ? DIGITS : Number(digits))
  })
}
