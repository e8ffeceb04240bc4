/** Pods that listen elsewhere or not at all. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { containerEditIsLost } from './container-edit-is-lost.ts'
import { containerListensOnLocalhost } from './container-listens-on-localhost.ts'
import { containerPortDoesNotListen } from './container-port-does-not-listen.ts'
import { podConfigMapNotMounted } from './pod-config-map-not-mounted.ts'
import { podListensOnAnotherPort } from './pod-listens-on-another-port.ts'
import { podListensOnNothing } from './pod-listens-on-nothing.ts'
import { serviceTargetPortNobodyListens } from '../service/service-target-port-nobody-listens.ts'

export const LISTENING_CAUSES: readonly Cause[] = [
  podConfigMapNotMounted,
  containerEditIsLost,
  containerListensOnLocalhost,
  containerPortDoesNotListen,
  podListensOnNothing,
  podListensOnAnotherPort,
  serviceTargetPortNobodyListens,
]
