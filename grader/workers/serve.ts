/** A worker's side of the pool: does what the main thread sends, one job after the other. */
import type { MessagePort } from 'node:worker_threads'
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

/** Works until the main thread sends null. What it sends is of the pool's own making: jobs of the kind that the worker was started for. */
export function serve(port: MessagePort, work: (job: never) => Promise<unknown>): Promise<void> {
  const say = (message: unknown): void => port.postMessage(message)
  // One after the other: the time that one takes is its own.
  let last = Promise.resolve()
  return new Promise((resolve) => {
    port.on('message', (job: unknown) => {
      if (job === null) {
        port.close()
        resolve()
      } else last = last.then(async () => say(await work(job as never).catch(unfinished)))
    })
    say(READY)
  })
}
