/** What an HTTP client gets to see: the name, the connection, the Ingress rules, and the container's answer. */
import { connect } from './connect.ts'
import { readRequest } from './http/asked.ts'
import type { AskedRequest } from './http/asked.ts'
import { endpointOf, listenerHopOf, serve } from './http/serve.ts'
import { waysTo } from './http/way.ts'
import {
  addressedGateway,
  answerAtProxy,
  anyGateway,
  claimingGateway,
  findGateway,
  namedGateway,
  requestGateway,
} from './gateway/entry.ts'
import { proxyAt } from './gateway/proxies.ts'
import {
  claimingIngressController,
  controllerAt,
  controllerForHost,
  namedIngressController,
  runningControllers,
} from './ingress/controllers.ts'
import { proxyRequest } from './ingress/proxy.ts'
import type {
  ConnectOutcome,
  Exchange,
  ExchangeOutcome,
  Hop,
  NamespacedName,
  RequestQuestion,
  RouteHop,
  Snapshot,
  Source,
} from './model.ts'
import { indexSnapshot } from './state.ts'
import type { NetworkState } from './state.ts'
import { withSystemObjects } from './system-objects.ts'

/**
 * Answers a question about one HTTP request. Probabilities of the outcomes add up to 1. What is no URL of HTTP is
 * `unresolved`, with an empty walk. Ingress paths with patterns beyond the usual need `loadPatternEngine` first.
 */
export function request(snapshot: Snapshot, question: RequestQuestion): Exchange {
  const state = indexSnapshot(withSystemObjects(snapshot))
  const asked = readRequest(question)
  if (asked === undefined) return { question, outcomes: [{ probability: 1, verdict: 'unresolved', walk: { hops: [] } }] }
  return { question, outcomes: outcomesOf(state, question, asked) }
}

function outcomesOf(
  state: NetworkState,
  { from, connectTo, library }: RequestQuestion,
  asked: AskedRequest,
): readonly ExchangeOutcome[] {
  if (connectTo === 'ingress') return requestFrontDoor(state, from, asked)
  if (connectTo !== undefined) {
    const gateway = findGateway(state, connectTo.gateway)
    if (gateway !== undefined) return requestGateway(state, from, asked, { gateway, hops: [] })
    return [{ probability: 1, verdict: 'refused', walk: { hops: [noController(asked, '', ['I22'])] } }]
  }
  const resolver = library === undefined ? {} : { library }
  const addressed = state.gateways.length === 0 ? undefined : addressedGateway(state, { from, name: asked.host, ...resolver })
  if (addressed !== undefined) return requestGateway(state, from, asked, addressed)
  return connect(state.snapshot, { from, to: { host: asked.host }, port: asked.port, ...resolver }).outcomes.flatMap(
    (outcome) => continueAt(state, asked, outcome),
  )
}

/**
 * The Ingress controller or the Gateway that the host is written for; then what takes every host; where nothing does, that of the two that
 * there are objects for.
 */
function requestFrontDoor(state: NetworkState, from: Source, asked: AskedRequest): readonly ExchangeOutcome[] {
  const isFor = (find: typeof namedIngressController): boolean => find(state, asked.hostHeader) !== undefined
  if (isFor(namedIngressController)) return requestIngress(state, from, asked)
  if (state.gateways.length === 0) return requestIngress(state, from, asked)
  const named = namedGateway(state, asked)
  if (named === undefined && isFor(claimingIngressController)) return requestIngress(state, from, asked)
  const gateway =
    claimingGateway(state, asked) ?? named ?? (state.ingresses.length === 0 ? anyGateway(state, asked) : undefined)
  return gateway === undefined ? requestIngress(state, from, asked) : requestGateway(state, from, asked, { gateway, hops: [] })
}

/** From the end of the client's connection on. */
function continueAt(state: NetworkState, asked: AskedRequest, outcome: ConnectOutcome): readonly ExchangeOutcome[] {
  const { verdict, probability, walk } = outcome
  if (verdict !== 'connected') return [{ probability, verdict, walk }]
  const client = outcome.sourceIpSeen === undefined ? {} : { client: outcome.sourceIpSeen }
  const progress = { hops: walk.hops, probability, ...client }
  const controller = controllerAt(state, listenerHopOf(outcome))
  if (controller !== undefined) return proxyRequest({ state, controller, asked }, progress)
  const gateway = state.gateways.length === 0 ? undefined : proxyAt(state, listenerHopOf(outcome))
  if (gateway !== undefined) return answerAtProxy(state, gateway.proxy, { ...asked, port: gateway.port }, progress)
  const { hop, container, ...served } = serve(state, outcome, asked)
  const endpoint = endpointOf(outcome)
  const service = serviceOf(walk.hops)
  const backend =
    endpoint === undefined
      ? {}
      : {
          backend: {
            ...(service === undefined ? {} : { service }),
            endpoint,
            ...(container === undefined ? {} : { container }),
          },
        }
  return [{ probability, verdict, ...served, ...backend, walk: { hops: hop === undefined ? walk.hops : [...walk.hops, hop] } }]
}

function serviceOf(hops: readonly Hop[]): NamespacedName | undefined {
  const service = hops.findLast((hop) => hop.kind === 'service')?.service
  return service === undefined ? undefined : { namespace: service.namespace ?? 'default', name: service.name }
}

/** Straight to the Ingress controller. Each of its Pods is as likely to be reached. */
function requestIngress(state: NetworkState, from: Source, asked: AskedRequest): readonly ExchangeOutcome[] {
  const facts = controllerForHost(state, asked.hostHeader)
  const running = facts === undefined ? [] : runningControllers(state, facts)
  if (running.length === 0) {
    const hop = noController(asked, facts?.controller ?? '')
    return [{ probability: 1, verdict: 'refused', walk: { hops: [hop] } }]
  }
  return running.flatMap((controller) =>
    waysTo(state, from, { ...controller, port: asked.scheme === 'https' ? 443 : 80, semantics: ['I1'] }).flatMap((outcome) => {
      const probability = outcome.probability / running.length
      if (outcome.verdict !== 'connected') return [{ probability, verdict: outcome.verdict, walk: outcome.walk }]
      const client = outcome.sourceIpSeen ?? asked.seenAs
      const seen = client === undefined ? {} : { client }
      return proxyRequest({ state, controller, asked }, { hops: outcome.walk.hops, probability, ...seen })
    }),
  )
}

const noController = (
  { hostHeader, target }: AskedRequest,
  controller: string,
  semantics: readonly string[] = ['I1'],
): RouteHop => ({
  kind: 'route',
  controller,
  decision: 'no-controller',
  requestedHost: hostHeader,
  requestedPath: target,
  nearMisses: [],
  semantics,
  stops: true,
})
