/** Gateways and their routes. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { gatewayBackendMissing } from './gateway-backend-missing.ts'
import { gatewayHostnameMismatch } from './gateway-hostname-mismatch.ts'
import { gatewayListenerProtocol } from './gateway-listener-protocol.ts'
import { gatewayParentMissing } from './gateway-parent-missing.ts'
import { gatewayReferenceNotPermitted } from './gateway-reference-not-permitted.ts'
import { gatewayRefusesNamespace } from './gateway-refuses-namespace.ts'

export const GATEWAY_CAUSES: readonly Cause[] = [
  gatewayParentMissing,
  gatewayListenerProtocol,
  gatewayRefusesNamespace,
  gatewayHostnameMismatch,
  gatewayReferenceNotPermitted,
  gatewayBackendMissing,
]
