/** What exec and attach need of a connection to kubectl, whichever protocol carries it. */
import type { TerminalSize } from '../../../src/cluster/contract.ts'
import type { Status } from '../../../src/kubernetes/status.ts'

export interface ProcessChannels {
  /** Present where kubectl said it has input. Ends when kubectl closes it. */
  readonly stdin?: AsyncIterable<Uint8Array>
  /** Of kubectl's terminal now; undefined before it has told it. */
  size?(): TerminalSize | undefined
  stdout(chunk: Uint8Array): void
  stderr(chunk: Uint8Array): void
  /** Says how the process ended and closes everything. */
  finish(status: Status): void
  /** Aborts when kubectl goes away. */
  readonly signal: AbortSignal
}

/** A client that has left so much unread is cut off: a process that prints without end must not fill the memory. */
export const MAX_UNREAD_BYTES = 16 * 1024 * 1024

/** Which streams kubectl asked for, from the query of the exec or attach request. */
export interface ChannelRequest {
  readonly stdin: boolean
  readonly stdout: boolean
  readonly stderr: boolean
  readonly tty: boolean
}

/** Bytes that arrive before somebody reads them, in order, ended once. */
export interface ByteQueue extends AsyncIterable<Uint8Array> {
  push(chunk: Uint8Array): void
  end(): void
}

export function createByteQueue(): ByteQueue {
  const chunks: Uint8Array[] = []
  let ended = false
  let wake: (() => void) | undefined
  const signal = (): void => {
    wake?.()
    wake = undefined
  }
  return {
    push: (chunk) => {
      if (ended) return
      chunks.push(chunk)
      signal()
    },
    end: () => {
      ended = true
      signal()
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        const chunk = chunks.shift()
        if (chunk !== undefined) yield chunk
        else if (ended) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}

/** The Status that ends a remote command. @see k8s.io/apimachinery remotecommand, protocol v4 */
export const exitStatus = (exitCode: number): Status =>
  exitCode === 0
    ? { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 200 }
    : {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        reason: 'NonZeroExitCode',
        message: `command terminated with non-zero exit code: exit status ${exitCode}`,
        details: { causes: [{ reason: 'ExitCode', message: String(exitCode) } as never] },
        code: 500,
      }

/** `{"Width":80,"Height":24}`, as kubectl tells its terminal's size; undefined where it is none. */
export function readTerminalSize(message: Uint8Array): TerminalSize | undefined {
  try {
    const told: unknown = JSON.parse(new TextDecoder().decode(message))
    if (typeof told !== 'object' || told === null || !('Width' in told) || !('Height' in told)) return undefined
    const { Width: columns, Height: rows } = told
    return isSize(columns) && isSize(rows) ? { columns, rows } : undefined
  } catch {
    return undefined
  }
}

const isSize = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536
