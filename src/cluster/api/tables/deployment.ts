import { isDeployment } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { CONTAINERS, containerNames, IMAGES, images, SELECTOR, selectorText } from './containers.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

const COLUMNS = [NAME, text('Ready'), text('Up-to-date'), text('Available'), text('Age'), CONTAINERS, IMAGES, SELECTOR]

export const deploymentPrinter = printer(isDeployment, COLUMNS, (deployment, nowMs) => {
  const { spec, status } = deployment
  return [
    nameOf(deployment),
    `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 1}`,
    status?.updatedReplicas ?? 0,
    status?.availableReplicas ?? 0,
    ageOf(deployment, nowMs),
    containerNames(spec?.template),
    images(spec?.template),
    selectorText(spec?.selector),
  ]
})
