import { isDaemonSet } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { CONTAINERS, containerNames, IMAGES, images, labelsText, SELECTOR, selectorText } from './containers.ts'
import { integer, NAME, nameOf, printer, text } from './printer.ts'

const COUNTS = [integer('Desired'), integer('Current'), integer('Ready'), integer('Up-to-date'), integer('Available')]
const COLUMNS = [NAME, ...COUNTS, text('Node Selector'), text('Age'), CONTAINERS, IMAGES, SELECTOR]

export const daemonSetPrinter = printer(isDaemonSet, COLUMNS, (set, nowMs) => {
  const { spec, status } = set
  const counts = [
    status?.desiredNumberScheduled,
    status?.currentNumberScheduled,
    status?.numberReady,
    status?.updatedNumberScheduled,
    status?.numberAvailable,
  ]
  return [
    nameOf(set),
    ...counts.map((count) => count ?? 0),
    labelsText(spec?.template.spec?.nodeSelector),
    ageOf(set, nowMs),
    containerNames(spec?.template),
    images(spec?.template),
    selectorText(spec?.selector),
  ]
})
