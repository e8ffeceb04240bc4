/** What a Gateway does with a request that one of its ports has received (semantics I22). */
import type { Gateway, HTTPBackendRef, HTTPRouteFilter, HTTPRouteRule } from '../../kubernetes/extensions/gateway-api/types.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import type { OwnReply, RouteDecision, RouteRequest, WeightedTarget } from '../http/decision.ts'
import { normalizeHost } from '../ingress/matching.ts'
import type { NetworkState } from '../state.ts'
import { attachmentsOf } from './attachment.ts'
import { resolveBackend } from './backends.ts'
import { changeOf, joinChanges, redirectTo, type FilterContext } from './filters.ts'
import { compareHostnames, fitsHostname } from './hostnames.ts'
import { isListenerServed, listenersOfGateway, type ListenerPlace } from './listeners.ts'
import { byPrecedence, candidatesFor, missOf, pathOfMatch, placeOf, type Candidate } from './matching.ts'
import { hostnameMisses, listenerMisses, unattachedMisses } from './near-misses.ts'

/** A request at a port of a Gateway. */
export interface GatewayRequest extends RouteRequest {
  readonly port: number
}

const SEMANTICS = ['I22']

/** Listeners that take requests at a port; of one protocol, as others conflict. */
export const listenersAt = (state: NetworkState, gateway: Gateway, port: number): readonly ListenerPlace[] =>
  listenersOfGateway(gateway).filter((place) => place.listener.port === port && isListenerServed(state, place))

/** The most specific listener that is for the host. Others do not come into it, even where it has no route. */
export const listenerFor = (places: readonly ListenerPlace[], host: string): ListenerPlace | undefined =>
  places
    .filter(({ listener }) => fitsHostname(listener.hostname, host))
    .toSorted((one, other) => compareHostnames(one.listener.hostname, other.listener.hostname))[0]

/** The listener first, then the best match of the routes attached to it. */
export function routeAtGateway(state: NetworkState, gateway: Gateway, request: GatewayRequest): RouteDecision {
  const host = normalizeHost(request.host)
  const place = listenerFor(listenersAt(state, gateway, request.port), host)
  const common = { targets: [], forwardedPath: request.path, semantics: SEMANTICS }
  if (place === undefined) {
    const nearMisses = listenerMisses(gateway, host)
    return {
      ...common,
      decision: 'no-listener',
      listener: listenerOf(gateway, request.port),
      reply: { status: 404 },
      nearMisses,
    }
  }
  const listener = { object: referenceTo(gateway), path: `spec.listeners[${place.index}]` }
  const attached = attachmentsOf(state, gateway).filter((one) => one.place.index === place.index)
  const candidates = candidatesFor(attached, host).map((candidate) => ({ candidate, miss: missOf(candidate, request) }))
  const [best] = candidates.flatMap(({ candidate, miss }) => (miss === undefined ? [candidate] : [])).toSorted(byPrecedence)
  if (best !== undefined) return { ...carry(state, request, best, place), listener }
  const nearMisses = [
    ...(candidates.length === 0 ? hostnameMisses(attached, host) : candidates.flatMap(({ miss }) => miss ?? [])),
    ...unattachedMisses(state, gateway, host),
  ]
  return { ...common, decision: 'no-rule', listener, reply: { status: 404 }, nearMisses }
}

const listenerOf = (gateway: Gateway, port: number): FieldReference => {
  const index = listenersOfGateway(gateway).findIndex(({ listener }) => listener.port === port)
  return { object: referenceTo(gateway), path: index < 0 ? 'spec.listeners' : `spec.listeners[${index}]` }
}

