import type { Service, ServiceBackendPort, ServicePort } from '../../kubernetes/generated/types.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { IngressControllerFacts } from '../facts.ts'
import type { EndpointChoice } from '../model.ts'
import { endpointsOfPort } from '../service/endpoints.ts'
import type { ServiceEndpoint } from '../service/endpoints.ts'
import { missingEndpoints } from '../service/missing-endpoints.ts'
import { clusterIpsOf, keyOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import type { BackendTarget } from '../http/decision.ts'
import type { StatedBackend } from './stated-backend.ts'

interface FindOptions {
  readonly behaviour: IngressControllerFacts['behaviour']
  /** Connect to the Service's cluster address instead of its endpoints (`service-upstream`). */
  readonly throughService: boolean
}

/**
 * A Service port by number or name (I8).
 * DIFFERS from the API: ingress-nginx takes the targetPort as well. @see ingress-nginx internal/ingress/controller, serviceEndpoints
 */
function findPort(service: Service, asked: ServiceBackendPort, behaviour: FindOptions['behaviour']): ServicePort | undefined {
  const text = String(asked.number ?? asked.name ?? '')
  return service.spec?.ports?.find(({ port, name, targetPort, protocol = 'TCP' }) => {
    const isAsked = asked.number === undefined ? name === text : port === asked.number
    return protocol === 'TCP' && (isAsked || (behaviour === 'ingress-nginx' && String(targetPort ?? port) === text))
  })
}

const toChoice = ({ ip, port, pod, node }: ServiceEndpoint): EndpointChoice => ({
  ip,
  port,
  ...(pod === undefined ? {} : { pod }),
  ...(node === undefined ? {} : { node }),
})

/** Those of all slices, whatever their family: a Service of both has each Pod twice. */
const readyEndpoints = (state: NetworkState, service: Service, port: ServicePort): readonly EndpointChoice[] =>
  (['IPv4', 'IPv6'] as const).flatMap((family) =>
    endpointsOfPort(state, service, port, { family })
      .filter(({ ready }) => ready)
      .map(toChoice),
  )

/** Where a backend leads in the cluster. Backends that are no Services are for other controllers. */
export function findBackend(state: NetworkState, { namespace, backend }: StatedBackend, options: FindOptions): BackendTarget {
  if (backend.service === undefined) return { kind: 'unusable', reason: 'backend-missing' }
  const { name, port = {} } = backend.service
  const found = state.services.get(keyOf(namespace, name))
  if (found === undefined)
    return { kind: 'unusable', reason: 'backend-missing', service: { apiVersion: 'v1', kind: 'Service', namespace, name } }
  return found.spec?.type === 'ExternalName' ? outsideTarget(found, port) : clusterTarget(state, found, { ...options, port })
}

/** ExternalName Services need no ports of their own (I21). */
function outsideTarget(found: Service, asked: ServiceBackendPort): BackendTarget {
  const service = referenceTo(found)
  const port = asked.number ?? found.spec?.ports?.find(({ name }) => name === asked.name)?.port
  if (port === undefined) return { kind: 'unusable', reason: 'backend-port-unknown', service }
  return { kind: 'host', service, host: found.spec?.externalName ?? '', port }
}

function clusterTarget(
  state: NetworkState,
  found: Service,
  { port: asked, behaviour, throughService }: FindOptions & { readonly port: ServiceBackendPort },
): BackendTarget {
  const service = referenceTo(found)
  const port = findPort(found, asked, behaviour)
  if (port === undefined) return { kind: 'unusable', reason: 'backend-port-unknown', service }
  const [clusterIp] = clusterIpsOf(found)
  if (throughService && clusterIp !== undefined) return { kind: 'host', service, host: clusterIp, port: port.port }
  const endpoints = readyEndpoints(state, found, port)
  if (endpoints.length === 0) {
    const family = found.spec?.ipFamilies?.[0] === 'IPv6' ? 'IPv6' : 'IPv4'
    return { kind: 'unusable', reason: 'no-ready-endpoint', service, ...missingEndpoints(state, found, { port, family }) }
  }
  return { kind: 'endpoints', service, endpoints }
}
