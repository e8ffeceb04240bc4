/** Programs of the machine's: kind, kubectl and the container runtime. */
import { execa } from 'execa'

export interface Command {
  readonly file: string
  readonly args: readonly string[]
  /** What it reads from its standard input; nothing where absent. */
  readonly input?: string
  /** Called for each line of standard error as it comes. */
  readonly onLine?: (line: string) => void
  /** Ends the program. */
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

export interface Ran {
  /** Undefined where there is no such program, or it was ended. */
  readonly code: number | undefined
  readonly out: string
  readonly err: string
  readonly missing: boolean
  readonly ended: boolean
}

/** Runs a program to its end; never fails by itself. */
export type Run = (command: Command) => Promise<Ran>

const END_MS = 5000
/** A terminal sends Ctrl-C to a program and to this one: which of them hears of it first is chance. */
const SIGNAL_MS = 200

const untilAborted = (signal: AbortSignal, atMostMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, atMostMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Programs get this environment and nothing else, so that kind finds the runtime that its user chose. */
export const runWith =
  (environment: Readonly<Record<string, string | undefined>>): Run =>
  async ({ file, args, input, onLine, signal, timeoutMs }) => {
    const running = execa(file, [...args], {
      reject: false,
      env: { ...environment },
      extendEnv: false,
      forceKillAfterDelay: END_MS,
      ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
      ...(signal === undefined ? {} : { cancelSignal: signal }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    })
    // Read beside the result: a program that cannot be started has no lines.
    const lines = (async () => {
      if (onLine === undefined) return
      for await (const line of running.iterable({ from: 'stderr' })) onLine(line)
    })().catch(() => undefined)
    const result = await running
    await lines
    if (signal !== undefined && result.failed && !signal.aborted) await untilAborted(signal, SIGNAL_MS)
    return {
      code: result.exitCode,
      out: result.stdout,
      err: result.stderr,
      missing: result.code === 'ENOENT',
      ended: result.isTerminated || result.isCanceled || result.timedOut,
    }
  }
