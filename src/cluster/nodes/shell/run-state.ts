/** How a script is run, and what it leaves behind for the next of its shell. */
import type { InMemoryFs } from 'just-bash'
import type { Statement } from './grammar.ts'
import type { Family } from './family.ts'
import type { OwnInput } from './input.ts'
import type { Interruption } from './interruption.ts'
import type { Parts } from './pipelines.ts'
import type { Signals } from './signals.ts'
import type { ShellStreams } from './streams.ts'

/** What a process of a pipe has of the shell that it is a copy of. */
export interface PartOfPipe {
  readonly statements: readonly Statement[]
  readonly functions: readonly Statement[]
  readonly parts: Parts
  readonly files: InMemoryFs | undefined
  /** The text that its lines are counted in, and how many of the shell's own stand before it. */
  readonly text: string
  readonly linesBefore: number
}

export interface RunState {
  readonly streams: ShellStreams
  readonly signal: AbortSignal
  /** What comes while it runs; undefined where nobody can send it anything. */
  readonly input?: OwnInput
  /** Ctrl-C at the terminal where it runs. */
  readonly interruption?: Interruption
  /** One program, started without a shell around it. */
  readonly isProgram: boolean
  /** The shell is bash, and complains as bash does. */
  readonly isBash?: boolean
  /** What it calls itself; undefined: as it was started. */
  readonly name?: string
  /** Of the lines that were read before, where somebody types, this text's first. */
  readonly firstLine?: number
  /** Somebody types one text after another. */
  readonly isSession?: boolean
  /** What a session keeps between its lines: variables, functions, and how the last one ended. */
  env: Readonly<Record<string, string>>
  functions?: string
  status?: number
  /** What `umask` has set. */
  mask?: number
  /** A process of a pipe: what it runs, beside the parts that its parent knows. */
  readonly part?: PartOfPipe
  /** Where a script has started this one. */
  readonly family?: Family
  /** Of the process, and what its traps are. */
  pid?: number
  signals?: Signals
}
