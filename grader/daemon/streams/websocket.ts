/** exec and attach over WebSocket: one connection, the first byte of each message names the channel. kubectl 1.31 and newer. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import type { TerminalSize } from '../../../src/cluster/contract.ts'
import type { ByteQueue, ChannelRequest, ProcessChannels } from './process-channels.ts'
import { createByteQueue, MAX_UNREAD_BYTES, readTerminalSize } from './process-channels.ts'

const STDIN = 0
const STDOUT = 1
const STDERR = 2
const ERROR = 3
const RESIZE = 4
/** v5 only: the second byte names the channel that ends. */
const CLOSE = 255

/** Newest first. */
export const CHANNEL_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'] as const

/** Stands for the protocol while ws reads the request: it takes names of tokens only, and the tunnel's has a slash in it. */
const CHOSEN = 'chosen'

/** Accepts the WebSocket under the first of our protocols that the client offers. */
export async function acceptWebSocket(
  { request, offered }: { readonly request: IncomingMessage; readonly offered: readonly string[] },
  socket: Duplex,
  head: Buffer,
  protocols: readonly string[],
): Promise<WebSocket> {
  const { WebSocketServer } = await import('ws')
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: () => chosen ?? false,
  })
  const chosen = protocols.find((protocol) => offered.includes(protocol))
  if (chosen !== undefined) request.headers['sec-websocket-protocol'] = CHOSEN
  return new Promise((resolve) => server.handleUpgrade(request, socket, head, resolve))
}

export const toBytes = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : data instanceof ArrayBuffer ? new Uint8Array(data) : data

function receive(message: Uint8Array, stdin: ByteQueue): void {
  if (message[0] === STDIN) stdin.push(message.subarray(1))
  else if (message[0] === CLOSE && message[1] === STDIN) stdin.end()
}

export function openWebSocketChannels(socket: WebSocket, wanted: ChannelRequest): ProcessChannels {
  const gone = new AbortController()
  const stdin = createByteQueue()
  const end = (): void => {
    stdin.end()
    gone.abort()
  }
  let size: TerminalSize | undefined
  socket.on('message', (data) => {
    const message = toBytes(data)
    if (message[0] === RESIZE) size = readTerminalSize(message.subarray(1)) ?? size
    else receive(message, stdin)
  })
  socket.on('close', end)
  socket.on('error', end)
  const send = (channel: number, chunk: Uint8Array): void => {
    if (socket.readyState !== socket.OPEN) return
    socket.send(Buffer.concat([Buffer.of(channel), chunk]))
    if (socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate()
  }
  return {
    ...(wanted.stdin ? { stdin } : {}),
    size: () => size,
    stdout: (chunk) => wanted.stdout && send(STDOUT, chunk),
    stderr: (chunk) => (wanted.tty ? send(STDOUT, chunk) : wanted.stderr && send(STDERR, chunk)),
    finish: (status) => {
      send(ERROR, Buffer.from(JSON.stringify(status)))
      socket.close(1000)
    },
    signal: gone.signal,
  }
}
