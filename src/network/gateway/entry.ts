/** Requests to Gateways: which one is meant, the way there, and what its proxy does with them (semantics I22). */
import type { Gateway } from '../../kubernetes/extensions/gateway-api/types.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { normalizeAddress } from '../address.ts'
import type { AskedRequest } from '../http/asked.ts'
import { carryOut } from '../http/forward.ts'
import type { Progress, Proxy } from '../http/forward.ts'
import { waysTo } from '../http/way.ts'
import { normalizeHost } from '../ingress/matching.ts'
import type { ExchangeOutcome, Hop, NamespacedName, NearMiss, ResolveHop, ResolveQuestion, RouteHop, Source } from '../model.ts'
import { resolveForClient } from '../resolve.ts'
import { namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { attachmentsOf, refersTo } from './attachment.ts'
import { controllerOfGateway, gatewayControllersOf, servedGateways } from './classes.ts'
import { fitsHostname } from './hostnames.ts'
import { listenersOfGateway, protocolOf } from './listeners.ts'
import { addressesOfGateway, proxiesOf, type GatewayProxy } from './proxies.ts'
import { listenersAt, listenerFor, routeAtGateway } from './route.ts'

const SEMANTICS = ['I22']

/** The Gateway of a name. */
export const findGateway = (state: NetworkState, { namespace, name }: NamespacedName): Gateway | undefined =>
  state.gateways.find((gateway) => gateway.metadata.name === name && namespaceOf(gateway) === namespace)

/** A served Gateway that has a route for the host at the request's port. */
export function claimingGateway(state: NetworkState, asked: AskedRequest): Gateway | undefined {
  const host = normalizeHost(asked.hostHeader)
  return servedGateways(state).find((gateway) => {
    const place = listenerFor(listenersAt(state, gateway, asked.port), host)
    if (place === undefined || protocolOf(place.listener).toLowerCase() !== asked.scheme) return false
    return attachmentsOf(state, gateway).some(
      (one) => one.place.index === place.index && one.hosts.some(({ effective }) => fitsHostname(effective, host)),
    )
  })
}

/**
 * A Gateway that the host is written for, by the hostname of a listener or of a route that means it. No controller need serve it, and none
 * of its listeners need have the port.
 */
export function namedGateway(state: NetworkState, asked: AskedRequest): Gateway | undefined {
  const host = normalizeHost(asked.hostHeader)
  const isNamed = (hostname = ''): boolean => hostname !== '' && fitsHostname(hostname, host)
  const routes = state.httpRoutes.filter(({ spec }) => (spec?.hostnames ?? []).some(isNamed))
  return [...servedGateways(state), ...state.gateways].find(
    (gateway) =>
      listenersOfGateway(gateway).some(({ listener }) => isNamed(listener.hostname)) ||
      routes.some((route) => (route.spec?.parentRefs ?? []).some((parent) => refersTo(route, parent, gateway))),
  )
}

/** Where no Gateway claims the host: the first that has a listener for the port, a served one before others. */
export function anyGateway(state: NetworkState, asked: AskedRequest): Gateway | undefined {
  const served = servedGateways(state)
  return served.find((gateway) => listenersAt(state, gateway, asked.port).length > 0) ?? served[0] ?? state.gateways[0]
}

/** A Gateway whose address a client is told, and the look-up of its name where there was one. */
export interface AddressedGateway {
  readonly gateway: Gateway
  readonly hops: readonly Hop[]
}

/** The served Gateway that a URL's host leads to by its address. Names of Services and of nothing lead to none. */
export function addressedGateway(state: NetworkState, question: ResolveQuestion): AddressedGateway | undefined {
  const { name: host } = question
  const gateways = servedGateways(state)
  const owner = (address: string): Gateway | undefined =>
    gateways.find((gateway) => addressesOfGateway(gateway).includes(address))
  const literal = normalizeAddress(host)
  const direct = owner(literal ?? host.toLowerCase())
  if (direct !== undefined) return { gateway: direct, hops: [] }
  if (literal !== undefined || !gateways.some((gateway) => addressesOfGateway(gateway).length > 0)) return undefined
  const resolution = resolveForClient(state.snapshot, question)
  const gateway = resolution.addresses.map(owner).find((one) => one !== undefined)
  if (gateway === undefined) return undefined
  const hop: ResolveHop = { kind: 'resolve', name: host, resolution, semantics: ['D1', 'D21'], stops: false }
  return { gateway, hops: [hop] }
}

/** Each of a Gateway's proxies is as likely to be reached. */
export function requestGateway(
  state: NetworkState,
  from: Source,
  asked: AskedRequest,
  { gateway, hops }: AddressedGateway,
): readonly ExchangeOutcome[] {
  const proxies = proxiesOf(state, gateway)
  if (proxies.length === 0) return [stopped(asked, hops, { ...nobody(state, gateway), ...stop(gateway, 'no-controller') })]
  if (listenersAt(state, gateway, asked.port).length === 0)
    return [stopped(asked, hops, { ...nothingAt(state, gateway, asked.port), ...stop(gateway, 'no-listener') })]
  return proxies.flatMap((proxy) =>
    waysTo(state, from, { ...proxy, port: asked.port, semantics: SEMANTICS }).flatMap((outcome) => {
      const probability = outcome.probability / proxies.length
      const walked = [...hops, ...outcome.walk.hops]
      if (outcome.verdict !== 'connected') return [{ probability, verdict: outcome.verdict, walk: { hops: walked } }]
      const client = outcome.sourceIpSeen === undefined ? {} : { client: outcome.sourceIpSeen }
      return answerAtProxy(state, proxy, asked, { hops: walked, probability, ...client })
    }),
  )
}

interface Stop {
  readonly controller: string
  readonly nearMisses: readonly NearMiss[]
}

const stop = (gateway: Gateway, decision: RouteHop['decision']): Pick<RouteHop, 'decision' | 'listener'> => ({
  decision,
  listener: { object: referenceTo(gateway), path: decision === 'no-controller' ? 'spec.gatewayClassName' : 'spec.listeners' },
})

/** No controller runs for the Gateway's class, or none of its proxies does. */
function nobody(state: NetworkState, gateway: Gateway): Stop {
  const controller = controllerOfGateway(state, gateway)?.controller
  if (controller !== undefined) return { controller, nearMisses: [] }
  const known = state.gatewayClasses.find(({ metadata }) => metadata.name === gateway.spec?.gatewayClassName)
  const running = gatewayControllersOf(state).map((facts) => facts.controller)
  const classes = state.gatewayClasses.map(({ metadata }) => metadata.name ?? '')
  const miss: NearMiss =
    known === undefined
      ? {
          where: { object: referenceTo(gateway), path: 'spec.gatewayClassName' },
          reason: 'class',
          wanted: gateway.spec?.gatewayClassName ?? '',
          found: classes.join(', ') || '<none>',
        }
      : {
          where: { object: referenceTo(known), path: 'spec.controllerName' },
          reason: 'class',
          wanted: known.spec?.controllerName ?? '',
          found: running.join(', ') || '<none>',
        }
  return { controller: known?.spec?.controllerName ?? '', nearMisses: [miss] }
}

const nothingAt = (state: NetworkState, gateway: Gateway, port: number): Stop => ({
  controller: controllerOfGateway(state, gateway)?.controller ?? '',
  nearMisses: listenersOfGateway(gateway).map(({ listener, index }) => ({
    where: { object: referenceTo(gateway), path: `spec.listeners[${index}].port` },
    reason: 'port',
    wanted: String(listener.port),
    found: String(port),
  })),
})

function stopped(asked: AskedRequest, hops: readonly Hop[], reason: Stop & Pick<RouteHop, 'decision'>): ExchangeOutcome {
  const hop: RouteHop = {
    kind: 'route',
    ...reason,
    requestedHost: asked.hostHeader,
    requestedPath: asked.target,
    semantics: SEMANTICS,
    stops: true,
  }
  return { probability: 1, verdict: 'refused', walk: { hops: [...hops, hop] } }
}

/** Envoy does not try again by itself. */
const MAX_TRIES = 1
const WITHOUT_ENDPOINTS = 503
const UNREACHABLE = 503
const INVALID = 500

const proxyOf = ({ facts, source }: GatewayProxy): Proxy => ({
  controller: facts.controller,
  program: facts.program,
  source,
  maxTries: MAX_TRIES,
  statusOf: () => facts.statusUnreachable ?? UNREACHABLE,
  statusWithout: (reason) => (reason === 'no-ready-endpoint' ? (facts.statusWithoutEndpoints ?? WITHOUT_ENDPOINTS) : INVALID),
  page: ({ status, location, headers }) => ({
    status,
    headers: { 'content-type': 'text/plain', ...headers, ...(location === undefined ? {} : { location }) },
    body: '',
  }),
})

/** From the proxy on. TLS is ended by HTTPS listeners alone, and they take nothing else. */
export function answerAtProxy(
  state: NetworkState,
  proxy: GatewayProxy,
  asked: AskedRequest,
  progress: Progress,
): readonly ExchangeOutcome[] {
  const [place] = listenersAt(state, proxy.gateway, asked.port)
  const isTls = place !== undefined && protocolOf(place.listener) === 'HTTPS'
  const { probability, hops, client } = progress
  if (isTls !== (asked.scheme === 'https'))
    return [{ probability, verdict: 'connected', noResponse: isTls ? 'not-http' : 'not-tls', walk: { hops } }]
  const { hostHeader: host, target: path, method, headers, scheme, port } = asked
  const request = { host, path, method, headers, scheme, port, ...(client === undefined ? {} : { client }) }
  const decision = routeAtGateway(state, proxy.gateway, request)
  return carryOut({ state, proxy: proxyOf(proxy), asked }, progress, decision)
}
