/** The parameter `timeout` of a request. @see k8s.io/apiserver pkg/endpoints/filters/request_deadline.go, v1.34 */
import { badRequest } from '../../../kubernetes/errors.ts'
import type { Status } from '../../../kubernetes/status.ts'

/** Nanoseconds. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
}

/** What of a duration's text comes next: a number, and its unit. */
const PART = /^(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<unit>[^\d.]*)/u

/** Why Go reads no duration; undefined where it does. @see Go time.ParseDuration */
const whyNoDuration = (text: string): string | undefined => {
  const quoted = JSON.stringify(text)
  const invalid = `time: invalid duration ${quoted}`
  let rest = text.replace(/^[+-]/u, '')
  if (rest === '0') return undefined
  if (rest === '') return invalid
  let sum = 0
  while (rest !== '') {
    const { whole = '', fraction = '', unit = '' } = PART.exec(rest)?.groups ?? {}
    if (whole === '' && fraction === '') return invalid
    if (unit === '') return `time: missing unit in duration ${quoted}`
    const nanoseconds = UNITS[unit]
    if (nanoseconds === undefined) return `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`
    sum += Number(`${whole}.${fraction}0`) * nanoseconds
    if (sum > 2 ** 63) return invalid
    rest = rest.slice(PART.exec(rest)?.[0].length)
  }
  return undefined
}

const LONG_RUNNING = /\/(?:attach|exec|log|portforward|proxy)(?:\/|$)/u

/** What takes as long as it takes has no deadline. `isWatch`: whether the request opens one. */
export const refuseTimeout = ({ pathname, searchParams }: URL, isWatch: boolean): Status | undefined => {
  const text = searchParams.get('timeout') ?? ''
  if (text === '' || isWatch || LONG_RUNNING.test(pathname)) return undefined
  const why = whyNoDuration(text)
  return why === undefined ? undefined : badRequest(`invalid timeout specified in the request URL - ${why}`)
}
