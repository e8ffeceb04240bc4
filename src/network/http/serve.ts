/** The end of an HTTP request: the process that accepted the connection answers. */
import { familyOf } from '../address.ts'
import { isTlsPort, type Listener } from '../facts.ts'
import type { ConnectOutcome, EndpointChoice, ExchangeOutcome, HttpResponse, ListenerHop, ReplyHop, Source } from '../model.ts'
import { locate } from '../path/place.ts'
import { healthCheckListener } from '../service/health-check.ts'
import { keyOf, listenersOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import type { AskedRequest } from './asked.ts'
import { componentListener } from './components.ts'
import { statusPage } from './pages.ts'
import { answerHttp } from './routes.ts'

export type Served = Pick<ExchangeOutcome, 'response' | 'noResponse' | 'banner' | 'isPlainAtTls'> & {
  readonly hop?: ReplyHop
  readonly container?: string
}

export const listenerHopOf = ({ walk }: ConnectOutcome): ListenerHop | undefined => {
  const last = walk.hops.at(-1)
  return last?.kind === 'listener' ? last : undefined
}

/** The listener that a connection has reached, with what it answers. */
export function findListener(state: NetworkState, hop: ListenerHop, from: Source): Listener | undefined {
  const port = hop.before?.destinationPort ?? 0
  if (hop.pod === undefined)
    return hop.program === 'kube-proxy'
      ? healthCheckListener(state, nodeOf(state, hop, from), { port, family: familyOf(hop.before?.destinationIp ?? '') })
      : componentListener(hop.program ?? '', port)
  const pod = state.pods.get(keyOf(hop.pod.namespace, hop.pod.name))
  const listeners = pod === undefined ? [] : listenersOf(state, pod)
  return listeners.find(
    (one) => one.port === port && one.protocol === 'TCP' && one.container === hop.container && one.program === hop.program,
  )
}

/** The node that has the address; its own processes may ask its loopback. */
function nodeOf(state: NetworkState, { before }: ListenerHop, from: Source): string {
  const node = state.nodesByIp.get(before?.destinationIp ?? '')
  if (node !== undefined) return node.metadata.name ?? ''
  const place = locate(state, from)
  return place.kind === 'node' ? place.node : ''
}

/** What the process at the end of a connection answers; the hop is absent where it answers nothing in HTTP. */
export function serve(state: NetworkState, outcome: ConnectOutcome, asked: AskedRequest): Served {
  const hop = listenerHopOf(outcome)
  const listener = hop === undefined ? undefined : findListener(state, hop, asked.from)
  if (hop === undefined || listener === undefined) return { noResponse: 'unknown-program' }
  if (listener.unknown === true) return { noResponse: 'unknown-program', container: listener.container }
  const speaksTls = listener.tls ?? isTlsPort(listener.port)
  if (asked.scheme === 'https' && !speaksTls)
    return { noResponse: 'not-tls', container: listener.container, ...bannerOf(listener) }
  const isRefused = speaksTls && asked.scheme === 'http'
  const response = respondTo(listener, hop, { asked, outcome, isRefused })
  if (response === undefined) return { noResponse: 'not-http', container: listener.container, ...bannerOf(listener) }
  return {
    response,
    ...(isRefused ? { isPlainAtTls: true } : {}),
    container: listener.container,
    hop: replyHop(response.status, asked.target, listener.program),
  }
}

const bannerOf = ({ banner }: Listener): Pick<Served, 'banner'> => (banner === undefined ? {} : { banner })

interface Circumstances {
  readonly asked: AskedRequest
  readonly outcome: ConnectOutcome
  /** Plain HTTP was sent to a port that expects TLS. */
  readonly isRefused: boolean
}

function respondTo(
  listener: Listener,
  hop: ListenerHop,
  { asked, outcome, isRefused }: Circumstances,
): HttpResponse | undefined {
  if (isRefused && listener.http !== undefined) return refusePlain(listener)
  return answerHttp(listener, {
    method: asked.method,
    target: asked.target,
    host: asked.hostHeader,
    hostname: hop.pod?.name ?? '',
    client: outcome.sourceIpSeen ?? '',
  })
}

/** As nginx does it, else as programs in Go. */
function refusePlain({ program, http = [] }: Listener): HttpResponse {
  if (program !== 'nginx')
    return { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Client sent an HTTP request to an HTTPS server.\n' }
  const server = http[0]?.headers['server'] ?? program
  const body = statusPage(400, server, 'The plain HTTP request was sent to HTTPS port')
  return { status: 400, headers: { server, 'content-type': 'text/html', connection: 'close' }, body }
}

export const replyHop = (status: number, path: string, program: string): ReplyHop => ({
  kind: 'reply',
  status,
  path,
  program,
  semantics: [],
  stops: false,
})

/** The endpoint a connection ended at: the Service's choice, else the Pod whose process accepted. */
export function endpointOf(outcome: ConnectOutcome): EndpointChoice | undefined {
  const hop = listenerHopOf(outcome)
  if (outcome.endpoint !== undefined || hop?.before === undefined) return outcome.endpoint
  const { destinationIp: ip, destinationPort: port } = hop.before
  return { ip, port, ...(hop.pod === undefined ? {} : { pod: hop.pod }) }
}
