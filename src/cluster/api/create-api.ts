/** The Kubernetes API over Request and Response of the web, without sockets. */
import { unknownPath } from '../../kubernetes/errors.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { ApiContext } from './api-context.ts'
import { OWN_USER } from './authentication/user.ts'
import { dispatch } from './dispatch.ts'
import { isDiscovery } from './discovery/respond-discovery.ts'
import { respondElsewhere } from './elsewhere.ts'
import { passGate, type Caller } from './gate.ts'
import { negotiate, refuseAccept } from './http/accept.ts'
import { forReader } from './http/pretty.ts'
import { inAcceptedForm } from './http/refused-form.ts'
import { addWarnings, respondStatus, respondText } from './http/respond.ts'
import { routeResource } from './http/route.ts'
import { refuseTimeout } from './http/timeout.ts'
import { withoutWatchPath } from './http/watch-paths.ts'
import { createGauge, MAX_WATCHES } from './limits.ts'
import { isTrue } from './rest/list-options.ts'
import { createEventLines } from './rest/event-lines.ts'

/** What asking for a resource is warned of. */
const DEPRECATED: Readonly<Record<string, string>> = {
  componentstatuses: 'v1 ComponentStatus is deprecated in v1.19+',
  endpoints: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
}

/** Who may not is told so before anybody looks at what was asked. */
const respondBarred = (status: Status): Response => {
  const response = respondStatus(status)
  if (status.code === 403) response.headers.set('x-content-type-options', 'nosniff')
  return response
}

/** Where there is not even a status: what is asked could be anything, and is not to be taken for a page. */
const respondFailure = (why: string, { pathname, search }: URL): Response => {
  const text = `Internal Server Error: ${JSON.stringify(`${pathname}${search}`)}: ${why}\n`
  return respondText(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'), 500)
}

/** A log is text, and a proxied answer is what the program sends, whatever the client accepts. */
const isText = (subresource: string | undefined): boolean => subresource === 'log' || subresource === 'proxy'

const isProxied = ({ pathname }: URL): boolean => /\/proxy(?:\/|$)/u.test(pathname)

/**
 * Answers one request, in-process callers as the cluster's own. Watches and followed logs stream until the request's signal aborts, their time is over or the body is
 * cancelled. An answer to a change is given after the store's journal has it. Rejects on our own mistakes and the journal's.
 */
export const createApi = (given: ApiContext) => {
  const context: ApiContext = { watches: createGauge(MAX_WATCHES), eventLines: createEventLines(), ...given }
  const answer = async (request: Request, url: URL, caller: Caller): Promise<Response> => {
    const late = refuseTimeout(url, request.method === 'GET' && isTrue(url.searchParams, 'watch'))
    if (late !== undefined) return respondStatus(late)
    const passed = passGate(context, request, caller)
    if (!passed.ok) return passed.text === undefined ? respondBarred(passed.status) : respondFailure(passed.text, url)
    const route = routeResource(url.pathname, context.store)
    if (route === undefined || isDiscovery(url.pathname)) return respondElsewhere(request, url, context)
    const accepted = isText(route.subresource)
      ? ({ encoding: 'json', asVersion: 'v1' } as const)
      : negotiate(request.headers.get('accept'))
    if (accepted === undefined) return respondStatus(refuseAccept(request.headers.get('accept')))
    if (route.subresource !== 'proxy' && route.rest.length > 1) return respondStatus(unknownPath())
    const response = await dispatch({ ...route, context, request, user: passed.user, query: url.searchParams, accepted })
    const deprecated = DEPRECATED[route.info.name]
    if (deprecated !== undefined && !response.headers.has('warning')) addWarnings(response.headers, [deprecated])
    return response
  }
  return async (asked: Request, caller: Caller = OWN_USER): Promise<Response> => {
    const request = withoutWatchPath(asked)
    const url = new URL(request.url)
    const response = await answer(request, url, caller)
    // What a Pod proxied answers is its own.
    return isProxied(url) ? response : forReader(await inAcceptedForm(response, request), request, url)
  }
}
