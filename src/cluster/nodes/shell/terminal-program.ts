/** A program at a terminal without a shell around it. */
import { incomingFrom } from '../connection.ts'
import { OwnInput } from './input.ts'
import { Interruption } from './interruption.ts'
import type { RunState } from './run-state.ts'
import { Status } from './status.ts'
import type { ShellStreams } from './streams.ts'
import { Terminal } from './terminal.ts'

interface TerminalProgram {
  readonly streams: ShellStreams
  readonly signal: AbortSignal
  /** The first process of its container. */
  readonly isFirst: boolean
  readonly run: (start: Pick<RunState, 'signal' | 'input' | 'interruption'>) => Promise<{ readonly code: number }>
}

/** It gets whole lines, and Ctrl-C interrupts it. Resolves with its exit code. */
export async function runAtTerminal({ streams, signal, isFirst, run }: TerminalProgram): Promise<number> {
  const interruption = new Interruption({ isOfFirst: isFirst })
  const typed = new Terminal(streams, () => []).run(interruption.send)
  const either = AbortSignal.any([signal, interruption.signal])
  const { code } = await run({ signal: either, input: new OwnInput(incomingFrom(typed)), interruption })
  return interruption.hasEnded() ? Status.interrupted : code
}
