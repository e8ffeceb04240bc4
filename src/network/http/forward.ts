/** A request that has reached a proxy: what its rules decided, the connection to the backend, and what comes back. */
import { connect } from '../connect.ts'
import type {
  ConnectOutcome,
  EndpointChoice,
  ExchangeOutcome,
  Hop,
  HttpResponse,
  NamespacedName,
  RouteHop,
  Source,
} from '../model.ts'
import { connectToAddress } from '../path/connect-address.ts'
import type { NetworkState } from '../state.ts'
import type { AskedRequest } from './asked.ts'
import {
  explainTarget,
  type BackendTarget,
  type Change,
  type OwnReply,
  type RouteDecision,
  type WeightedTarget,
} from './decision.ts'
import { changeHeaders } from './headers.ts'
import { endpointOf, replyHop, serve } from './serve.ts'
import { withoutBody } from './head.ts'

/** A proxy at work: an Ingress controller, or what a Gateway's controller runs. */
export interface Proxy {
  /** The controller's name, as classes state it. */
  readonly controller: string
  readonly program: string
  /** Where its connections to backends come from (N31). */
  readonly source: Source
  /** How many endpoints it tries where one refuses or does not answer. */
  readonly maxTries: number
  /** Its status where no endpoint could be connected to. */
  readonly statusOf: (verdict: 'timed-out' | 'other') => number
  /** Its status where the backend cannot be used at all. */
  readonly statusWithout: (reason: Extract<BackendTarget, { kind: 'unusable' }>['reason']) => number
  readonly page: (reply: OwnReply) => HttpResponse
}

/** How far the request has come: hops up to and including the proxy's listener, and the probability of that way. */
export interface Progress {
  readonly hops: readonly Hop[]
  readonly probability: number
  /** The client's address as the proxy sees it, where that is known. */
  readonly client?: string
}

export interface ForwardContext {
  readonly state: NetworkState
  readonly proxy: Proxy
  readonly asked: AskedRequest
}

/** One outcome per backend and endpoint that may be chosen; what the proxy answers itself is one outcome each. */
export function carryOut(context: ForwardContext, progress: Progress, decision: RouteDecision): readonly ExchangeOutcome[] {
  const { reply } = decision
  if (reply !== undefined) return [ownReply(context, withHop(progress, routeHop(context, decision, reply.status)), reply)]
  return decision.targets.flatMap((weighted) =>
    forward(context, { ...progress, probability: progress.probability * weighted.share }, merge(decision, weighted)),
  )
}

interface Merged {
  readonly decision: RouteDecision
  readonly target: BackendTarget
  readonly change: Change
  readonly reply?: OwnReply
}

/** What one target's decision comes to. */
function merge(decision: RouteDecision, weighted: WeightedTarget): Merged {
  const { target, reply } = weighted
  const change = { path: decision.forwardedPath, ...decision.change, ...weighted.change }
  const usual = target.kind === 'unusable' ? target.reason : decision.decision
  const service = target.service ?? decision.service
  return {
    target,
    change,
    ...(reply === undefined ? {} : { reply }),
    decision: {
      ...decision,
      decision: weighted.decision ?? usual,
      ...(weighted.rule === undefined ? {} : { rule: weighted.rule }),
      ...(service === undefined ? {} : { service }),
      forwardedPath: change.path,
      ...explainTarget(target, decision.nearMisses),
      semantics: weighted.semantics ?? decision.semantics,
    },
  }
}

const withHop = (progress: Progress, hop: Hop): Progress => ({ ...progress, hops: [...progress.hops, hop] })

function routeHop(context: ForwardContext, decision: RouteDecision, ownStatus?: number, change: Change = {}): RouteHop {
  const { proxy, asked } = context
  const { rule, service, missing, nearMisses, semantics, dependsOn = [], listener } = decision
  return {
    kind: 'route',
    controller: proxy.controller,
    decision: decision.decision,
    ...(rule === undefined ? {} : { rule }),
    ...(listener === undefined ? {} : { listener }),
    requestedHost: asked.hostHeader,
    requestedPath: asked.target,
    ...(ownStatus === undefined ? forwardedBy(context, decision, change) : {}),
    ...(service === undefined ? {} : { service }),
    ...(missing === undefined ? {} : { missing }),
    ...(dependsOn.length === 0 ? {} : { dependsOn }),
    nearMisses,
    semantics,
    stops: ownStatus !== undefined && ownStatus >= 400,
  }
}

/** What leaves the proxy, as far as it differs from what came. */
const forwardedBy = (
  { asked }: ForwardContext,
  { forwardedPath, mirrors = [] }: RouteDecision,
  { host, requestHeaders }: Change,
): Pick<RouteHop, 'forwardedPath' | 'forwardedHost' | 'forwardedHeaders' | 'mirrors'> => ({
  forwardedPath,
  ...(host === undefined ? {} : { forwardedHost: host }),
  ...(requestHeaders === undefined ? {} : { forwardedHeaders: changeHeaders(asked.headers, requestHeaders) }),
  ...(mirrors.length === 0 ? {} : { mirrors }),
})

