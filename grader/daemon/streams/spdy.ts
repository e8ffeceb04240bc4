/** SPDY/3.1 as kubectl before 1.31 speaks it: a plain upgrade, then one stream per channel, told apart by a header. */
import type { Duplex } from 'node:stream'
import type Transport from 'spdy-transport'
import type { SpdyConnection, SpdyStream } from 'spdy-transport'
import type { TerminalSize } from '../../../src/cluster/contract.ts'
import type { ChannelRequest, ProcessChannels } from './process-channels.ts'
import { createByteQueue, MAX_UNREAD_BYTES, readTerminalSize } from './process-channels.ts'

export type { SpdyStream } from 'spdy-transport'

/** Newest first. Version 5 is the same over SPDY. */
export const SPDY_CHANNEL_PROTOCOLS = ['v4.channel.k8s.io'] as const

const ENDLESS = Number.MAX_SAFE_INTEGER
/** How long the client gets to open its streams, as the kubelet waits. */
const STREAMS_MS = 30_000
const LINGER_MS = 10_000

export function acceptSpdy(socket: Duplex, protocol: string): void {
  socket.write(
    [
      'HTTP/1.1 101 Switching Protocols',
      'Connection: Upgrade',
      'Upgrade: SPDY/3.1',
      `X-Stream-Protocol-Version: ${protocol}`,
      '',
      '',
    ].join('\r\n'),
  )
}

/**
 * Loads the library, which writes to `Object.assign` as it is loaded. The shell's interpreter locks what all programs share against
 * what a script may do to it, so the library comes first or not at all.
 */
export const loadSpdy = async (): Promise<typeof Transport> => (await import('spdy-transport')).default

/** Speaks SPDY on a stream of bytes; calls back for each stream that the client opens. */
export async function openSpdy(socket: Duplex, head: Buffer, onStream: (stream: SpdyStream) => void): Promise<SpdyConnection> {
  const transport = await loadSpdy()
  if (head.length > 0) socket.unshift(head)
  const connection = transport.connection.create(socket, { protocol: 'spdy', isServer: true })
  speakAsClientGo(connection)
  connection.on('error', () => socket.destroy())
  connection.on('stream', (stream) => {
    stream.on('error', () => undefined)
    // Only an answered stream may be used: client-go stops reading when data overtakes an answer that it waits for.
    stream.respond(200, {}, () => onStream(stream))
  })
  connection.start(3.1)
  return connection
}

/**
 * client-go's SPDY is no HTTP: its streams carry no `:method` and `:path`, which spdy-transport demands, and it ignores flow
 * control, so it must be given an endless window, as the kubelet does.
 */
function speakAsClientGo(connection: SpdyConnection): void {
  const { parser, window, streamWindow } = connection._spdyState
  for (const { send } of [window, streamWindow]) Object.assign(send, { current: ENDLESS, max: ENDLESS, limit: Infinity })
  const parseKVs = parser.parseKVs.bind(parser)
  parser.parseKVs = (buffer, done) =>
    parseKVs(buffer, (error, headers) => done(error, { ':method': 'POST', ':path': '/', ...headers }))
}

export const streamHeader = (stream: SpdyStream, name: string): string => stream.headers[name.toLowerCase()] ?? ''

/**
 * The channels of one process, once the client has opened every stream that it asked for: it reads nothing before that, and
 * what was written early would block it.
 */
export async function openSpdyChannels(socket: Duplex, head: Buffer, wanted: ChannelRequest): Promise<ProcessChannels> {
  const gone = new AbortController()
  const stdin = createByteQueue()
  const end = (): void => {
    stdin.end()
    gone.abort()
  }
  socket.on('close', end)
  const { connection, streams } = await collectStreams(socket, head, expectedStreams(wanted))
  const write = (name: string, chunk: Uint8Array): void => {
    const stream = streams.get(name)
    stream?.write(chunk)
    if ((stream?.writableLength ?? 0) + socket.writableLength > MAX_UNREAD_BYTES) socket.destroy()
  }
  streams
    .get('stdin')
    ?.on('data', (chunk: Uint8Array) => stdin.push(chunk))
    .on('end', () => stdin.end())
  let size: TerminalSize | undefined
  // Several sizes may come in one piece, a line each.
  streams.get('resize')?.on('data', (chunk: Uint8Array) => {
    size = readTerminalSize(Buffer.from(new TextDecoder().decode(chunk).trim().split('\n').at(-1) ?? '')) ?? size
  })
  return {
    ...(wanted.stdin ? { stdin } : {}),
    size: () => size,
    stdout: (chunk) => write('stdout', chunk),
    stderr: (chunk) => write(wanted.tty ? 'stdout' : 'stderr', chunk),
    finish: (status) => {
      streams.get('stdout')?.end()
      streams.get('stderr')?.end()
      const close = (): void => {
        connection.end()
        socket.end()
      }
      // kubectl closes first, when it has read everything; this is for a client that does not.
      streams.get('error')?.end(JSON.stringify(status), () => setTimeout(close, LINGER_MS).unref())
    },
    signal: gone.signal,
  }
}

const expectedStreams = (wanted: ChannelRequest): ReadonlySet<string> =>
  new Set([
    'error',
    ...(wanted.stdin ? ['stdin'] : []),
    ...(wanted.stdout ? ['stdout'] : []),
    ...(wanted.stderr && !wanted.tty ? ['stderr'] : []),
    ...(wanted.tty ? ['resize'] : []),
  ])

interface CollectedStreams {
  readonly connection: SpdyConnection
  readonly streams: ReadonlyMap<string, SpdyStream>
}

function collectStreams(socket: Duplex, head: Buffer, expected: ReadonlySet<string>): Promise<CollectedStreams> {
  const streams = new Map<string, SpdyStream>()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the client did not open its streams in time')), STREAMS_MS)
    socket.on('close', () => {
      clearTimeout(timer)
      reject(new Error('the client went away before it had opened its streams'))
    })
    const opening = openSpdy(socket, head, (stream) => {
      const name = streamHeader(stream, 'streamType')
      streams.set(name, stream)
      if (name !== 'stdin' && name !== 'resize') stream.resume()
      if (![...expected].every((one) => streams.has(one))) return
      clearTimeout(timer)
      void opening.then((connection) => resolve({ connection, streams }))
    })
    opening.catch(reject)
  })
}
