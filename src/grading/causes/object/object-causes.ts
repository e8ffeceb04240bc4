/** Objects that are not there, or not under the names and labels that were asked for. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { namespaceMissing } from './namespace-missing.ts'
import { objectInOtherNamespace } from './object-in-other-namespace.ts'
import { objectMisnamed } from './object-misnamed.ts'
import { podLacksLabel } from '../pod/pod-lacks-label.ts'
import { startObjectMissing } from './start-object-missing.ts'

export const OBJECT_CAUSES: readonly Cause[] = [
  startObjectMissing,
  namespaceMissing,
  objectInOtherNamespace,
  objectMisnamed,
  podLacksLabel,
]