function ownReply({ asked, proxy }: ForwardContext, { hops, probability }: Progress, reply: OwnReply): ExchangeOutcome {
  const page = proxy.page(reply)
  return {
    probability,
    verdict: 'connected',
    response: asked.method === 'HEAD' ? withoutBody(page) : page,
    walk: { hops: [...hops, replyHop(page.status, asked.target, proxy.program)] },
  }
}

function forward(context: ForwardContext, progress: Progress, merged: Merged): readonly ExchangeOutcome[] {
  const { target, decision, change } = merged
  const reply =
    merged.reply ?? (target.kind === 'unusable' ? { status: context.proxy.statusWithout(target.reason) } : undefined)
  const routed = withHop(progress, routeHop(context, decision, reply?.status, change))
  if (reply !== undefined || target.kind === 'unusable') return [ownReply(context, routed, reply ?? { status: 500 })]
  const { scheme = 'http', path = context.asked.target, host = context.asked.hostHeader, requestHeaders } = change
  const headers = changeHeaders(context.asked.headers, requestHeaders)
  const onward = {
    ...context,
    asked: { ...context.asked, from: context.proxy.source, scheme, target: path, hostHeader: host, headers },
  }
  return connectToBackend(onward, routed, target).map((outcome) => withResponseHeaders(outcome, change))
}

const withResponseHeaders = (outcome: ExchangeOutcome, { responseHeaders }: Change): ExchangeOutcome =>
  outcome.response === undefined || responseHeaders === undefined
    ? outcome
    : { ...outcome, response: { ...outcome.response, headers: changeHeaders(outcome.response.headers, responseHeaders) } }

function connectToBackend(
  context: ForwardContext,
  progress: Progress,
  target: Exclude<BackendTarget, { kind: 'unusable' }>,
): readonly ExchangeOutcome[] {
  const { state, proxy } = context
  const { namespace = 'default', name } = target.service
  const service = { namespace, name }
  if (target.kind === 'host')
    return connect(state.snapshot, { from: proxy.source, to: { host: target.host }, port: target.port }).outcomes.map(
      (outcome) =>
        finishAt(context, { ...progress, probability: progress.probability * outcome.probability }, outcome, service),
    )
  const probability = progress.probability / target.endpoints.length
  const attempts = target.endpoints.map((endpoint) => connectTo(context, endpoint))
  return attempts.map((_, index) =>
    finishAt(context, { ...progress, probability }, decisiveAttempt(attempts, index, proxy.maxTries), service),
  )
}

function connectTo({ state, proxy }: ForwardContext, endpoint: EndpointChoice): ConnectOutcome {
  const { outcomes } = connectToAddress(state, proxy.source, { ip: endpoint.ip, port: endpoint.port, protocol: 'TCP' })
  const outcome = outcomes.find(({ verdict }) => verdict === 'connected') ?? outcomes[0]
  return { ...(outcome ?? { verdict: 'timed-out', walk: { hops: [] } }), probability: 1, endpoint }
}

/** The first attempt, in turn from the endpoint chosen, that connects; else the last one made. */
function decisiveAttempt(attempts: readonly ConnectOutcome[], index: number, maxTries: number): ConnectOutcome {
  const inTurn = [...attempts.slice(index), ...attempts.slice(0, index)].slice(0, maxTries)
  return (
    inTurn.find(({ verdict }) => verdict === 'connected') ??
    inTurn.at(-1) ?? { verdict: 'timed-out', probability: 1, walk: { hops: [] } }
  )
}

/** The backend's answer, or the proxy's where it gets none. */
function finishAt(
  context: ForwardContext,
  progress: Progress,
  outcome: ConnectOutcome,
  service: NamespacedName,
): ExchangeOutcome {
  const { proxy } = context
  const hops = [...progress.hops, ...outcome.walk.hops]
  const arrived = { ...progress, hops }
  const endpoint = endpointOf(outcome)
  if (outcome.verdict !== 'connected') {
    const status = proxy.statusOf(outcome.verdict === 'timed-out' ? 'timed-out' : 'other')
    const failed = ownReply(context, arrived, { status })
    return endpoint === undefined ? failed : { ...failed, backend: { service, endpoint } }
  }
  const { response, hop, container, noResponse } = serve(context.state, outcome, context.asked)
  const backend = endpoint && { backend: { service, endpoint, ...(container === undefined ? {} : { container }) } }
  if (noResponse === 'unknown-program')
    return { probability: progress.probability, verdict: 'connected', noResponse, ...backend, walk: { hops } }
  if (response === undefined || hop === undefined)
    return { ...ownReply(context, arrived, { status: proxy.statusOf('other') }), ...backend }
  return { probability: progress.probability, verdict: 'connected', response, ...backend, walk: { hops: [...hops, hop] } }
}
