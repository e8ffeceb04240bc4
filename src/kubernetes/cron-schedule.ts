/** When a CronJob is due: five fields, a named schedule, or a period. @see github.com/robfig/cron v3, which kube-controller-manager v1.34 reads schedules with */

interface Field {
  readonly values: ReadonlySet<number>
  /** Written as `*` or `?`: no restriction of its own. */
  readonly any: boolean
}

interface Calendar {
  readonly kind: 'calendar'
  readonly minute: Field
  readonly hour: Field
  readonly dayOfMonth: Field
  readonly month: Field
  readonly dayOfWeek: Field
}

interface Period {
  readonly kind: 'period'
  readonly everyMs: number
}

export type CronSchedule = Calendar | Period

/** The message is the library's own. */
export type ParsedSchedule =
  { readonly ok: true; readonly schedule: CronSchedule } | { readonly ok: false; readonly message: string }

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names?: readonly string[]
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] as const

const BOUNDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
]

const NAMED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/** Thrown while a schedule is read, and turned into a value where reading ends. */
class ScheduleError extends Error {}

const readNumber = (text: string): number => {
  if (!/^[+-]?\d+$/u.test(text))
    throw new ScheduleError(`failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  const value = Number(text)
  if (value < 0) throw new ScheduleError(`negative number (${value}) not allowed: ${text}`)
  return value
}

const readValue = (text: string, { min, names = [] }: Bounds): number => {
  const named = names.indexOf(text.toLowerCase())
  return named >= 0 ? named + min : readNumber(text)
}

interface Range {
  readonly from: number
  readonly to: number
  readonly isSingle: boolean
  readonly any: boolean
}

const readRange = (text: string, part: string, bounds: Bounds): Range => {
  const [low = '', high, ...more] = part.split('-')
  if (more.length > 0) throw new ScheduleError(`too many hyphens: ${text}`)
  if (low === '*' || low === '?') return { from: bounds.min, to: bounds.max, isSingle: false, any: true }
  const from = readValue(low, bounds)
  return { from, to: high === undefined ? from : readValue(high, bounds), isSingle: high === undefined, any: false }
}

const checkRange = (text: string, { from, to, step }: { from: number; to: number; step: number }, bounds: Bounds): void => {
  if (from < bounds.min) throw new ScheduleError(`beginning of range (${from}) below minimum (${bounds.min}): ${text}`)
  if (to > bounds.max) throw new ScheduleError(`end of range (${to}) above maximum (${bounds.max}): ${text}`)
  if (from > to) throw new ScheduleError(`beginning of range (${from}) beyond end of range (${to}): ${text}`)
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${text}`)
}

const readPart = (text: string, bounds: Bounds): Field => {
  const [part = '', stepText, ...more] = text.split('/')
  const range = readRange(text, part, bounds)
  if (more.length > 0) throw new ScheduleError(`too many slashes: ${text}`)
  const step = stepText === undefined ? 1 : readNumber(stepText)
  const to = stepText !== undefined && range.isSingle ? bounds.max : range.to
  checkRange(text, { from: range.from, to, step }, bounds)
  const count = Math.floor((to - range.from) / step) + 1
  const values = new Set(Array.from({ length: count }, (_, index) => range.from + index * step))
  return { values, any: range.any && step === 1 }
}

const readField = (text: string, bounds: Bounds): Field => {
  const parts = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => readPart(part, bounds))
  return { values: new Set(parts.flatMap(({ values }) => [...values])), any: parts.some(({ any }) => any) }
}

const UNITS_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000001,
}
const DURATION = /^[+-]?(?:\d+(?:\.\d*)?(?:h|ms|us|µs|ns|m|s))+$/u

const readPeriod = (text: string): Period => {
  const given = text.slice('@every '.length)
  if (!DURATION.test(given))
    throw new ScheduleError(`failed to parse duration ${text}: time: invalid duration ${JSON.stringify(given)}`)
  const parts = [...given.matchAll(/(?<amount>\d+(?:\.\d*)?)(?<unit>h|ms|us|µs|ns|m|s)/gu)]
  const totalMs = parts.reduce(
    (sum, { groups }) => sum + Number(groups?.['amount']) * (UNITS_MS[groups?.['unit'] ?? ''] ?? 0),
    0,
  )
  return { kind: 'period', everyMs: Math.max(1000, Math.floor(totalMs / 1000) * 1000) }
}

