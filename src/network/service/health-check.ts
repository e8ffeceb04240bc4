/**
 * The port at which kube-proxy tells load balancers whether a node has endpoints of a Service (S25).
 * @see kubernetes/kubernetes pkg/proxy/healthcheck/service_health.go (v1.34)
 */
import type { Service } from '../../kubernetes/generated/types.ts'
import { familyOf, type AddressFamily } from '../address.ts'
import type { Listener } from '../facts.ts'
import { nameOf, type NetworkState } from '../state.ts'
import { endpointsOfPort } from './endpoints.ts'
import { isProxied, nodePortBlocksOf, nodePortIpsOf } from './lookup.ts'

/** Of load balancers with externalTrafficPolicy Local only. */
const healthCheckPortOf = (service: Service): number | undefined => {
  const { externalTrafficPolicy, healthCheckNodePort = 0, type } = service.spec ?? {}
  const isAsked = type === 'LoadBalancer' && externalTrafficPolicy === 'Local' && healthCheckNodePort !== 0
  return isAsked && isProxied(service) ? healthCheckNodePort : undefined
}

/** What a node's kube-proxy listens on: where node ports answer on some addresses only, on those. */
export const healthCheckListeners = (state: NetworkState, node: string): readonly Listener[] => {
  const ports = [...state.services.values()].flatMap((service) => healthCheckPortOf(service) ?? [])
  if (ports.length === 0) return []
  const addresses = nodePortBlocksOf(state, 'IPv4') === 'all' ? ['::'] : nodePortIpsOf(state, node)
  return ports.flatMap((port) =>
    addresses.map((address) => ({ container: '', program: 'kube-proxy', protocol: 'TCP' as const, port, address })),
  )
}

/** What it answers there, whatever is asked; undefined where the port is no Service's. */
export const healthCheckListener = (
  state: NetworkState,
  node: string,
  { port, family }: { readonly port: number; readonly family: AddressFamily },
): Listener | undefined => {
  const service = [...state.services.values()].find((one) => healthCheckPortOf(one) === port)
  if (service === undefined) return undefined
  const count = countLocal(state, service, { family, node })
  const { namespace, name } = nameOf(service)
  const answer = { service: { namespace, name }, localEndpoints: count, serviceProxyHealthy: true }
  return {
    container: '',
    program: 'kube-proxy',
    protocol: 'TCP',
    port,
    address: '::',
    http: [
      {
        path: '/',
        match: 'prefix',
        status: count > 0 ? 200 : 503,
        headers: {
          'content-type': 'application/json',
          'x-content-type-options': 'nosniff',
          'x-load-balancing-endpoint-weight': String(count),
        },
        body: JSON.stringify(answer, undefined, '\t'),
      },
    ],
  }
}

/** Ready endpoints on the node, each address once whatever its ports. */
const countLocal = (
  state: NetworkState,
  service: Service,
  { family, node }: { readonly family: AddressFamily; readonly node: string },
): number =>
  new Set(
    (service.spec?.ports ?? [])
      .flatMap((port) => endpointsOfPort(state, service, port, { family, node }))
      .filter((endpoint) => endpoint.ready && endpoint.node === node && familyOf(endpoint.ip) === family)
      .map(({ ip }) => ip),
  ).size
