/** What a rule's filters do to requests and responses (semantics I22). */
import type {
  HeaderModifier,
  HeaderValue,
  HTTPRouteFilter,
  PathModifier,
  RequestRedirect,
} from '../../kubernetes/extensions/gateway-api/types.ts'
import type { Change, HeaderChange, OwnReply, RouteRequest } from '../http/decision.ts'
import { normalizeHost, pathOfTarget, queryOfTarget } from '../ingress/matching.ts'

/** Where filters work. */
export interface FilterContext {
  readonly request: RouteRequest
  /** The path of the match, where it is a PathPrefix. */
  readonly prefix?: string
  readonly listenerPort: number
}

const withoutEnd = (path: string): string => path.replace(/\/+$/, '')

/** Replaces what a prefix matched of a path. Between the replacement and the rest stands one slash. */
export function replacePrefix(path: string, prefix: string, replacement: string): string {
  const rest = path.slice(withoutEnd(prefix).length)
  const begin = withoutEnd(replacement)
  const replaced = rest === '' ? begin : `${begin}/${rest.replace(/^\/+/, '')}`
  return replaced === '' ? '/' : replaced
}

/** The request target after a path modifier; the query stays. */
export function modifyPath(target: string, modifier: PathModifier | undefined, prefix: string | undefined): string {
  const query = queryOfTarget(target)
  if (modifier?.type === 'ReplaceFullPath') return `${modifier.replaceFullPath ?? '/'}${query}`
  if (modifier?.type !== 'ReplacePrefixMatch' || prefix === undefined) return target
  return `${replacePrefix(pathOfTarget(target), prefix, modifier.replacePrefixMatch ?? '')}${query}`
}

const USUAL_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 }
const FOUND = 302

/** The port of a redirect is the usual one of a scheme that is stated, else the listener's; a usual one is not written out. */
export function redirectTo(redirect: RequestRedirect, { request, prefix, listenerPort }: FilterContext): OwnReply {
  const scheme = redirect.scheme ?? request.scheme
  const host = redirect.hostname ?? normalizeHost(request.host)
  const port = redirect.port ?? (redirect.scheme === undefined ? listenerPort : USUAL_PORTS[scheme])
  const authority = port === undefined || port === USUAL_PORTS[scheme] ? host : `${host}:${port}`
  const location = `${scheme}://${authority}${modifyPath(request.path, redirect.path, prefix)}`
  return { status: redirect.statusCode ?? FOUND, location }
}

const toRecord = (headers: readonly HeaderValue[] = []): Readonly<Record<string, string>> =>
  Object.fromEntries(headers.map(({ name, value }) => [name, value]))

const toChange = ({ set, add, remove = [] }: HeaderModifier): HeaderChange => ({
  set: toRecord(set),
  add: toRecord(add),
  remove,
})

/** All filters' changes together; redirects and mirrors change nothing here. */
export function changeOf(filters: readonly HTTPRouteFilter[], { request, prefix }: FilterContext): Change {
  const requests = filters.flatMap(({ requestHeaderModifier: one }) => (one === undefined ? [] : [toChange(one)]))
  const responses = filters.flatMap(({ responseHeaderModifier: one }) => (one === undefined ? [] : [toChange(one)]))
  const rewrite = filters.find(({ urlRewrite }) => urlRewrite !== undefined)?.urlRewrite
  return {
    ...(rewrite?.path === undefined ? {} : { path: modifyPath(request.path, rewrite.path, prefix) }),
    ...(rewrite?.hostname === undefined ? {} : { host: rewrite.hostname }),
    ...(requests.length === 0 ? {} : { requestHeaders: requests }),
    ...(responses.length === 0 ? {} : { responseHeaders: responses }),
  }
}

/** A backend's changes after its rule's. */
export const joinChanges = (rule: Change, backend: Change): Change => ({
  ...rule,
  ...backend,
  ...(rule.requestHeaders === undefined && backend.requestHeaders === undefined
    ? {}
    : { requestHeaders: [...(rule.requestHeaders ?? []), ...(backend.requestHeaders ?? [])] }),
  ...(rule.responseHeaders === undefined && backend.responseHeaders === undefined
    ? {}
    : { responseHeaders: [...(rule.responseHeaders ?? []), ...(backend.responseHeaders ?? [])] }),
})
