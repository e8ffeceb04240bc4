/** Services that lead elsewhere or nowhere. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { ingressHealthCheckBlocked } from '../ingress/ingress-health-check-blocked.ts'
import { serviceAffinity } from './service-affinity.ts'
import { serviceHeadlessDoesNotTranslate } from './service-headless-does-not-translate.ts'
import { serviceInOtherNamespace } from './service-in-other-namespace.ts'
import { serviceIsHeadless } from './service-is-headless.ts'
import { serviceIsNotHeadless } from './service-is-not-headless.ts'
import { serviceLoadBalancerPending } from './service-load-balancer-pending.ts'
import { serviceLocalPolicyDrops } from './service-local-policy-drops.ts'
import { servicePodsNotReady } from './service-pods-not-ready.ts'
import { servicePortConfusion } from './service-port-confusion.ts'
import { servicePortIsNotNodePort } from './service-port-is-not-node-port.ts'
import { serviceProtocolMismatch } from './service-protocol-mismatch.ts'
import { serviceSelectsNoPod } from './service-selects-no-pod.ts'
import { serviceSelectsStrangers } from './service-selects-strangers.ts'
import { serviceSourceAddressLost } from './service-source-address-lost.ts'
import { serviceTargetPortIsANumber } from './service-target-port-is-a-number.ts'
import { serviceTargetPortNameUnknown } from './service-target-port-name-unknown.ts'
import { serviceWrongType } from './service-wrong-type.ts'

export const SERVICE_CAUSES: readonly Cause[] = [
  serviceProtocolMismatch,
  serviceIsHeadless,
  serviceIsNotHeadless,
  serviceAffinity,
  serviceLoadBalancerPending,
  serviceWrongType,
  serviceTargetPortIsANumber,
  serviceTargetPortNameUnknown,
  serviceInOtherNamespace,
  serviceSelectsStrangers,
  serviceSelectsNoPod,
  servicePodsNotReady,
  servicePortConfusion,
  servicePortIsNotNodePort,
  serviceHeadlessDoesNotTranslate,
  serviceSourceAddressLost,
  ingressHealthCheckBlocked,
  serviceLocalPolicyDrops,
]
