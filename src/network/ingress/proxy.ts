/** A request that has reached an Ingress controller: the rule, the connection to the backend, and what comes back. */
import { connect } from '../connect.ts'
import type { AskedRequest } from '../http/asked.ts'
import { statusPage } from '../http/pages.ts'
import { endpointOf, replyHop, serve } from '../http/serve.ts'
import type { ConnectOutcome, EndpointChoice, ExchangeOutcome, Hop, HttpResponse, NamespacedName, RouteHop } from '../model.ts'
import { connectToAddress } from '../path/connect-address.ts'
import type { NetworkState } from '../state.ts'
import type { RunningController } from './controllers.ts'
import type { BackendTarget, RouteDecision } from './decision.ts'
import { route } from './route.ts'

/** How often ingress-nginx tries another endpoint where one refuses or does not answer. */
const MAX_TRIES = 3
const PROGRAM = 'nginx'

/** How far the request has come: hops up to and including the controller's listener, and the probability of that way. */
export interface Progress {
  readonly hops: readonly Hop[]
  readonly probability: number
}

export interface ProxyContext {
  readonly state: NetworkState
  readonly controller: RunningController
  readonly asked: AskedRequest
}

/** One outcome per endpoint the controller may choose; 404, 502, 503, 504 and redirects are its own (I7, I9, I17). */
export function proxyRequest(context: ProxyContext, progress: Progress): readonly ExchangeOutcome[] {
  const { state, controller, asked } = context
  const { hostHeader, target: path, method, headers, scheme } = asked
  const decision = route(state, controller.facts, { host: hostHeader, path, method, headers, scheme })
  const routed = { ...progress, hops: [...progress.hops, routeHop(context, decision)] }
  const { reply } = decision
  if (reply !== undefined) return [ownReply(context, routed, ownPage(reply.status, reply.location))]
  const forwarded = { ...asked, scheme: 'http' as const, target: decision.forwardedPath }
  return decision.targets.flatMap(({ share, target }) =>
    forward({ ...context, asked: forwarded }, { ...routed, probability: routed.probability * share }, target),
  )
}

function routeHop({ controller, asked }: ProxyContext, decision: RouteDecision): RouteHop {
  const { rule, service, nearMisses, semantics, reply, forwardedPath } = decision
  return {
    kind: 'route',
    controller: controller.facts.controller,
    decision: decision.decision,
    ...(rule === undefined ? {} : { rule }),
    requestedHost: asked.hostHeader,
    requestedPath: asked.target,
    ...(reply === undefined ? { forwardedPath } : {}),
    ...(service === undefined ? {} : { service }),
    nearMisses,
    semantics,
    stops: reply !== undefined && reply.status >= 400,
  }
}

function ownPage(status: number, location?: string): HttpResponse {
  const headers = { 'content-type': 'text/html', ...(location === undefined ? {} : { location }) }
  return { status, headers, body: statusPage(status, PROGRAM) }
}

function ownReply({ asked }: ProxyContext, { hops, probability }: Progress, page: HttpResponse): ExchangeOutcome {
  return {
    probability,
    verdict: 'connected',
    response: asked.method === 'HEAD' ? { ...page, body: '' } : page,
    walk: { hops: [...hops, replyHop(page.status, asked.target, PROGRAM)] },
  }
}

function forward(context: ProxyContext, progress: Progress, target: BackendTarget): readonly ExchangeOutcome[] {
  const { state, controller } = context
  const service = target.service === undefined ? undefined : toName(target.service)
  switch (target.kind) {
    case 'unusable':
      return [ownReply(context, progress, ownPage(503))]
    case 'host':
      return connect(state.snapshot, { from: controller.source, to: { host: target.host }, port: target.port }).outcomes.map(
        (outcome) =>
          finishAt(context, { ...progress, probability: progress.probability * outcome.probability }, outcome, service),
      )
    case 'endpoints': {
      const probability = progress.probability / target.endpoints.length
      const attempts = target.endpoints.map((endpoint) => connectTo(context, endpoint))
      return attempts.map((_, index) =>
        finishAt(context, { ...progress, probability }, decisiveAttempt(attempts, index), service),
      )
    }
  }
}

const toName = ({ namespace = 'default', name }: { readonly namespace?: string; readonly name: string }): NamespacedName => ({
  namespace,
  name,
})

function connectTo({ state, controller }: ProxyContext, endpoint: EndpointChoice): ConnectOutcome {
  const { outcomes } = connectToAddress(state, controller.source, { ip: endpoint.ip, port: endpoint.port, protocol: 'TCP' })
  const outcome = outcomes.find(({ verdict }) => verdict === 'connected') ?? outcomes[0]
  return { ...(outcome ?? { verdict: 'timed-out', walk: { hops: [] } }), probability: 1, endpoint }
}

/** The first attempt, in turn from the endpoint chosen, that connects; else the last one made. */
function decisiveAttempt(attempts: readonly ConnectOutcome[], index: number): ConnectOutcome {
  const inTurn = [...attempts.slice(index), ...attempts.slice(0, index)].slice(0, MAX_TRIES)
  return (
    inTurn.find(({ verdict }) => verdict === 'connected') ??
    inTurn.at(-1) ?? { verdict: 'timed-out', probability: 1, walk: { hops: [] } }
  )
}

/** The backend's answer, or the controller's where it gets none: 504 after waiting, 502 otherwise. */
function finishAt(
  context: ProxyContext,
  progress: Progress,
  outcome: ConnectOutcome,
  service: NamespacedName | undefined,
): ExchangeOutcome {
  const hops = [...progress.hops, ...outcome.walk.hops]
  const arrived = { ...progress, hops }
  const endpoint = endpointOf(outcome)
  const chosen = { ...(service === undefined ? {} : { service }) }
  if (outcome.verdict !== 'connected') {
    const failed = ownReply(context, arrived, ownPage(outcome.verdict === 'timed-out' ? 504 : 502))
    return endpoint === undefined ? failed : { ...failed, backend: { ...chosen, endpoint } }
  }
  const { response, hop, container, noResponse } = serve(context.state, outcome, context.asked)
  const backend = endpoint && { backend: { ...chosen, endpoint, ...(container === undefined ? {} : { container }) } }
  if (noResponse === 'unknown-program')
    return { probability: progress.probability, verdict: 'connected', noResponse, ...backend, walk: { hops } }
  if (response === undefined || hop === undefined) return { ...ownReply(context, arrived, ownPage(502)), ...backend }
  return { probability: progress.probability, verdict: 'connected', response, ...backend, walk: { hops: [...hops, hop] } }
}
