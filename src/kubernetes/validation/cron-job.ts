/** @see k8s.io/kubernetes pkg/apis/batch/validation/validation.go, v1.34 */
import { parseCronSchedule } from '../cron-schedule.ts'
import type { CronJob, JobSpec } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, notNegative, notSupported, required } from './causes.ts'
import { validateJobTemplate } from './job.ts'

const CONCURRENCY = ['Allow', 'Forbid', 'Replace'] as const
const MAX_NAME = 52

const validateSchedule = (schedule: string): readonly StatusCause[] => {
  const field = 'spec.schedule'
  if (schedule === '') return [required(field)]
  const parsed = parseCronSchedule(schedule.replace(/^(?:CRON_)?TZ=\S+ +/u, ''))
  return [
    ...(parsed.ok ? [] : [invalidValue(field, schedule, parsed.message)]),
    ...(schedule.includes('TZ')
      ? [invalidValue(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
      : []),
  ]
}

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** A part of a zone's name. */
const ZONE_PART = /^(?!-)[A-Za-z.\-_0-9+]{1,14}$/u
const isZonePart = (part: string): boolean => part !== '.' && part !== '..' && ZONE_PART.test(part)

const validateZone = (zone: string | undefined): readonly StatusCause[] => {
  const field = 'spec.timeZone'
  if (zone === undefined) return []
  if (zone === '') return [invalidValue(field, zone, 'timeZone must be nil or non-empty string')]
  if (!zone.split('/').every(isZonePart)) return [invalidValue(field, zone, `unknown time zone ${zone}`)]
  const explicit = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'
  if (zone.toLowerCase() === 'local') return [invalidValue(field, zone, explicit)]
  return isTimeZone(zone) ? [] : [invalidValue(field, zone, `unknown time zone ${zone}`)]
}

const validateConcurrency = (policy: string | undefined): readonly StatusCause[] =>
  policy === undefined || CONCURRENCY.some((known) => known === policy)
    ? []
    : [notSupported('spec.concurrencyPolicy', policy, CONCURRENCY)]

/** The Jobs' selectors are the server's. */
const forbidSelector = (spec: JobSpec | undefined): readonly StatusCause[] => {
  const path = 'spec.jobTemplate.spec'
  const { selector, manualSelector } = spec ?? {}
  return [
    ...(selector === undefined ? [] : [invalidValue(`${path}.selector`, selector, '`selector` will be auto-generated')]),
    ...(manualSelector === true ? [notSupported(`${path}.manualSelector`, true, ['nil', 'false'])] : []),
  ]
}

export const validateCronJob = ({ spec, metadata }: CronJob): readonly StatusCause[] => {
  const { name = '' } = metadata
  const template = spec?.jobTemplate.spec
  return [
    ...validateSchedule(spec?.schedule ?? ''),
    ...notNegative('spec.startingDeadlineSeconds', spec?.startingDeadlineSeconds),
    ...validateZone(spec?.timeZone),
    ...validateConcurrency(spec?.concurrencyPolicy),
    ...validateJobTemplate(template, 'spec.jobTemplate.spec'),
    ...forbidSelector(template),
    ...notNegative('spec.successfulJobsHistoryLimit', spec?.successfulJobsHistoryLimit),
    ...notNegative('spec.failedJobsHistoryLimit', spec?.failedJobsHistoryLimit),
    ...(name.length > MAX_NAME ? [invalidValue('metadata.name', name, `must be no more than ${MAX_NAME} characters`)] : []),
  ]
}
