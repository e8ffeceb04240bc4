/** Times as Go's client types read and write them. @see Go package time, Parse; k8s.io/apimachinery pkg/apis/meta/v1 time.go and micro_time.go, v1.34 */

/** `time`: whole seconds, a fraction is read and dropped. `microtime`: six digits of a second, no more and no less. */
export type TimeForm = 'time' | 'microtime'

const LAYOUTS: Readonly<Record<TimeForm, string>> = {
  time: '2006-01-02T15:04:05Z07:00',
  microtime: '2006-01-02T15:04:05.000000Z07:00',
}

/** What stands one after another: its name in the layout, how its text looks, and which numbers are out of range. */
const CLOCK: readonly (readonly [element: string, pattern: RegExp, name?: string, highest?: number])[] = [
  ['2006', /^\d{4}/u],
  ['-', /^-/u],
  ['01', /^\d\d/u, 'month', 12],
  ['-', /^-/u],
  ['02', /^\d\d/u, 'day', 31],
  ['T', /^T/u],
  ['15', /^\d\d?/u, 'hour', 23],
  [':', /^:/u],
  ['04', /^\d\d/u, 'minute', 59],
  [':', /^:/u],
  ['05', /^\d\d/u, 'second', 59],
]

const ZONE = ['Z07:00', /^(?:Z|[+-]\d\d:\d\d)/u] as const
const FRACTION: Readonly<Record<TimeForm, readonly [element: string, pattern: RegExp]>> = {
  time: ['', /^(?:[.,]\d+)?/u],
  microtime: ['.000000', /^\.\d{6}/u],
}

const FIRST_MONTH_OR_DAY = 1

const isOutOfRange = (name: string | undefined, number: number, highest = Infinity): boolean =>
  number > highest || ((name === 'month' || name === 'day') && number < FIRST_MONTH_OR_DAY)

const isDay = (date: string): boolean => {
  const atMs = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date)
}

/** Milliseconds since 1970 in whole seconds, and the millionths beside them, in the API's form. */
export const writeTime = (form: TimeForm, atMs: number, micros = 0): string => {
  const seconds = new Date(atMs).toISOString().slice(0, 19)
  return form === 'time' ? `${seconds}Z` : `${seconds}.${String(micros).padStart(6, '0')}Z`
}

/** The time in the form in which the API gives it back, or why it is none, in Go's words. */
export const readTime = (form: TimeForm, text: string): { readonly value: string } | { readonly problem: string } => {
  const refuse = (why: string): { readonly problem: string } => ({ problem: `parsing time ${JSON.stringify(text)}${why}` })
  let rest = text
  for (const [element, pattern, name, highest] of [...CLOCK, FRACTION[form], ZONE] as typeof CLOCK) {
    const [found] = pattern.exec(rest) ?? []
    if (found === undefined) {
      return refuse(` as "${LAYOUTS[form]}": cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(element)}`)
    }
    if (isOutOfRange(name, Number(found), highest)) return refuse(`: ${name ?? ''} out of range`)
    rest = rest.slice(found.length)
  }
  if (rest !== '') return refuse(`: extra text: ${JSON.stringify(rest)}`)
  if (!isDay(text.slice(0, 10))) return refuse(': day out of range')
  const [, fraction = '', zone = 'Z'] = /([.,]\d+)?(Z|[+-]\d\d:\d\d)$/u.exec(text) ?? []
  const clock = text.slice(0, text.length - fraction.length - zone.length).replace(/T(?=\d:)/u, 'T0')
  const atMs = Date.parse(`${clock}${zone}`)
  if (Number.isNaN(atMs)) return refuse(': time zone offset hour out of range')
  return { value: writeTime(form, atMs, Number(fraction.slice(1) || 0)) }
}
