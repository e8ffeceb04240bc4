/** Points and lengths of time. @see cel-spec, "Timestamps and durations" */
import { overload, type Overload } from '../overloads.ts'
import { EvaluationError, type Instant } from '../values.ts'

const SECOND = 1_000_000_000n
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  μs: 1000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
}
const PART = /(?=\.?\d)(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/gu

/** Undefined: no length that Go's time.ParseDuration reads. */
export const readDuration = (text: string): Instant | undefined => {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/su.exec(text) ?? []
  if (body === '0') return { kind: 'duration', nanos: 0n }
  if (body === '' || body.replace(PART, '') !== '') return undefined
  let nanos = 0n
  for (const [, whole = '', digits = '', unit = ''] of body.matchAll(PART)) {
    const factor = UNITS[unit] ?? 0n
    nanos += BigInt(whole) * factor + (BigInt(`0${digits}`) * factor) / 10n ** BigInt(digits.length)
  }
  return nanos >= 2n ** 63n ? undefined : { kind: 'duration', nanos: sign === '-' ? -nanos : nanos }
}

const fractionOf = (nanos: bigint): string => {
  const digits = nanos.toString().padStart(9, '0').replace(/0+$/u, '')
  return digits === '' ? '' : `.${digits}`
}

/** In seconds, as CEL writes it. */
export const showDuration = (nanos: bigint): string => {
  const size = nanos < 0n ? -nanos : nanos
  return `${nanos < 0n ? '-' : ''}${size / SECOND}${fractionOf(size % SECOND)}s`
}

/** Rounded down, as times before 1970 are. */
const split = (nanos: bigint): readonly [seconds: bigint, rest: bigint] => {
  const rest = ((nanos % SECOND) + SECOND) % SECOND
  return [(nanos - rest) / SECOND, rest]
}

export const showTime = (nanos: bigint): string => {
  const [seconds, rest] = split(nanos)
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}${fractionOf(rest)}Z`
}

/** Of a text in RFC 3339 that was found to be one. */
export const timeOf = (text: string): Instant => {
  const fraction = /\.(\d+)/u.exec(text)?.[1] ?? ''
  const seconds = BigInt(Date.parse(text.replace(/\.\d+/u, ''))) / 1000n
  return { kind: 'timestamp', nanos: seconds * SECOND + BigInt(fraction.slice(0, 9).padEnd(9, '0')) }
}

const NUMBERS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const

/** What a named zone's clocks show then, less what they show in UTC. */
const namedOffset = (zone: string, atMs: number): bigint => {
  try {
    const options = Object.fromEntries(NUMBERS.map((name) => [name, 'numeric']))
    const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...options })
    const parts = new Map(clock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]))
    const [year = 0, month = 1, ...rest] = NUMBERS.map((name) => parts.get(name) ?? 0)
    return BigInt(Date.UTC(year, month - 1, ...rest) - atMs) * 1_000_000n
  } catch {
    throw new EvaluationError(`unknown time zone ${zone}`)
  }
}

const offsetOf = (zone: string, atMs: number): bigint => {
  if (zone === '' || zone === 'UTC') return 0n
  const match = /^([+-]?)(\d\d):(\d\d)$/u.exec(zone)
  if (match === null) return namedOffset(zone, atMs)
  const [, sign, hours = '0', minutes = '0'] = match
  const size = (BigInt(hours) * 60n + BigInt(minutes)) * 60n * SECOND
  return sign === '-' ? -size : size
}

const DAY_MS = 86_400_000
const dayOfYear = (date: Date): number => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS)

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDayOfWeek: (date) => date.getUTCDay(),
  getDayOfYear: dayOfYear,
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
}

const LENGTHS: Readonly<Record<string, bigint>> = {
  getHours: 3600n * SECOND,
  getMinutes: 60n * SECOND,
  getSeconds: SECOND,
}

const msOf = (nanos: bigint): number => Number(split(nanos)[0]) * 1000

const dateOf = ({ nanos }: Instant, zone = ''): Date => new Date(msOf(nanos + offsetOf(zone, msOf(nanos))))

export const TIMES: readonly Overload[] = [
  ...Object.entries(PARTS).flatMap(([name, part]) => [
    overload(`timestamp::${name}(): int`, (time: Instant) => BigInt(part(dateOf(time)))),
    overload(`timestamp::${name}(string): int`, (time: Instant, zone: string) => BigInt(part(dateOf(time, zone)))),
  ]),
  overload('timestamp::getMilliseconds(): int', ({ nanos }: Instant) => split(nanos)[1] / 1_000_000n),
  overload('timestamp::getMilliseconds(string): int', ({ nanos }: Instant, _zone: string) => split(nanos)[1] / 1_000_000n),
  ...Object.entries(LENGTHS).map(([name, unit]) => overload(`duration::${name}(): int`, ({ nanos }: Instant) => nanos / unit)),
  overload('duration::getMilliseconds(): int', ({ nanos }: Instant) => (nanos % SECOND) / 1_000_000n),
]
