import { isReplicaSet } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { CONTAINERS, containerNames, IMAGES, images, SELECTOR, selectorText } from './containers.ts'
import { integer, NAME, nameOf, printer, text } from './printer.ts'

const COLUMNS = [NAME, integer('Desired'), integer('Current'), integer('Ready'), text('Age'), CONTAINERS, IMAGES, SELECTOR]

export const replicaSetPrinter = printer(isReplicaSet, COLUMNS, (replicaSet, nowMs) => {
  const { spec, status } = replicaSet
  return [
    nameOf(replicaSet),
    spec?.replicas ?? 1,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageOf(replicaSet, nowMs),
    containerNames(spec?.template),
    images(spec?.template),
    selectorText(spec?.selector),
  ]
})
