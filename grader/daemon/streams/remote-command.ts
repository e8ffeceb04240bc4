/** exec and attach: runs the process first, upgrades once the cluster has not refused. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { ContainerRuntime, ProcessStreams } from '../../../src/cluster/contract.ts'
import type { Status } from '../../../src/kubernetes/status.ts'
import type { ByteQueue, ProcessChannels } from './process-channels.ts'
import { createByteQueue, exitStatus } from './process-channels.ts'
import { acceptSpdy, openSpdyChannels, SPDY_CHANNEL_PROTOCOLS } from './spdy.ts'
import type { UpgradeRequest } from './upgrade-request.ts'
import { failure, refuseUpgrade } from './upgrade-request.ts'
import { acceptWebSocket, CHANNEL_PROTOCOLS, openWebSocketChannels } from './websocket.ts'

/**
 * kubectl before 1.33 reads a WebSocket before it has made its streams, and throws away what comes for one that is not there. A real node
 * needs longer than this to start a process.
 */
const CLIENT_SETTLES_MS = 15

type Outcome = { readonly exitCode: number } | Status

const isStatus = (outcome: Outcome): outcome is Status => 'kind' in outcome

/** The streams a process is given before the connection exists: output waits, input follows. */
interface EarlyStreams {
  readonly streams: ProcessStreams
  connect(channels: ProcessChannels): void
}

function createEarlyStreams(request: UpgradeRequest): EarlyStreams {
  const stdin: ByteQueue = createByteQueue()
  let channels: ProcessChannels | undefined
  const waiting: ((open: ProcessChannels) => void)[] = []
  const emit = (write: (open: ProcessChannels) => void): void => {
    if (channels === undefined) waiting.push(write)
    else write(channels)
  }
  return {
    streams: {
      ...(request.channels.stdin ? { stdin } : {}),
      stdout: (chunk) => emit((open) => open.stdout(chunk)),
      stderr: (chunk) => emit((open) => open.stderr(chunk)),
      tty: request.channels.tty,
      size: () => channels?.size?.(),
    },
    connect: (open) => {
      channels = open
      for (const write of waiting) write(open)
      void forward(open.stdin, stdin)
    },
  }
}

async function forward(from: AsyncIterable<Uint8Array> | undefined, to: ByteQueue): Promise<void> {
  for await (const chunk of from ?? []) to.push(chunk)
  to.end()
}

const nextTurn = (): Promise<undefined> => new Promise((resolve) => setImmediate(() => resolve(undefined)))

type Run = (
  runtime: ContainerRuntime,
  request: UpgradeRequest,
  streams: ProcessStreams,
  signal: AbortSignal,
) => Promise<Outcome>

const startExec: Run = (runtime, { target, command }, streams, signal) => runtime.exec(target, command, streams, signal)
const startAttach: Run = (runtime, { target }, streams, signal) => runtime.attach(target, streams, signal)

/** Serves one exec or attach until the process ends or kubectl goes away. */
export async function serveRemoteCommand(
  runtime: ContainerRuntime,
  request: UpgradeRequest,
  connection: { readonly incoming: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
): Promise<void> {
  const { incoming, socket, head } = connection
  const gone = new AbortController()
  socket.on('close', () => gone.abort())
  const early = createEarlyStreams(request)
  const run = request.subresource === 'exec' ? startExec : startAttach
  const running = run(runtime, request, early.streams, gone.signal).catch((error: unknown): Outcome => {
    return failure(500, 'InternalError', `Internal error occurred: ${error instanceof Error ? error.message : String(error)}`)
  })
  const refused = await Promise.race([running, nextTurn()])
  // A program that cannot be started is told over the open connection, as the kubelet does; everything else before it.
  if (refused !== undefined && isStatus(refused) && refused.reason !== 'InternalError') {
    refuseUpgrade(socket, refused)
    return
  }
  const channels = await openChannels(request, incoming, socket, head)
  if (channels === undefined) {
    gone.abort()
    refuseUpgrade(
      socket,
      failure(403, 'Forbidden', `no stream protocol in common: the client offers ${request.protocols.join(', ')}`),
    )
    return
  }
  channels.signal.addEventListener('abort', () => gone.abort())
  if (request.transport === 'websocket') await setTimeout(CLIENT_SETTLES_MS)
  early.connect(channels)
  const outcome = await running
  channels.finish(isStatus(outcome) ? wrapStatus(outcome) : exitStatus(outcome.exitCode))
}

/** The kubelet wraps the runtime's internal error in one of its own, and both say so. */
const wrapStatus = (status: Status): Status => ({ ...status, message: `Internal error occurred: ${status.message ?? ''}` })

async function openChannels(
  request: UpgradeRequest,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<ProcessChannels | undefined> {
  const ours: readonly string[] = request.transport === 'websocket' ? CHANNEL_PROTOCOLS : SPDY_CHANNEL_PROTOCOLS
  const protocol = ours.find((one) => request.protocols.includes(one))
  if (protocol === undefined) return undefined
  if (request.transport === 'websocket')
    return openWebSocketChannels(
      await acceptWebSocket({ request: incoming, offered: request.protocols }, socket, head, ours),
      request.channels,
    )
  acceptSpdy(socket, protocol)
  return openSpdyChannels(socket, head, request.channels)
}
