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

export const cronJobPrinter = printer(isCronJob, COLUMNS, (cronJob, nowMs) => {
  const { spec, status } = cronJob
  const last = status?.lastScheduleTime
  const template = spec?.jobTemplate.spec
  return [
    nameOf(cronJob),
    spec?.schedule ?? '',
    spec?.timeZone ?? NONE,
    spec?.suspend === true ? 'True' : 'False',
    status?.active?.length ?? 0,
    last === undefined ? NONE : since(last, nowMs),
    ageOf(cronJob, nowMs),
    containerNames(template?.template),
    images(template?.template),
    selectorText(template?.selector),
  ]
})
