/** What the commands of a container's shell work with. */
import type { ConnectOutcome, Snapshot, Source } from '../../../network/model.ts'
import type { TerminalSize } from '../../contract.ts'
import type { Clock } from '../../environment.ts'
import type { Asking } from '../asked-names.ts'
import type { ContainerInstance } from '../container-instance.ts'
import type { Connection, Incoming } from '../connection.ts'
import type { Answer, Sent, SentRequest } from '../conversation.ts'
import type { EndpointChooser } from '../../session-affinity.ts'
import type { Pacer } from './pace.ts'

export interface ShellWorld extends EndpointChooser {
  readonly clock: Clock
  readonly pacer: Pacer
  /** The cluster now: a shell's network is the model on it. */
  snapshot(): Snapshot
  /** What becomes of a request. Of several endpoints `chance` chooses. */
  send(question: SentRequest, chance: number): Promise<Sent | undefined>
  /** Bytes over a connection that the model has made: what the process at its end answers. */
  converse(outcome: Pick<ConnectOutcome, 'walk'>, data: string): Promise<Answer>
  /** The same connection for as long as both sides go on; undefined where its process takes no client. */
  open(outcome: Pick<ConnectOutcome, 'walk'>): Connection | undefined
  /** Lets the DNS server write down what it was asked by a program that does nothing else with the answer. */
  noteAsked(asking: Asking): void
}

/** A piece of what a program prints. */
export interface Piece {
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

export interface CommandResult {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  /** The same in the order in which it was printed, where that matters to who sees both streams as one. */
  readonly pieces?: readonly Piece[]
}

/** Where a command runs, and how it waits. */
export interface Session {
  readonly world: ShellWorld
  readonly instance: ContainerInstance
  readonly source: Source
  readonly signal: AbortSignal
  readonly isTerminal: boolean
  /** What is typed or sent while the command runs; undefined where its input is a text that is there when it starts. */
  readonly input: Incoming | undefined
  /** Of who looks on; undefined where that is not known. */
  terminalSize(): TerminalSize | undefined
  /** Waits on the cluster's clock; rejects where the process is stopped. */
  wait(milliseconds: number): Promise<void>
  /** Waits for something that others do; rejects where the process is stopped. */
  waitUntil<T>(promise: Promise<T>): Promise<T>
  /** Prints before the command has ended; false where its output goes elsewhere than to the terminal or log. */
  emit(text: string, stream?: 'stdout' | 'stderr'): boolean
  /** Writes a file where the script's next command finds it; a path without a slash is in the working folder. */
  save(path: string, content: string): void
  /** What stands in a file that the command sees; undefined where there is none. */
  read(path: string): Promise<string | undefined>
  /** A path as the command sees it, in full. */
  pathOf(path: string): string
  /** Runs a command line with bytes as its input; resolves with what it prints. */
  execute(line: string, stdin: string): Promise<string>
  /** Runs a program as this one's child, until it ends or `signal` is aborted. */
  run(argv: readonly string[], stdin: string, signal: AbortSignal): Promise<CommandResult>
  /** What the program does when it is interrupted by Ctrl-C, in place of being ended by it. What is returned takes that back. */
  onInterrupt(act: () => void): () => void
  /** Waits until the process is stopped. */
  waitForever(): Promise<never>
  /** Brings what the script has written so far into the container's files, for servers that read them. */
  flush(): Promise<void>
}

export type Command = (args: readonly string[], session: Session, stdin: string) => Promise<CommandResult> | CommandResult

export const done = (stdout: string, exitCode = 0): CommandResult => ({ stdout, stderr: '', exitCode })
export const inPieces = (pieces: readonly Piece[], exitCode: number): CommandResult => {
  const of = (stream: Piece['stream']): string => pieces.map((piece) => (piece.stream === stream ? piece.text : '')).join('')
  return { stdout: of('stdout'), stderr: of('stderr'), exitCode, pieces }
}
export const fail = (stderr: string, exitCode = 1): CommandResult => ({ stdout: '', stderr, exitCode })

/** Prints what a command says in its order where it can be printed at once; the result has what is left. `isJoined`: as one stream. */
export const printPieces = (result: CommandResult, { emit }: Pick<Session, 'emit'>, isJoined: boolean): CommandResult => {
  const { pieces, exitCode } = result
  if (pieces === undefined) return result
  if (isJoined) return done(pieces.map(({ text }) => text).join(''), exitCode)
  return inPieces(
    pieces.filter(({ text, stream }) => text !== '' && !emit(text, stream)),
    exitCode,
  )
}

/** The process was stopped while it waited. */
export class Stopped extends Error {}

/** Rejects where the process is stopped first. Leaves nothing behind at the signal, which may live for days. */
export const unlessStopped = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(new Stopped())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })

const turns = new WeakMap<ContainerInstance, number>()

/** The chance by which this connection of a container gets its endpoint: one after another, they are spread evenly. */
export const nextChance = (instance: ContainerInstance): number => {
  const turn = (turns.get(instance) ?? 0) + 1
  turns.set(instance, turn)
  return (turn * 0.618_033_988_75) % 1
}