function carry(state: NetworkState, request: RouteRequest, candidate: Candidate, { listener }: ListenerPlace): RouteDecision {
  const rule: HTTPRouteRule = candidate.route.spec?.rules?.[candidate.ruleIndex] ?? {}
  const path = pathOfMatch(candidate.match)
  const context: FilterContext = {
    request,
    listenerPort: listener.port ?? 0,
    ...(path.type === 'PathPrefix' ? { prefix: path.value } : {}),
  }
  const { filters = [] } = rule
  const base = {
    rule: placeOf(candidate),
    forwardedPath: request.path,
    targets: [],
    nearMisses: [],
    semantics: SEMANTICS,
    ...dependsOn(candidate, filters, request),
  }
  const answer = ownAnswer(filters, context)
  if (answer !== undefined) return { ...base, ...answer }
  const change = changeOf(filters, context)
  const targets = targetsOf(state, candidate, rule, context)
  if (targets.length === 0) return { ...base, decision: 'no-backend', reply: { status: 500 } }
  const [first] = targets
  return {
    ...base,
    decision: 'matched',
    ...(targets.length === 1 && first?.target.service !== undefined ? { service: first.target.service } : {}),
    forwardedPath: change.path ?? request.path,
    change,
    targets: targets.map((weighted) => ({ ...weighted, change: joinChanges(change, weighted.change ?? {}) })),
    mirrors: mirrorsOf(state, candidate, filters),
  }
}

type Answer = Pick<RouteDecision, 'decision'> & { readonly reply: OwnReply }

/** Redirects; and filters that are not known, which must not be skipped. */
function ownAnswer(filters: readonly HTTPRouteFilter[], context: FilterContext): Answer | undefined {
  if (filters.some(({ type }) => type === 'ExtensionRef')) return { decision: 'filter-unknown', reply: { status: 500 } }
  const redirect = filters.find(({ requestRedirect }) => requestRedirect !== undefined)?.requestRedirect
  return redirect === undefined ? undefined : { decision: 'redirect', reply: redirectTo(redirect, context) }
}

/** A CORS filter answers preflight requests and adds headers for browsers, which are no clients of this model. */
function dependsOn(
  { route, ruleIndex }: Candidate,
  filters: readonly HTTPRouteFilter[],
  { method, headers }: RouteRequest,
): Pick<RouteDecision, 'dependsOn'> {
  const index = filters.findIndex(({ type }) => type === 'CORS')
  if (index < 0 || (method !== 'OPTIONS' && headers['origin'] === undefined)) return {}
  return { dependsOn: [{ object: referenceTo(route), path: `spec.rules[${ruleIndex}].filters[${index}].cors` }] }
}

const weightOf = ({ weight = 1 }: HTTPBackendRef): number => weight

/** The backends that get traffic, each with its share; one that cannot be used fails for its share. */
function targetsOf(
  state: NetworkState,
  candidate: Candidate,
  { backendRefs = [] }: HTTPRouteRule,
  context: FilterContext,
): readonly WeightedTarget[] {
  const total = backendRefs.reduce((sum, ref) => sum + weightOf(ref), 0)
  return backendRefs.flatMap((ref, index) => {
    if (weightOf(ref) === 0) return []
    const target = resolveBackend(state, candidate.route, ref)
    const rule = { object: referenceTo(candidate.route), path: `spec.rules[${candidate.ruleIndex}].backendRefs[${index}]` }
    const answer = ownAnswer(ref.filters ?? [], context)
    return [
      {
        share: weightOf(ref) / total,
        target,
        change: changeOf(ref.filters ?? [], context),
        ...(target.kind === 'unusable' || answer !== undefined ? { rule } : {}),
        ...answer,
      },
    ]
  })
}

/** Mirrors that cannot be resolved get nothing, and do no harm. */
const mirrorsOf = (
  state: NetworkState,
  { route }: Candidate,
  filters: readonly HTTPRouteFilter[],
): readonly ObjectReference[] =>
  filters.flatMap(({ requestMirror }) => {
    if (requestMirror === undefined || requestMirror.percent === 0) return []
    const target = resolveBackend(state, route, requestMirror.backendRef)
    return target.kind === 'unusable' ? [] : [target.service]
  })
