/** One TCP connection from the real world into the simulated network: what the model says happens, happens to the socket. */
import type { IncomingMessage, Server } from 'node:http'
import { createServer, ServerResponse } from 'node:http'
import { Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import type { Cluster } from '../../../src/cluster/contract.ts'
import type { Connection } from '../../../src/cluster/nodes/connection.ts'
import { titleCase, wireHeaders } from '../../../src/cluster/nodes/http-text.ts'
import { connect } from '../../../src/network/connect.ts'
import type { Listener } from '../../../src/network/facts.ts'
import type {
  ConnectOutcome,
  Destination,
  ExchangeOutcome,
  HttpResponse,
  RequestQuestion,
  Source,
  Verdict,
} from '../../../src/network/model.ts'
import { readBody } from '../http-adapter.ts'

/** The part of the cluster that is needed to talk to it from outside. */
export type Network = Pick<Cluster, 'choose' | 'open' | 'send' | 'snapshot'>

/** The cluster as what keeps ports open needs it. */
export type OutsideCluster = Network & Pick<Cluster, 'store' | 'watchNetwork'>

/** Where a connection enters the model, and what it asks for. */
export interface Door {
  readonly from: Source
  readonly to: Destination
  readonly port: number
  /** `http://host:port`, before the request's path; `host` is what the client states. */
  readonly origin: (host: string | undefined) => string
  readonly connectTo?: 'ingress'
}

const HOLD_MS = 10 * 60_000
const HOP_BY_HOP = new Set(['keep-alive', 'transfer-encoding', 'upgrade'])

/** A request in either version of HTTP, and what is said to it. */
type Asking = IncomingMessage | Http2ServerRequest
export type Replying = ServerResponse | Http2ServerResponse

/** The listener that a connection has reached; undefined where it reached none. */
export function listenerOf(network: Network, outcome: ConnectOutcome): Listener | undefined {
  const { endpoint } = outcome
  if (outcome.verdict !== 'connected' || endpoint?.pod === undefined) return undefined
  const facts = network.snapshot().facts.pods[`${endpoint.pod.namespace}/${endpoint.pod.name}`]
  return facts?.listeners.find(({ port, protocol }) => port === endpoint.port && protocol === 'TCP')
}

/** Programs of Pods that do, and a node's kube-proxy, which runs in none. */
function speaksHttp(network: Network, outcome: ConnectOutcome): boolean {
  const end = outcome.walk.hops.at(-1)
  const isHealthCheck = end?.kind === 'listener' && end.pod === undefined && end.program === 'kube-proxy'
  return isHealthCheck || listenerOf(network, outcome)?.http !== undefined
}

/** Shows on the socket what a client of a real cluster would see: a drop is silence, a refusal a reset. */
export function endAs(verdict: Exclude<Verdict, 'connected'>, socket: Duplex): void {
  if (verdict === 'timed-out') {
    socket.resume()
    const timer = setTimeout(() => socket.destroy(), HOLD_MS)
    timer.unref()
    socket.on('close', () => clearTimeout(timer))
  } else if (socket instanceof Socket && !(socket instanceof TLSSocket)) socket.resetAndDestroy()
  else socket.destroy()
}

/** Serves one connection: HTTP where what listens speaks it, else the program's greeting. */
export function converse(network: Network, door: Door, socket: Duplex, http: Server): void {
  socket.on('error', () => socket.destroy())
  const { outcomes } = connect(network.snapshot(), { from: door.from, to: door.to, port: door.port })
  if (outcomes.some((outcome) => speaksHttp(network, outcome))) {
    http.emit('connection', socket)
    return
  }
  const outcome = network.choose(outcomes, Math.random())
  if (outcome?.verdict === 'connected') join(socket, network.open(outcome), listenerOf(network, outcome)?.banner)
  else endAs(outcome?.verdict ?? 'refused', socket)
}

/** Bytes both ways, each as it comes; what is only said to listen greets, and hears nothing. */
function join(socket: Duplex, connection: Connection | undefined, banner: string | undefined): void {
  if (connection === undefined) {
    if (banner !== undefined) socket.write(banner)
    socket.resume()
    socket.on('end', () => socket.end())
    return
  }
  socket.on('data', (chunk: Buffer) => void connection.send(chunk.toString('latin1')))
  socket.on('end', () => void connection.finish())
  socket.on('close', () => connection.close())
  void hear(connection, (data) => socket.write(Buffer.from(data, 'latin1'))).then(() => socket.end())
}

/** Hands on what the other side sends, until it has said all. */
export async function hear(connection: Connection, say: (data: string) => void): Promise<void> {
  for (;;) {
    await connection.ready()
    const data = connection.take()
    if (data === undefined) return
    say(data)
  }
}

/** An HTTP server without a port of its own that puts each request to the cluster. */
export function createDoorServer(network: Network, door: Door): Server {
  return createServer((request, response) => {
    serveRequest(network, door, request, response).catch(() => response.destroy())
  })
}

/** HTTP/2 states the host as `:authority`. */
const flatten = (headers: Asking['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(':') && name !== ':authority'
        ? []
        : [[name === ':authority' ? 'host' : name, Array.isArray(value) ? value.join(', ') : (value ?? '')]],
    ),
  )

export async function serveRequest(network: Network, door: Door, request: Asking, response: Replying): Promise<void> {
  const body = await readBody(request)
  if (body === undefined) {
    response.statusCode = 413
    response.end()
    return
  }
  const headers = flatten(request.headers)
  const question: RequestQuestion & { body?: Uint8Array } = {
    from: door.from,
    method: request.method ?? 'GET',
    url: `${door.origin(headers['host'])}${request.url ?? '/'}`,
    headers,
    ...(door.connectTo === undefined ? {} : { connectTo: door.connectTo }),
    ...(body.length === 0 ? {} : { body }),
  }
  const outcome = await network.send(question, Math.random())
  if (outcome?.waitedMs !== undefined) await delay(outcome.waitedMs, undefined, { ref: false })
  reply(outcome, { door, request, response })
}

interface Exchange {
  readonly door: Door
  readonly request: Asking
  readonly response: Replying
}

/** The head is the program's, as its clients in the cluster see it: Node adds nothing to it. */
function stateHead(answer: HttpResponse, { door, response }: Exchange): void {
  response.sendDate = false
  const isHttp1 = response instanceof ServerResponse
  if (isHttp1) response.removeHeader('connection')
  // The Ingress controller is an nginx that does not tell what it is.
  const isProxied = door.connectTo === 'ingress'
  for (const [name, value] of Object.entries(wireHeaders(answer, Date.now(), isProxied ? 'nginx' : undefined)))
    if (!HOP_BY_HOP.has(name) && !(isProxied && name === 'server') && (isHttp1 || name !== 'connection'))
      response.setHeader(titleCase(name), value)
  if (isHttp1 && !response.shouldKeepAlive) response.setHeader('Connection', 'close')
}

const socketOf = (request: Asking): Duplex => (request instanceof Http2ServerRequest ? request.stream : request.socket)

function reply(outcome: ExchangeOutcome | undefined, exchange: Exchange): void {
  const { request, response } = exchange
  const answer = outcome?.response
  if (outcome === undefined || answer === undefined) {
    endAs(outcome === undefined || outcome.verdict === 'connected' ? 'refused' : outcome.verdict, socketOf(request))
    return
  }
  stateHead(answer, exchange)
  const bytes = Buffer.from(answer.body, 'utf8')
  if (request.method !== 'HEAD') response.setHeader('Content-Length', bytes.length)
  response.statusCode = answer.status
  response.end(request.method === 'HEAD' ? '' : bytes)
}
