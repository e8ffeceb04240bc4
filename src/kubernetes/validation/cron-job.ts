/** @see k8s.io/kubernetes pkg/apis/batch/validation/validation.go, v1.34 */
import { parseCronSchedule } from '../cron-schedule.ts'
import type { CronJob } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, notSupported, required } from './causes.ts'
import { validateJobTemplate } from './workloads.ts'

const CONCURRENCY = ['Allow', 'Forbid', 'Replace'] as const
const MAX_NAME = 52

const validateSchedule = (schedule: string): readonly StatusCause[] => {
  const field = 'spec.schedule'
  if (schedule === '') return [required(field)]
  if (schedule.includes('TZ'))
    return [invalidValue(field, schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')]
  const parsed = parseCronSchedule(schedule)
  return parsed.ok ? [] : [invalidValue(field, schedule, parsed.message)]
}

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const notNegative = (value: number | undefined, field: string): readonly StatusCause[] =>
  value === undefined || value >= 0 ? [] : [invalidValue(field, value, 'must be greater than or equal to 0')]

const validateZone = (zone: string | undefined): readonly StatusCause[] =>
  zone === undefined || isTimeZone(zone) ? [] : [invalidValue('spec.timeZone', zone, `unknown time zone ${zone}`)]

const validateConcurrency = (policy: string | undefined): readonly StatusCause[] =>
  policy === undefined || CONCURRENCY.some((known) => known === policy)
    ? []
    : [notSupported('spec.concurrencyPolicy', policy, CONCURRENCY)]

const COUNTS = ['startingDeadlineSeconds', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit'] as const

export const validateCronJob = ({ spec, metadata }: CronJob): readonly StatusCause[] => {
  const { name = '' } = metadata
  return [
    ...(name.length > MAX_NAME ? [invalidValue('metadata.name', name, `must be no more than ${MAX_NAME} characters`)] : []),
    ...validateSchedule(spec?.schedule ?? ''),
    ...validateZone(spec?.timeZone),
    ...validateConcurrency(spec?.concurrencyPolicy),
    ...COUNTS.flatMap((field) => notNegative(spec?.[field], `spec.${field}`)),
    ...validateJobTemplate(spec?.jobTemplate.spec, 'spec.jobTemplate.spec'),
  ]
}
