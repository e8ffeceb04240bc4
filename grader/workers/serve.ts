/** A worker's side of the pool: does what the main process sends, one job after the other. */
import { Worker } from 'node:worker_threads'
import type { Unfinished } from './pool.ts'

/** Said once, when jobs can be given. */
export const READY = 'ready'

export type WorkerMessage<Reply> = typeof READY | Reply | Unfinished

/** Nested too deeply for any program: the submission's own doing. */
const isStackExhausted = (error: unknown): boolean =>
  error instanceof RangeError && error.message === 'Maximum call stack size exceeded'

const unfinished = (error: unknown): Unfinished =>
  isStackExhausted(error)
    ? { kind: 'ended', code: 'submission-memory' }
    : { kind: 'threw', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }

/** Resolves when it is on its way: a job that begins before might never let it go. */
const say = (message: unknown): Promise<void> => new Promise((resolve) => process.send?.(message, () => resolve()))

/** Ends this process when its parent has ended without a word, whatever job it hangs in. */
const followParent = (): void => {
  const look = `setInterval(() => { if (process.ppid !== ${process.ppid}) process.kill(${process.pid}, 'SIGKILL') }, 1000)`
  new Worker(look, { eval: true, execArgv: [] }).unref()
}

/** What the main process sends first. */
export const receiveSetting = (): Promise<unknown> => new Promise((resolve) => process.once('message', resolve))

/**
 * Works until the main process lets go of it, or is gone. What it sends is of the pool's own making: jobs of the kind that the worker was
 * started for. A Ctrl-C is meant for the main process, which decides what becomes of its workers.
 */
export async function serve(work: (job: never) => Promise<unknown>): Promise<void> {
  process.on('SIGINT', () => undefined)
  followParent()
  // One after the other: the time that one takes is its own.
  let last = Promise.resolve()
  process.on('message', (job) => {
    last = last.then(async () => say(await work(job as never).catch(unfinished)))
  })
  await say(READY)
  if (process.connected) await new Promise((resolve) => process.once('disconnect', resolve))
  await last
}
