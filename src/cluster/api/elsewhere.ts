/** What is served besides resources: health, version, discovery, OpenAPI, the issuer of tokens, and the list of all that. */
import { methodNotAllowed, unknownPath } from '../../kubernetes/errors.ts'
import type { Store } from '../store/store.ts'
import type { ApiContext } from './api-context.ts'
import { servedGroups } from './discovery/groups.ts'
import { isDiscovery, respondDiscovery } from './discovery/respond-discovery.ts'
import { healthPaths, respondHealth } from './health.ts'
import { respondStatus, respondText } from './http/respond.ts'
import { respondIssuer } from './issuer.ts'
import { isOpenApi, respondOpenApi } from './openapi/respond-openapi.ts'
import { VERSION } from './version.ts'

/** Indented, whatever the client takes: the version, and the paths that there are. */
const respondRaw = (value: object): Response =>
  new Response(JSON.stringify(value, null, 2), {
    headers: { 'cache-control': 'no-cache, private', 'content-type': 'application/json' },
  })

const FIXED_PATHS = [
  '/.well-known/openid-configuration',
  '/api',
  '/api/v1',
  '/apis',
  '/apis/',
  '/openapi/v2',
  '/openapi/v3',
  '/openapi/v3/',
  '/openid/v1/jwks',
  '/version',
] as const

const groupPaths = (store: Store): readonly string[] =>
  servedGroups(store)
    .filter(({ group }) => group !== '')
    .flatMap(({ group, versions }) => [`/apis/${group}`, ...versions.map(({ version }) => `/apis/${group}/${version}`)])

/** The paths that there are, as at the root of a server. */
const respondPaths = (store: Store): Response =>
  respondRaw({ paths: [...FIXED_PATHS, ...healthPaths(), ...groupPaths(store)].sort() })

/** What is below a group that is served is refused as an object, all else as a page. */
const respondUnknown = (pathname: string, store: Store): Response => {
  const [, root, group] = pathname.split('/')
  const isServed =
    root === 'api' || (root === 'apis' && group !== '' && servedGroups(store).some((served) => served.group === group))
  return isServed ? respondStatus(unknownPath()) : respondText('404 page not found\n', 404)
}

/** The root of the groups answers whatever the method is, as health does. */
const isReadOnly = (pathname: string): boolean =>
  /^\/version\/?$/u.test(pathname) || (isDiscovery(pathname) && !/^\/apis\/?$/u.test(pathname))

export const respondElsewhere = (request: Request, url: URL, { store, signer }: ApiContext): Response | Promise<Response> => {
  const { pathname } = url
  if (pathname === '/') return respondPaths(store)
  if (isReadOnly(pathname) && request.method !== 'GET') return respondStatus(methodNotAllowed())
  if (/^\/version\/?$/u.test(pathname)) return respondRaw(VERSION)
  const answer =
    respondHealth(url) ??
    (isDiscovery(pathname) ? respondDiscovery(request, url, store) : undefined) ??
    (isOpenApi(pathname) ? respondOpenApi(request, pathname, store) : undefined) ??
    respondIssuer(pathname, signer)
  return answer ?? respondUnknown(pathname, store)
}
