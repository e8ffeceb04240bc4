import { isStatefulSet } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { CONTAINERS, containerNames, IMAGES, images } from './containers.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

export const statefulSetPrinter = printer(
  isStatefulSet,
  [NAME, text('Ready'), text('Age'), CONTAINERS, IMAGES],
  (set, nowMs) => [
    nameOf(set),
    `${set.status?.readyReplicas ?? 0}/${set.spec?.replicas ?? 1}`,
    ageOf(set, nowMs),
    containerNames(set.spec?.template),
    images(set.spec?.template),
  ],
)
