/** …/pods/<name>/proxy/ and …/services/<name>/proxy/: the API server asks in the client's place. @see kubernetes pkg/registry/core/{pod,service}/rest, v1.34 */
import { badRequest, methodNotAllowed, notFound, serviceUnavailable } from '../../../kubernetes/errors.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { ExchangeOutcome, Snapshot, Verdict } from '../../../network/model.ts'
import { endpointsOfPort, type ServiceEndpoint } from '../../../network/service/endpoints.ts'
import { addressesOfPod, indexSnapshot } from '../../../network/state.ts'
import type { ObjectCall } from '../api-context.ts'
import { forReader } from '../http/pretty.ts'
import { respondStatus } from '../http/respond.ts'
import { findObject } from '../rest/get.ts'

interface Target {
  readonly scheme: string
  readonly name: string
  readonly port: string
}

type Found = { readonly address: string } | Status

const SCHEMES: ReadonlySet<string> = new Set(['', 'http', 'https'])

/** `name`, `name:port` or `scheme:name:port`; undefined where it is none of them. @see apimachinery pkg/util/net/port_split.go, v1.34 */
const readTarget = (text: string): Target | undefined => {
  const parts = text.split(':')
  const [scheme = '', name = '', port = ''] = parts.length < 3 ? ['', ...parts] : parts
  if (parts.length > 3 || name === '' || !SCHEMES.has(scheme)) return undefined
  return { scheme: scheme === '' ? 'http' : scheme, name, port }
}

const addressOfPod = (pod: KubernetesObject | undefined, { port }: Target): Found | undefined => {
  if (pod === undefined || !isPod(pod)) return undefined
  const [ip] = addressesOfPod(pod)
  if (ip === undefined) return badRequest('address not allowed')
  const declared = (pod.spec?.containers ?? []).flatMap(({ ports = [] }) => ports)[0]?.containerPort ?? 80
  return { address: `${ip}:${port === '' ? declared : port}` }
}

/** A port is meant by its number or its name; without either, the one that has no name. */
const addressOfService = (snapshot: Snapshot, call: ObjectCall, { name, port }: Target): Found | undefined => {
  const state = indexSnapshot(snapshot)
  const service = state.services.get(`${call.namespace ?? 'default'}/${name}`)
  if (service === undefined) return undefined
  const { ports = [] } = service.spec ?? {}
  const isNumber = /^\d+$/u.test(port)
  const chosen = ports.find((one) => (isNumber ? String(one.port) === port : (one.name ?? '') === port))
  if (chosen === undefined && isNumber) return serviceUnavailable(`no service port ${port} found for service "${name}"`)
  if (chosen === undefined) return serviceUnavailable(`no endpoints available for service "${call.name}"`)
  const ready = endpointsOfPort(state, service, chosen, { family: 'IPv4' }).filter((endpoint) => endpoint.ready)
  const endpoint: ServiceEndpoint | undefined = ready[call.context.random.below(Math.max(1, ready.length))]
  return endpoint === undefined
    ? serviceUnavailable(`no endpoints available for service "${name}"`)
    : { address: `${endpoint.ip}:${endpoint.port}` }
}

const FAILED: Readonly<Record<Exclude<Verdict, 'connected'>, string>> = {
  refused: 'connect: connection refused',
  'timed-out': 'i/o timeout',
  unreachable: 'connect: no route to host',
  unresolved: 'no such host',
}

/** What the server says of all its answers, those that it hands on included. */
const NOT_KEPT = { 'cache-control': 'no-cache, private' } as const

/** What came back; a status where nothing did. */
const toResponse = (outcome: ExchangeOutcome | undefined, address: string): Response | Status => {
  const { response, verdict = 'unreachable' } = outcome ?? {}
  if (response !== undefined) {
    const { 'content-length': _length, ...headers } = response.headers
    return new Response(response.status === 204 || response.status === 304 ? null : response.body, {
      status: response.status,
      headers: { ...NOT_KEPT, ...headers },
    })
  }
  const why = verdict === 'connected' ? `read tcp ${address}: EOF` : `dial tcp ${address}: ${FAILED[verdict]}`
  return serviceUnavailable(`error trying to reach service: ${why}`)
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Without a path there is nothing to which a page's links could be relative: the client is sent to the folder. */
const redirectToFolder = (url: URL): Response =>
  new Response(null, { status: 301, headers: { ...NOT_KEPT, location: `${url.pathname}/${url.search}` } })

const ask = async (call: ObjectCall, path: string): Promise<Response | Status> => {
  const { context, request, info } = call
  if (!METHODS.has(request.method)) return methodNotAllowed()
  const { network } = context
  if (network === undefined) return serviceUnavailable('no network is simulated here')
  const target = readTarget(call.name)
  if (target === undefined) return badRequest(`invalid ${info.kind.toLowerCase()} request "${call.name}"`)
  const { name } = target
  const object = findObject({ ...call, name })
  if (object === undefined) return notFound({ resource: info.plural, name })
  if (path === '' && request.method === 'GET') return redirectToFolder(new URL(request.url))
  const found = info.kind === 'Service' ? addressOfService(network.snapshot(), call, target) : addressOfPod(object, target)
  if (found === undefined) return notFound({ resource: info.plural, name })
  if ('kind' in found) return found
  const body = new Uint8Array(await request.arrayBuffer())
  const question = {
    from: { node: network.apiServerNode },
    method: request.method,
    url: `${target.scheme}://${found.address}${path}${new URL(request.url).search}`,
    ...(body.length === 0 ? {} : { body }),
  }
  return toResponse(await network.send(question, 0), found.address)
}

/** `path` is what follows `proxy`, with its slash; empty where there is none. What a Pod answers is its own, and stays as it is. */
export const handleProxy = async (call: ObjectCall, path: string): Promise<Response> => {
  const answer = await ask(call, path)
  return answer instanceof Response ? answer : forReader(respondStatus(answer), call.request, new URL(call.request.url))
}
