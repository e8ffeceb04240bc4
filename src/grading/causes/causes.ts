/** Every cause that a failed check can have, in the order in which they are tried where several are as likely. */
import type { Cause } from './cause.ts'
import { DNS_CAUSES } from './dns/dns-causes.ts'
import { GATEWAY_CAUSES } from './gateway/gateway-causes.ts'
import { INGRESS_CAUSES } from './ingress/ingress-causes.ts'
import { OBJECT_CAUSES } from './object/object-causes.ts'
import { OTHER_CAUSES } from './object/other-causes.ts'
import { LISTENING_CAUSES } from './pod/listening-causes.ts'
import { STOPPED_CAUSES } from './pod/stopped-causes.ts'
import { POLICY_CAUSES } from './policy/policy-causes.ts'
import { SERVICE_CAUSES } from './service/service-causes.ts'

export const CAUSES: readonly Cause[] = [
  ...OBJECT_CAUSES,
  ...STOPPED_CAUSES,
  ...POLICY_CAUSES,
  ...SERVICE_CAUSES,
  ...LISTENING_CAUSES,
  ...GATEWAY_CAUSES,
  ...INGRESS_CAUSES,
  ...DNS_CAUSES,
  ...OTHER_CAUSES,
]