const readCalendar = (text: string): Calendar => {
  const parts = text.split(/\s+/u).filter((part) => part !== '')
  if (parts.length !== BOUNDS.length)
    throw new ScheduleError(`expected exactly ${BOUNDS.length} fields, found ${parts.length}: [${parts.join(' ')}]`)
  const [minute, hour, dayOfMonth, month, dayOfWeek] = BOUNDS.map((bounds, index) => readField(parts[index] ?? '', bounds))
  if (minute === undefined || hour === undefined || dayOfMonth === undefined || month === undefined || dayOfWeek === undefined)
    throw new ScheduleError('empty spec string')
  return { kind: 'calendar', minute, hour, dayOfMonth, month, dayOfWeek }
}

const read = (text: string): CronSchedule => {
  if (text === '') throw new ScheduleError('empty spec string')
  if (!text.startsWith('@')) return readCalendar(text)
  if (text.startsWith('@every ')) return readPeriod(text)
  const named = Object.hasOwn(NAMED, text) ? NAMED[text] : undefined
  if (named === undefined) throw new ScheduleError(`unrecognized descriptor: ${text}`)
  return readCalendar(named)
}

/** Reads `spec.schedule` of a CronJob. */
export const parseCronSchedule = (text: string): ParsedSchedule => {
  try {
    return { ok: true, schedule: read(text) }
  } catch (error) {
    if (error instanceof ScheduleError) return { ok: false, message: error.message }
    throw error
  }
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** What is not due within five years never is. */
const HORIZON_MS = 5 * 366 * DAY_MS

/** What clocks on the wall show, as if it were UTC. */
type WallClock = (ms: number) => number

const wallClockOf = (timeZone: string): WallClock => {
  if (timeZone === 'UTC' || timeZone === 'Etc/UTC') return (ms) => ms
  const options = { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const
  const format = new Intl.DateTimeFormat('en', { ...options, minute: 'numeric', second: 'numeric' })
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
    const at = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    return Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'))
  }
}

/** Both days have to fit, unless both are restricted: then one is enough. */
const fitsDay = ({ dayOfMonth, dayOfWeek, month }: Calendar, wall: Date): boolean => {
  if (!month.values.has(wall.getUTCMonth() + 1)) return false
  const fitsMonthDay = dayOfMonth.values.has(wall.getUTCDate())
  const fitsWeekDay = dayOfWeek.values.has(wall.getUTCDay())
  return dayOfMonth.any || dayOfWeek.any ? fitsMonthDay && fitsWeekDay : fitsMonthDay || fitsWeekDay
}

/** The start of the next day on the wall; days may have 23 or 25 hours. */
const nextDay = (ms: number, wallClock: WallClock): number => {
  const next = ms + DAY_MS - (wallClock(ms) % DAY_MS)
  const late = wallClock(next) % DAY_MS
  const start = next - late
  return late > 0 && late < DAY_MS / 2 && start > ms && wallClock(start) % DAY_MS === 0 ? start : next
}

const nextInCalendar = (calendar: Calendar, afterMs: number, wallClock: WallClock): number | undefined => {
  let ms = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS
  while (ms - afterMs < HORIZON_MS) {
    const wallMs = wallClock(ms)
    const wall = new Date(wallMs)
    if (!fitsDay(calendar, wall)) ms = nextDay(ms, wallClock)
    else if (!calendar.hour.values.has(wall.getUTCHours())) ms += HOUR_MS - (wallMs % HOUR_MS)
    else if (!calendar.minute.values.has(wall.getUTCMinutes())) ms += MINUTE_MS
    else return ms
  }
  return undefined
}

/** The first time after `afterMs` at which the schedule is due, in milliseconds since 1970; undefined where there is none in five years. */
export const nextScheduled = (schedule: CronSchedule, afterMs: number, timeZone = 'UTC'): number | undefined =>
  schedule.kind === 'period'
    ? Math.floor(afterMs / 1000) * 1000 + schedule.everyMs
    : nextInCalendar(schedule, afterMs, wallClockOf(timeZone))
