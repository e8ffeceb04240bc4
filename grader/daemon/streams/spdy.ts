/** SPDY/3.1 as kubectl before 1.31 speaks it: a plain upgrade, then one stream per channel, told apart by a header. */
import type { Duplex } from 'node:stream'
import type { SpdyConnection, SpdyStream } from 'spdy-transport'
import type { ChannelRequest, ProcessChannels } from './process-channels.ts'
import { createByteQueue } from './process-channels.ts'

export type { SpdyStream } from 'spdy-transport'

/** Newest first. Version 5 is the same over SPDY. */
export const SPDY_CHANNEL_PROTOCOLS = ['v4.channel.k8s.io'] as const

/** client-go's SPDY never sends WINDOW_UPDATE and expects none: an endless window is what the kubelet gives it too. */
const ENDLESS = Number.MAX_SAFE_INTEGER
const LINGER_MS = 1000

export function acceptSpdy(socket: Duplex, protocol: string): void {
  socket.write(
    ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: SPDY/3.1', `X-Stream-Protocol-Version: ${protocol}`, '', ''].join('\r\n'),
  )
}

/** Speaks SPDY on a stream of bytes; calls back for each stream that the client opens. */
export async function openSpdy(socket: Duplex, head: Buffer, onStream: (stream: SpdyStream) => void): Promise<SpdyConnection> {
  const { default: transport } = await import('spdy-transport')
  if (head.length > 0) socket.unshift(head)
  const connection = transport.connection.create(socket, { protocol: 'spdy', isServer: true })
  for (const window of [connection._spdyState.window, connection._spdyState.streamWindow]) {
    Object.assign(window.send, { current: ENDLESS, max: ENDLESS, limit: Infinity })
  }
  connection.on('error', () => socket.destroy())
  connection.on('stream', (stream) => {
    stream.on('error', () => undefined)
    stream.respond(200, {})
    onStream(stream)
  })
  connection.start(3.1)
  return connection
}

export const streamHeader = (stream: SpdyStream, name: string): string => String(stream.headers[name.toLowerCase()] ?? '')

/** The channels of one process; what is written before its stream was opened waits for it. */
export async function openSpdyChannels(socket: Duplex, head: Buffer, wanted: ChannelRequest): Promise<ProcessChannels> {
  const gone = new AbortController()
  const stdin = createByteQueue()
  const streams = new Map<string, SpdyStream>()
  const early = new Map<string, (Uint8Array | null)[]>()
  const end = (): void => {
    stdin.end()
    gone.abort()
  }
  socket.on('close', end)
  const write = (name: string, chunk: Uint8Array | null): void => {
    const stream = streams.get(name)
    if (stream === undefined) early.set(name, [...(early.get(name) ?? []), chunk])
    else if (chunk === null) stream.end()
    else stream.write(chunk)
  }
  const connection = await openSpdy(socket, head, (stream) => {
    const name = streamHeader(stream, 'streamType')
    streams.set(name, stream)
    if (name === 'stdin') stream.on('data', (chunk: Uint8Array) => stdin.push(chunk)).on('end', () => stdin.end())
    else stream.resume()
    for (const chunk of early.get(name) ?? []) write(name, chunk)
    early.delete(name)
  })
  return {
    ...(wanted.stdin ? { stdin } : {}),
    stdout: (chunk) => wanted.stdout && write('stdout', chunk),
    stderr: (chunk) => (wanted.tty ? write('stdout', chunk) : wanted.stderr && write('stderr', chunk)),
    finish: (status) => {
      if (wanted.stdout) write('stdout', null)
      if (wanted.stderr && !wanted.tty) write('stderr', null)
      write('error', Buffer.from(JSON.stringify(status)))
      write('error', null)
      setTimeout(() => {
        connection.end()
        socket.end()
      }, LINGER_MS).unref()
    },
    signal: gone.signal,
  }
}
