import type { Scale } from '../../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { ageOf } from './age.ts'
import { integer, NAME, nameOf, printer, text } from './printer.ts'

const isScale = (object: KubernetesObject): object is Scale => object.kind === 'Scale'

const COLUMNS = [
  NAME,
  { ...integer('Desired'), description: 'replicas is the desired number of instances for the scaled object.' },
  { ...integer('Available'), description: 'replicas is the actual number of observed instances of the scaled object.' },
  text('Age'),
]

/** Of what the subresource `scale` gives. */
export const scalePrinter = printer(isScale, COLUMNS, (scale, nowMs) => [
  nameOf(scale),
  scale.spec?.replicas ?? 0,
  scale.status?.replicas ?? 0,
  ageOf(scale, nowMs),
])
