/** The port at which a load balancer asks each node whether it has an endpoint. @see pkg/registry/core/service/storage/alloc.go, v1.34 */
import { internalError } from '../../../kubernetes/errors.ts'
import type { ServiceSpec } from '../../../kubernetes/generated/types.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { NODE_PORT_OUT_OF_RANGE, NODE_PORT_TAKEN } from '../../../kubernetes/validation/service.ts'
import type { Random } from '../../environment.ts'
import type { Held } from './held.ts'
import { isNodePort, nodePortKey, pickNodePort } from './node-port.ts'

type HealthPort = { readonly ok: true; readonly spec: ServiceSpec } | { readonly ok: false; readonly status: Status }

const PROTOCOL = 'TCP'

const whyRefused = (port: number, used: Held): string | undefined => {
  if (!isNodePort(port)) return NODE_PORT_OUT_OF_RANGE
  return used.has(nodePortKey(port, PROTOCOL)) ? NODE_PORT_TAKEN : undefined
}

/** For a Service that needs one: what is asked for or it had before, or any that is free. `used` has the node ports of all Services, its own among them. */
export const allocateHealthPort = (spec: ServiceSpec, used: Held, random: Random): HealthPort => {
  const { healthCheckNodePort: asked = 0 } = spec
  if (asked === 0) {
    const healthCheckNodePort = pickNodePort(used, PROTOCOL, random)
    return { ok: true, spec: healthCheckNodePort === undefined ? spec : { ...spec, healthCheckNodePort } }
  }
  const why = whyRefused(asked, used)
  if (why === undefined) return { ok: true, spec }
  return { ok: false, status: internalError(`failed to allocate requested HealthCheck NodePort ${asked}: ${why}`) }
}
