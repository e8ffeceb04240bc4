/** Reads a request to a Pod's exec, attach or portforward, and refuses one before anything was upgraded. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { STATUS_CODES } from 'node:http'
import type { ContainerTarget } from '../../../src/cluster/contract.ts'
import type { Status } from '../../../src/kubernetes/status.ts'
import type { ChannelRequest } from './process-channels.ts'

export interface UpgradeRequest {
  readonly subresource: 'exec' | 'attach' | 'portforward'
  readonly target: ContainerTarget
  readonly command: readonly string[]
  readonly channels: ChannelRequest
  /** Of a port-forward over WebSocket channels; SPDY names the port with each stream. */
  readonly ports: readonly number[]
  readonly transport: 'websocket' | 'spdy'
  /** Offered by the client, in its order of preference. */
  readonly protocols: readonly string[]
}

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(exec|attach|portforward)$/

const TRUE = new Set(['1', 't', 'true'])

/** undefined where the path is none that can be upgraded. */
export function readUpgradeRequest(request: IncomingMessage): UpgradeRequest | undefined {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://127.0.0.1')
  const [, namespace, name, subresource] = PATH.exec(decodeURIComponent(pathname)) ?? []
  if (namespace === undefined || name === undefined) return undefined
  const asked = (key: string): boolean => TRUE.has(searchParams.get(key)?.toLowerCase() ?? '')
  const container = searchParams.get('container') ?? ''
  return {
    subresource: subresource === 'exec' || subresource === 'attach' ? subresource : 'portforward',
    target: { namespace, name, ...(container === '' ? {} : { container }) },
    command: searchParams.getAll('command'),
    channels: { stdin: asked('stdin'), stdout: asked('stdout'), stderr: asked('stderr'), tty: asked('tty') },
    ports: searchParams.getAll('ports').flatMap((list) => list.split(',').map(Number)),
    ...readTransport(request),
  }
}

function readTransport({ headers }: IncomingMessage): Pick<UpgradeRequest, 'transport' | 'protocols'> {
  const transport = headers.upgrade?.toLowerCase() === 'websocket' ? 'websocket' : 'spdy'
  const offered = headers[transport === 'websocket' ? 'sec-websocket-protocol' : 'x-stream-protocol-version'] ?? []
  return { transport, protocols: [offered].flat().flatMap((line) => line.split(',').map((one) => one.trim())) }
}

/** Answers with a plain HTTP response in place of an upgrade. */
export function refuseUpgrade(socket: Duplex, status: Status): void {
  const body = JSON.stringify(status)
  const head = [
    `HTTP/1.1 ${status.code} ${STATUS_CODES[status.code] ?? 'Error'}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

export const failure = (code: number, reason: string, message: string): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  code,
})
