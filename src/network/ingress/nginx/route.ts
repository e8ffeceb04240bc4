/** What ingress-nginx does with a request (semantics I13 to I20). */
import type { IngressControllerFacts } from '../../facts.ts'
import type { NearMiss } from '../../model.ts'
import { keyOf } from '../../state.ts'
import type { NetworkState } from '../../state.ts'
import { findBackend } from '../backends.ts'
import { ingressesOf } from '../classes.ts'
import { explainTarget } from '../../http/decision.ts'
import type { BackendTarget, Change, RouteDecision, RouteRequest, WeightedTarget } from '../../http/decision.ts'
import type { StatedBackend } from '../stated-backend.ts'
import { normalizeHost, pathOfTarget } from '../matching.ts'
import { classNearMisses, hostNearMisses, pathNearMisses } from '../near-misses.ts'
import { judgeAccess } from './access.ts'
import { openAnnotations } from './annotations.ts'
import { canaryShare } from './canary.ts'
import { findLocation, findServer } from './locate.ts'
import type { Located } from './locate.ts'
import { buildServers, CATCH_ALL, rewrites } from './servers.ts'
import type { NginxLocation, NginxServer } from './servers.ts'
import type { NginxSettings } from './settings.ts'
import { normalizePath, rewriteTarget } from './uri.ts'

interface Routing {
  readonly state: NetworkState
  readonly request: RouteRequest
  readonly server: NginxServer
  readonly location: NginxLocation
  readonly nearMisses: readonly NearMiss[]
  readonly semantics: readonly string[]
}

export function routeByNginx(state: NetworkState, controller: IngressControllerFacts, request: RouteRequest): RouteDecision {
  const ingresses = ingressesOf(state, controller)
  const servers = buildServers(ingresses)
  const host = normalizeHost(request.host)
  const path = normalizePath(pathOfTarget(request.path))
  const server = findServer(servers, host)
  const located = server === undefined ? undefined : findLocation(server, path)
  const classes = classNearMisses(state, controller, host)
  if (server === undefined || located === undefined) return nothing(request, [...classes, ...hostNearMisses(ingresses, host)])
  const { location } = located
  const isUnclaimed = location.isDefault || (server.host === CATCH_ALL && server.ingresses.length === 0)
  const nearMisses = isUnclaimed
    ? [
        ...classes,
        ...(server.host === CATCH_ALL ? hostNearMisses(ingresses, host) : []),
        ...pathNearMisses(server.ingresses, [server.host === CATCH_ALL ? '' : server.host], path),
      ]
    : []
  const semantics = ['I2', ...(located.byRegex ? ['I15'] : ['I14']), ...(location.isDefault ? ['I7', 'I20'] : [])]
  const routing = { state, request, server, location, nearMisses, semantics }
  const decision = redirect(routing, located, path) ?? refuse(routing) ?? proxy(routing)
  return withOpenAnnotations(routing, decision)
}

/** Addresses and credentials are asked for before a backend is. */
function refuse(routing: Routing): RouteDecision | undefined {
  const { location, request, nearMisses } = routing
  const { ingress, settings } = location
  if (ingress === undefined || settings === undefined) return undefined
  const { refusal } = judgeAccess(ingress, settings, request)
  return refusal === undefined
    ? undefined
    : {
        decision: 'access-denied',
        ...ruleOf(location),
        targets: [],
        forwardedPath: request.path,
        reply: refusal,
        nearMisses,
        semantics: ['I21'],
      }
}

/** What the answer depends on besides, and what Ingresses that share their backends with this one say. */
function withOpenAnnotations({ location, request }: Routing, decision: RouteDecision): RouteDecision {
  const { ingress, settings } = location
  if (ingress === undefined || settings === undefined) return decision
  const lists = decision.decision === 'access-denied' ? [] : judgeAccess(ingress, settings, request).dependsOn
  const dependsOn = [...openAnnotations(ingress, request), ...lists]
  return dependsOn.length === 0 ? decision : { ...decision, dependsOn, semantics: [...decision.semantics, 'I21'] }
}

const nothing = (request: RouteRequest, nearMisses: readonly NearMiss[]): RouteDecision => ({
  decision: 'no-rule',
  targets: [],
  forwardedPath: request.path,
  reply: { status: 404 },
  nearMisses,
  semantics: ['I7'],
})

