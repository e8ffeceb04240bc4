/** exec and attach over WebSocket: one connection, the first byte of each message names the channel. kubectl 1.31 and newer. */
import { AsyncResource } from 'node:async_hooks'
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

/** Messages to a client, in order. */
export interface MessageSender {
  /** Calls `done` when the message is with the system, or will never be. */
  send(message: Uint8Array, done?: () => void): void
  /** Closes once everything is sent. */
  close(): void
}

/**
 * Sends each message as a TLS record of its own, as Kubernetes does: what is written while an earlier write is on its way goes into one
 * record with it, and clients that wait at the TCP socket (Python's) would read the first message and never see the second. Who leaves
 * too much unread is cut off.
 */
export function createMessageSender(socket: WebSocket): MessageSender {
  const waiting: { readonly message: Uint8Array; readonly done: () => void }[] = []
  let waitingBytes = 0
  let isSending = false
  let isClosing = false
  // A script that prints is not what sends: within it no timers can be set, and closing needs one.
  const sendNext = AsyncResource.bind((): void => {
    const next = waiting.shift()
    isSending = next !== undefined
    if (next === undefined) {
      if (isClosing) socket.close(1000)
      return
    }
    waitingBytes -= next.message.length
    socket.send(next.message, { binary: true }, () => {
      next.done()
      sendNext()
    })
  })
  const isOpen = (): boolean => socket.readyState === socket.OPEN
  return {
    send: (message, done = () => undefined) => {
      if (!isOpen()) {
        done()
        return
      }
      waiting.push({ message, done })
      waitingBytes += message.length
      if (waitingBytes + socket.bufferedAmount > MAX_UNREAD_BYTES) socket.terminate()
      if (!isSending) sendNext()
    },
    close: () => {
      isClosing = true
      if (!isSending) sendNext()
    },
  }
}

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
  const sender = createMessageSender(socket)
  const send = (channel: number, chunk: Uint8Array): void => sender.send(Buffer.concat([Buffer.of(channel), chunk]))
  return {
    ...(wanted.stdin ? { stdin } : {}),
    size: () => size,
    stdout: (chunk) => wanted.stdout && send(STDOUT, chunk),
    stderr: (chunk) => (wanted.tty ? send(STDOUT, chunk) : wanted.stderr && send(STDERR, chunk)),
    finish: (status) => {
      send(ERROR, Buffer.from(JSON.stringify(status)))
      sender.close()
    },
    signal: gone.signal,
  }
}
