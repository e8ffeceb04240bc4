/** A program without a shell around it that takes what is typed, or sent to it, while it runs. */
import { incomingFrom, type Incoming } from '../connection.ts'
import { Status } from './status.ts'
import type { ShellStreams } from './streams.ts'
import { Terminal } from './terminal.ts'

interface Start {
  readonly signal: AbortSignal
  readonly stdin: string
  readonly input: Incoming
}

/** At a terminal it gets whole lines, and Ctrl-C ends it. Resolves with its exit code. */
export async function runLive(
  streams: ShellStreams,
  signal: AbortSignal,
  run: (start: Start) => Promise<{ readonly code: number }>,
): Promise<number> {
  const { stdin, tty } = streams
  if (!tty && stdin !== undefined) {
    const { code } = await run({ signal, stdin: '', input: incomingFrom(stdin) })
    return code
  }
  const interrupted = new AbortController()
  const typed = new Terminal(streams, () => []).run(() => interrupted.abort())
  const either = AbortSignal.any([signal, interrupted.signal])
  const { code } = await run({ signal: either, stdin: '', input: incomingFrom(typed) })
  return interrupted.signal.aborted ? Status.interrupted : code
}
