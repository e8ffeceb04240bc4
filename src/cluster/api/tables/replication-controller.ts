import { isReplicationController } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { CONTAINERS, containerNames, IMAGES, images, labelsText, SELECTOR } from './containers.ts'
import { integer, NAME, nameOf, printer, text } from './printer.ts'

const COLUMNS = [NAME, integer('Desired'), integer('Current'), integer('Ready'), text('Age'), CONTAINERS, IMAGES, SELECTOR]

export const replicationControllerPrinter = printer(isReplicationController, COLUMNS, (controller, nowMs) => {
  const { spec, status } = controller
  return [
    nameOf(controller),
    spec?.replicas ?? 1,
    status?.replicas ?? 0,
    status?.readyReplicas ?? 0,
    ageOf(controller, nowMs),
    containerNames(spec?.template),
    images(spec?.template),
    labelsText(spec?.selector),
  ]
})
