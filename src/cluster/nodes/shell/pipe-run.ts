/** Runs the processes of a pipe beside each other. */
import type { ExecResult } from 'just-bash'
import { toBytes } from '../http-text.ts'
import { OwnInput } from './input.ts'
import { Pipe } from './pipe.ts'
import type { Part } from './pipelines.ts'
import type { ShellStreams } from './streams.ts'

/** Of a process that writes where nobody reads. */
const BROKEN_PIPE = 141

export interface PipeWorld {
  /** Runs one part until it has ended; resolves with its exit code. */
  start(part: Part, input: OwnInput | undefined, streams: ShellStreams, signal: AbortSignal): Promise<number>
  /** Takes what the last part prints; false where that is to be handed back. */
  emit(bytes: string): boolean
  /** Where complaints go; undefined where they are to be handed back. */
  readonly complain: ((text: string) => void) | undefined
  /** Of who reads what the last part prints. */
  full(): Promise<void> | undefined
  readonly isPipefail: boolean
  /** The last part prints to a terminal. */
  readonly isTerminal: boolean
}

const lettersOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')

interface Kept {
  stdout: string
  stderr: string
}

const streamsOf = (part: Part, write: (bytes: string) => void, world: PipeWorld, kept: Kept): Omit<ShellStreams, 'tty'> => ({
  stdout: (text) => write(toBytes(text)),
  binary: (bytes) => write(lettersOf(bytes)),
  stderr: (text) => {
    if (part.isMerged) write(toBytes(text))
    else if (world.complain === undefined) kept.stderr += text
    else world.complain(text)
  },
})

/** The result of the last part, or of the last that fails where the shell wants that. */
export async function runPipe(parts: readonly Part[], first: OwnInput | undefined, world: PipeWorld): Promise<ExecResult> {
  const kept: Kept = { stdout: '', stderr: '' }
  const pipes = parts.slice(1).map(() => new Pipe())
  const print = (bytes: string): void => {
    if (!world.emit(bytes)) kept.stdout += bytes
  }
  const codes = await Promise.all(
    parts.map(async (part, index) => {
      const [before, behind] = [pipes[index - 1], pipes[index]]
      const stop = new AbortController()
      const write = (bytes: string): void => {
        if (behind === undefined) print(bytes)
        else if (!behind.write(bytes)) stop.abort()
      }
      const full = (): Promise<void> | undefined =>
        behind === undefined ? world.full() : behind.isFull ? behind.drained() : undefined
      const tty = behind === undefined && world.isTerminal
      const input = before === undefined ? first : new OwnInput(before)
      const code = await world.start(part, input, { ...streamsOf(part, write, world, kept), tty, full }, stop.signal)
      behind?.end()
      before?.close()
      return stop.signal.aborted ? BROKEN_PIPE : code
    }),
  )
  const failed = world.isPipefail ? codes.findLast((code) => code !== 0) : undefined
  const exitCode = failed ?? codes.at(-1) ?? 0
  return { ...kept, stdoutKind: 'bytes', exitCode, internalPipeStatusOverride: codes }
}
