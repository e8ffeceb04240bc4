import type { Job } from '../../../kubernetes/generated/types.ts'
import { isJob } from '../../../kubernetes/guards.ts'
import { ageOf, renderDuration } from './age.ts'
import { CONTAINERS, containerNames, IMAGES, images, SELECTOR, selectorText } from './containers.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

const COLUMNS = [NAME, text('Status'), text('Completions'), text('Duration'), text('Age'), CONTAINERS, IMAGES, SELECTOR]

const isTrue = (job: Job, type: string): boolean =>
  (job.status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')

const statusText = (job: Job): string => {
  if (isTrue(job, 'Complete')) return 'Complete'
  if (isTrue(job, 'Failed')) return 'Failed'
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating'
  if (isTrue(job, 'Suspended')) return 'Suspended'
  if (isTrue(job, 'FailureTarget')) return 'FailureTarget'
  return isTrue(job, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running'
}

const completionsText = ({ spec, status }: Job): string => {
  const done = status?.succeeded ?? 0
  if (spec?.completions !== undefined) return `${done}/${spec.completions}`
  const parallel = spec?.parallelism ?? 0
  return parallel > 1 ? `${done}/1 of ${parallel}` : `${done}/1`
}

const durationText = ({ status }: Job, nowMs: number): string => {
  if (status?.startTime === undefined) return ''
  const end = status.completionTime === undefined ? nowMs : Date.parse(status.completionTime)
  return renderDuration(end - Date.parse(status.startTime))
}

export const jobPrinter = printer(isJob, COLUMNS, (job, nowMs) => [
  nameOf(job),
  statusText(job),
  completionsText(job),
  durationText(job, nowMs),
  ageOf(job, nowMs),
  containerNames(job.spec?.template),
  images(job.spec?.template),
  selectorText(job.spec?.selector),
])
