import type { JobSpec } from '../../../kubernetes/generated/types.ts'
import { isCronJob } from '../../../kubernetes/guards.ts'
import { ageOf, since } from './age.ts'
import { CONTAINERS, containerNames, IMAGES, images, SELECTOR, selectorText } from './containers.ts'
import { integer, NAME, nameOf, NONE, printer, text, type Column } from './printer.ts'

const SUSPEND: Column = { name: 'Suspend', type: 'boolean', format: '', priority: 0 }
const COLUMNS = [
  NAME,
  text('Schedule'),
  text('Timezone'),
  SUSPEND,
  integer('Active'),
  text('Last Schedule'),
  text('Age'),
  CONTAINERS,
  IMAGES,
  SELECTOR,
]

const lastSchedule = (last: string | undefined, nowMs: number): string => (last === undefined ? NONE : since(last, nowMs))

const describeTemplate = (job: JobSpec | undefined): readonly string[] => [
  containerNames(job?.template),
  images(job?.template),
  selectorText(job?.selector),
]

export const cronJobPrinter = printer(isCronJob, COLUMNS, (cronJob, nowMs) => {
  const { spec, status } = cronJob
  const template = spec?.jobTemplate.spec
  return [
    nameOf(cronJob),
    spec?.schedule ?? '',
    spec?.timeZone ?? NONE,
    spec?.suspend === true ? 'True' : 'False',
    status?.active?.length ?? 0,
    lastSchedule(status?.lastScheduleTime, nowMs),
    ageOf(cronJob, nowMs),
    ...describeTemplate(template),
  ]
})
