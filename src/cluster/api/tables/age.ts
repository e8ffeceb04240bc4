/** Spans of time as kubectl shows them. @see k8s.io/apimachinery pkg/util/duration, HumanDuration, v1.34 */
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { UNKNOWN } from './printer.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

const withRest = (whole: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${whole}${unit}` : `${whole}${unit}${rest}${restUnit}`

export const renderDuration = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  if (seconds < 2 * MINUTE) return `${seconds}s`
  const minutes = Math.floor(seconds / MINUTE)
  if (minutes < 10) return withRest(minutes, 'm', seconds % MINUTE, 's')
  if (minutes < 3 * 60) return `${minutes}m`
  const hours = Math.floor(seconds / HOUR)
  if (hours < 8) return withRest(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  if (hours < 8 * 24) return withRest(Math.floor(hours / 24), 'd', hours % 24, 'h')
  if (seconds < 2 * YEAR) return `${Math.floor(hours / 24)}d`
  const years = Math.floor(seconds / YEAR)
  if (seconds < 8 * YEAR) return withRest(years, 'y', Math.floor((seconds % YEAR) / DAY), 'd')
  return `${years}y`
}

/** Time since an RFC 3339 text. */
export const since = (time: string | undefined, nowMs: number): string =>
  time === undefined || time === '' ? UNKNOWN : renderDuration(nowMs - Date.parse(time))

export const ageOf = ({ metadata }: KubernetesObject, nowMs: number): string => since(metadata.creationTimestamp, nowMs)
