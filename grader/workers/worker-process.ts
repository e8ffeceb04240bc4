/** A worker as the program that has it sees it: a process, whose end for want of memory or by a crash is its own. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { V8_FLAGS } from './tune.ts'

/** `memory`: it took more than it may, or than the machine has. */
export type Ended = { readonly kind: 'memory' } | { readonly kind: 'crash'; readonly reason: string }

export interface WorkerProcess {
  send(job: unknown): void
  /** At once; nothing is heard of it afterwards. */
  kill(): void
  /** When it has done what it does now; nothing is heard of it afterwards. */
  close(): void
  readonly hasEnded: Promise<void>
}

/** Never both: once `end` was called, or the worker was killed, there is no message. Messages that it sent before its end come before it. */
export interface Listener<Message> {
  message(message: Message): void
  end(ended: Ended): void
}

export interface WorkerOptions {
  /** What it is started with: its first message. */
  readonly setting: unknown
  readonly memoryMb: number
}

/** What grading makes is soon garbage: with twice Node's own room less of it is copied before it is. */
const YOUNG_MB = 96

/** Spaces that young things have: one and a half are in use while they are collected. */
const SEMI_SPACES = 3

const flagsFor = (memoryMb: number): string[] => [
  ...V8_FLAGS,
  `--max-old-space-size=${memoryMb}`,
  `--max-semi-space-size=${Math.max(1, Math.floor(Math.min(YOUNG_MB, memoryMb / 4) / SEMI_SPACES))}`,
]

/** Of what it says on standard error, the end. */
const KEPT_LETTERS = 4000

/** V8 aborts a process that has no memory left, and Linux kills it where the machine has none. */
const MEMORY_SIGNALS: readonly (NodeJS.Signals | null)[] = ['SIGABRT', 'SIGKILL']

interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

const endedOf = ({ code, signal }: Exit, said: string): Ended =>
  MEMORY_SIGNALS.includes(signal) || /heap out of memory/iu.test(said)
    ? { kind: 'memory' }
    : { kind: 'crash', reason: said.trim() === '' ? `a worker ended with ${signal ?? `code ${code ?? '?'}`}` : said.trim() }

/** Starts `script`, a module that speaks by {@link serve}. */
export function startWorker<Message>(
  script: URL,
  { setting, memoryMb }: WorkerOptions,
  listener: Listener<Message>,
): WorkerProcess {
  const child = fork(script, {
    execArgv: flagsFor(memoryMb),
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let isHeard = true
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-KEPT_LETTERS)))
  child.on('message', (message) => {
    if (isHeard) listener.message(message as Message)
  })
  const end = (ended: Ended): void => {
    if (isHeard) listener.end(ended)
    isHeard = false
  }
  const hasEnded = exitOf(child).then((exit) =>
    end('failed' in exit ? { kind: 'crash', reason: exit.failed } : endedOf(exit, said)),
  )
  const send = (message: unknown): void => {
    // One that has ended by itself is told of by its exit.
    if (child.connected) child.send(message as object, () => undefined)
  }
  send(setting)
  return {
    send,
    hasEnded,
    kill: () => {
      isHeard = false
      child.kill('SIGKILL')
    },
    close: () => {
      isHeard = false
      if (child.connected) child.disconnect()
    },
  }
}

/**
 * When all was read that it has written, and all its messages. (`close` does not come where this process has let go of it.) `failed`: why
 * it could not be started.
 */
const exitOf = async (child: ChildProcess): Promise<Exit | { readonly failed: string }> => {
  const isSilent = child.stderr === null ? undefined : once(child.stderr, 'close')
  const isRead = new Promise((resolve) => child.once('disconnect', resolve))
  const exit = await new Promise<Exit | { readonly failed: string }>((resolve) => {
    child.once('error', ({ message }) => resolve({ failed: message }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  if ('failed' in exit) return exit
  await isSilent
  if (child.connected) await isRead
  return exit
}

const END_MS = 2000

/** Lets a worker end by itself, since it then keeps what V8 compiled for the next time; but not for long. */
export const endWorker = async (worker: WorkerProcess): Promise<void> => {
  worker.close()
  const timer = setTimeout(() => worker.kill(), END_MS)
  await worker.hasEnded
  clearTimeout(timer)
}
