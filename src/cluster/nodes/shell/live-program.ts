/** A program without a shell around it that takes what is typed, or sent to it, while it runs. */
import { incomingFrom } from '../connection.ts'
import { grammarOf } from './grammar.ts'
import { takesInputLive } from './input.ts'
import { Interruption } from './interruption.ts'
import { loadShell } from './load-shell.ts'
import type { RunState } from './run-state.ts'
import { Status } from './status.ts'
import type { ShellStreams } from './streams.ts'
import { Terminal } from './terminal.ts'
import { readTyped } from './typed-input.ts'

interface LiveProgram {
  readonly script: string
  readonly streams: ShellStreams
  readonly signal: AbortSignal
  /** The first process of its container. */
  readonly isFirst: boolean
  readonly run: (start: Pick<RunState, 'signal' | 'stdin' | 'input' | 'interruption'>) => Promise<{ readonly code: number }>
}

/** At a terminal it gets whole lines, and Ctrl-C interrupts it. Resolves with its exit code. */
export async function runLive({ script, streams, signal, isFirst, run }: LiveProgram): Promise<number> {
  const { stdin, tty } = streams
  if (!tty && stdin !== undefined) {
    const { code } = await run({ signal, stdin: '', input: incomingFrom(stdin) })
    return code
  }
  const interruption = new Interruption({ isOfFirst: isFirst })
  const typed = new Terminal(streams, () => []).run(interruption.send)
  const either = AbortSignal.any([signal, interruption.signal])
  const shell = takesInputLive(script) ? undefined : await loadShell()
  const grammar = shell === undefined ? undefined : grammarOf(() => new shell.Bash())
  const read = await readTyped(script, grammar, typed, either)
  if (interruption.hasEnded()) return Status.interrupted
  const { code } = await run({ signal: either, stdin: read, input: incomingFrom(typed), interruption })
  return interruption.hasEnded() ? Status.interrupted : code
}
