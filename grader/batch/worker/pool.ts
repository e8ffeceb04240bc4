/** Workers that grade side by side. One that takes too long or too much memory is ended, at the cost of its submission only. */
import { Worker } from 'node:worker_threads'
import { EFFORT, type Effort } from '../limits.ts'
import type { RefusalCode } from '../refusal.ts'
import type { GradeJob, WorkerMessage, WorkerSettings } from './job.ts'

export type GradeReply =
  | Exclude<WorkerMessage, { readonly kind: 'ready' }>
  | { readonly kind: 'ended'; readonly code: Extract<RefusalCode, 'submission-slow' | 'submission-memory'> }

export interface GradePool {
  /** Jobs wait for a free worker in the order in which they are given. */
  grade(job: GradeJob): Promise<GradeReply>
  close(): Promise<void>
}

export interface PoolOptions extends WorkerSettings {
  readonly jobs: number
  /** The worker's script, and what Node needs to run it. */
  readonly script: URL
  readonly execArgv?: readonly string[]
  readonly effort?: Effort
}

interface Waiting {
  readonly job: GradeJob
  readonly done: (reply: GradeReply) => void
}

/** One place of the pool: a worker, or after it died the next. */
interface Seat {
  worker: Worker | undefined
  isReady: boolean
  current: Waiting | undefined
  timer: NodeJS.Timeout | undefined
}

const EMPTY: Seat = { worker: undefined, isReady: false, current: undefined, timer: undefined }

const finish = (seat: Seat, reply: GradeReply): void => {
  clearTimeout(seat.timer)
  const waiting = seat.current
  seat.current = undefined
  waiting?.done(reply)
}

/** Starts the workers at once. */
export function createPool(options: PoolOptions): GradePool {
  const queue: Waiting[] = []
  const seats: Seat[] = []
  const { timeoutMs } = options.effort ?? EFFORT
  let isClosed = false

  const next = (seat: Seat): void => {
    if (!seat.isReady || seat.current !== undefined) return
    const waiting = queue.shift()
    if (waiting === undefined) return
    seat.current = waiting
    seat.timer = setTimeout(() => replace(seat, { kind: 'ended', code: 'submission-slow' }), timeoutMs)
    seat.worker?.postMessage(waiting.job)
  }
  const replace = (seat: Seat, reply: GradeReply): void => {
    const { worker } = seat
    worker?.removeAllListeners()
    // One that never got ready fails for our reasons, and would do so for ever.
    const isHopeless = !seat.isReady
    finish(seat, reply)
    void worker?.terminate()
    if (isHopeless) fail(reply)
    else if (!isClosed) seat.worker = start(seat)
  }
  const fail = (reply: GradeReply): void => {
    isClosed = true
    for (const waiting of queue.splice(0)) waiting.done(reply)
  }
  const start = (seat: Seat): Worker => {
    seat.isReady = false
    const worker = startWorker(options)
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'ready') seat.isReady = true
      else finish(seat, message)
      next(seat)
    })
    worker.on('error', (error) => replace(seat, replyTo(error)))
    worker.on('exit', (code) => replace(seat, { kind: 'threw', reason: `a worker ended with code ${code}` }))
    return worker
  }
  for (let index = 0; index < options.jobs; index++) seats.push({ ...EMPTY })
  for (const seat of seats) seat.worker = start(seat)
  return {
    grade: (job) =>
      new Promise((done) => {
        if (isClosed) {
          done({ kind: 'threw', reason: 'no worker could be started' })
          return
        }
        queue.push({ job, done })
        for (const seat of seats) next(seat)
      }),
    close: async () => {
      isClosed = true
      await Promise.all(seats.flatMap(({ worker }) => (worker === undefined ? [] : [endWorker(worker)])))
    },
  }
}

const startWorker = ({ language, version, script, execArgv, effort = EFFORT }: PoolOptions): Worker =>
  new Worker(script, {
    workerData: { language, version } satisfies WorkerSettings,
    resourceLimits: { maxOldGenerationSizeMb: effort.memoryMb },
    ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
  })

const replyTo = (error: Error): GradeReply =>
  'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? { kind: 'ended', code: 'submission-memory' }
    : { kind: 'threw', reason: error.stack ?? error.message }

const END_MS = 2000

/** Lets a worker end by itself, since it then keeps what V8 compiled for the next time; but not for long. */
const endWorker = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    worker.removeAllListeners()
    const timer = setTimeout(() => void worker.terminate(), END_MS)
    worker.on('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    worker.on('error', () => undefined)
    worker.postMessage(null)
  })