/** What answers before a backend is looked for, in nginx's order: app-root, HTTPS, stated redirects, the missing slash (I17). */
function redirect(routing: Routing, { addsSlash }: Located, path: string): RouteDecision | undefined {
  const { request, server, location } = routing
  const origin = `${request.scheme}://${request.host}`
  const appRoot = server.locations.map(({ settings }) => settings?.appRoot ?? '').find((root) => root !== '')
  if (appRoot !== undefined && path === '/') return redirected(routing, 302, `${origin}${appRoot}`)
  if (request.scheme === 'http' && wantsTls(server, location))
    return redirected(routing, 308, `https://${normalizeHost(request.host)}${request.path}`)
  const stated = location.settings?.redirect
  if (stated !== undefined) return redirected(routing, stated.status, stated.location)
  return addsSlash ? redirected(routing, 301, `${origin}${path}/`) : undefined
}

const wantsTls = ({ hasTls }: NginxServer, { settings }: NginxLocation): boolean =>
  settings !== undefined && (settings.forceSslRedirect || (hasTls && settings.sslRedirect))

const ruleOf = ({ stated }: NginxLocation) => (stated === undefined ? {} : { rule: stated.where })

const redirected = ({ request, location, nearMisses }: Routing, status: number, target: string): RouteDecision => ({
  decision: 'redirect',
  ...ruleOf(location),
  targets: [],
  forwardedPath: request.path,
  reply: { status, location: target },
  nearMisses,
  semantics: ['I17'],
})

function proxy(routing: Routing): RouteDecision {
  const { state, request, location, nearMisses, semantics } = routing
  if (location.stated === undefined) return { ...nothing(request, nearMisses), semantics }
  const target = targetOf(state, location.stated, location.settings)
  const common = { ...ruleOf(location), nearMisses, ...(target.service === undefined ? {} : { service: target.service }) }
  if (target.kind === 'unusable')
    return {
      ...common,
      ...explainTarget(target, nearMisses),
      decision: target.reason,
      targets: [],
      forwardedPath: request.path,
      reply: { status: 503 },
      semantics: ['I9'],
    }
  const forwardedPath = rewrites(location)
    ? rewriteTarget(request.path, location.path, location.settings?.rewriteTarget ?? '')
    : request.path
  const isDefault = location.isDefault || location.stated.where.path === 'spec.defaultBackend'
  return {
    ...common,
    decision: isDefault ? 'default-backend' : 'matched',
    targets: shareTargets(routing, target),
    forwardedPath,
    change: changeOf(location),
    semantics: [...semantics, 'I13', ...(rewrites(location) ? ['I16'] : [])],
  }
}

/** The Host header and the protocol that backends get. */
const changeOf = ({ settings }: NginxLocation): Change => ({
  ...(settings === undefined || settings.upstreamHost === '' ? {} : { host: settings.upstreamHost }),
  ...(settings?.speaksTls === true ? { scheme: 'https' } : {}),
})

/** The backend, or the Service that the `default-backend` annotation names for when it has no endpoint (I20). */
function targetOf(state: NetworkState, stated: StatedBackend, settings: NginxSettings | undefined): BackendTarget {
  const options = { behaviour: 'ingress-nginx', throughService: settings?.throughService ?? false } as const
  const target = findBackend(state, stated, options)
  if (target.kind !== 'unusable' || settings === undefined || settings.defaultBackend === '') return target
  const replacement = findBackend(state, spareBackend(state, stated, settings.defaultBackend), options)
  return replacement.kind === 'unusable' ? target : replacement
}

/** The first port of the spare Service. */
function spareBackend(state: NetworkState, stated: StatedBackend, name: string): StatedBackend {
  const [port] = state.services.get(keyOf(stated.namespace, name))?.spec?.ports ?? []
  return { ...stated, backend: { service: { name, port: { number: port?.port ?? 0 } } } }
}

function shareTargets({ state, request, location }: Routing, target: BackendTarget): readonly WeightedTarget[] {
  if (location.canary === undefined) return [{ share: 1, target }]
  const { stated, settings } = location.canary
  const other = findBackend(state, stated, { behaviour: 'ingress-nginx', throughService: false })
  const share = other.kind === 'unusable' ? 0 : canaryShare(settings, request.headers)
  return [
    { share, target: other },
    { share: 1 - share, target },
  ].filter((weighted) => weighted.share > 0)
}
