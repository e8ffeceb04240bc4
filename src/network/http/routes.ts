/** What a program in a container answers to an HTTP request. */
import type { HttpRoute, Listener } from '../facts.ts'
import type { HttpResponse } from '../model.ts'
import { statusPage } from './pages.ts'
import { withoutBody } from './head.ts'

export interface ServedRequest {
  readonly method: string
  /** The request target as the server receives it: path and, perhaps, a query. */
  readonly target: string
  /** The Host header as the server receives it. */
  readonly host: string
  /** The name of the Pod that serves. */
  readonly hostname: string
  /** The client's address as the server sees it. */
  readonly client: string
}

const pathOf = (target: string): string => target.split('?', 1).join('')

/** The first route that fits decides. Prefixes are texts, as in nginx's `location /app`: `/app` takes `/apple`, too. */
const chooseRoute = (routes: readonly HttpRoute[], { target, method }: ServedRequest): HttpRoute | undefined =>
  routes.find(
    ({ path, match, methods }) =>
      (match === 'exact' ? pathOf(target) === path : pathOf(target).startsWith(path)) &&
      (methods === undefined || methods.includes(method)),
  )

function fill(text: string, request: ServedRequest): string {
  const values: Readonly<Record<string, string>> = {
    hostname: request.hostname,
    path: request.target,
    host: request.host,
    client: request.client,
    method: request.method,
  }
  return text.replace(/\{(hostname|path|host|client|method)\}/g, (placeholder, name: string) => values[name] ?? placeholder)
}

/** The response of a program that speaks HTTP; 404 where no route fits. Undefined where it does not speak HTTP. */
export function answerHttp(listener: Listener, request: ServedRequest): HttpResponse | undefined {
  if (listener.http === undefined) return undefined
  const route = chooseRoute(listener.http, request)
  const response =
    route === undefined
      ? { status: 404, headers: { 'content-type': 'text/html' }, body: statusPage(404, listener.program) }
      : {
          status: route.status,
          ...firstLineOf(route, request),
          headers: fillAll(route.headers, request),
          body: fill(route.body, request),
        }
  return request.method === 'HEAD' ? withoutBody(response) : response
}

const firstLineOf = ({ reason, version }: HttpRoute, request: ServedRequest): Pick<HttpResponse, 'reason' | 'version'> => ({
  ...(reason === undefined ? {} : { reason: fill(reason, request) }),
  ...(version === undefined ? {} : { version }),
})

const fillAll = (headers: HttpRoute['headers'], request: ServedRequest): HttpRoute['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(value, request)]))
