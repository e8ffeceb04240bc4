/** Workers that grade side by side. One that takes too long or too much memory is ended, at the cost of its submission only. */
import { Worker } from 'node:worker_threads'
import { EFFORT, type Effort } from './effort.ts'
import { READY, type WorkerMessage } from './serve.ts'
import { tuneForClasses } from './tune.ts'

/** What became of a job that has no reply. `threw`: our own mistake. */
export type Unfinished =
  | { readonly kind: 'ended'; readonly code: 'submission-slow' | 'submission-memory' }
  | { readonly kind: 'threw'; readonly reason: string }

export interface WorkerPool<Job, Reply> {
  /** Jobs wait for a free worker in the order in which they are given. */
  grade(job: Job): Promise<Reply | Unfinished>
  close(): Promise<void>
}

export interface PoolOptions {
  readonly jobs: number
  /** The worker's script, and what Node needs to run it. */
  readonly script: URL
  readonly execArgv?: readonly string[]
  /** What each worker is started with. */
  readonly workerData: unknown
  readonly effort?: Effort
}

interface Waiting<Job, Reply> {
  readonly job: Job
  readonly done: (reply: Reply | Unfinished) => void
}

/** One place of the pool: a worker, or after it died the next. */
interface Seat<Job, Reply> {
  worker: Worker | undefined
  isReady: boolean
  /** What the worker was given, in order: it grades the first, and the next waits there, so that it need not ask for it. */
  readonly given: Waiting<Job, Reply>[]
  timer: NodeJS.Timeout | undefined
}

/** Submissions that a worker has at a time. */
const GIVEN = 2

interface Pool<Job, Reply> {
  readonly options: PoolOptions
  readonly queue: Waiting<Job, Reply>[]
  readonly seats: readonly Seat<Job, Reply>[]
  isClosed: boolean
}

/** The time of a submission begins when the one before it is done. */
const watchFirst = <Job, Reply>(pool: Pool<Job, Reply>, seat: Seat<Job, Reply>): void => {
  clearTimeout(seat.timer)
  const { timeoutMs } = pool.options.effort ?? EFFORT
  if (seat.given.length > 0)
    seat.timer = setTimeout(() => replace(pool, seat, { kind: 'ended', code: 'submission-slow' }), timeoutMs)
}

/** Everybody has something to do before anybody has more. */
const giveAll = <Job, Reply>(pool: Pool<Job, Reply>): void => {
  for (let count = 0; count < GIVEN; count++)
    for (const seat of pool.seats) if (seat.isReady && seat.given.length === count) give(pool, seat)
}

const give = <Job, Reply>(pool: Pool<Job, Reply>, seat: Seat<Job, Reply>): void => {
  const waiting = pool.queue.shift()
  if (waiting === undefined) return
  seat.given.push(waiting)
  if (seat.given.length === 1) watchFirst(pool, seat)
  seat.worker?.postMessage(waiting.job)
}

const replace = <Job, Reply>(pool: Pool<Job, Reply>, seat: Seat<Job, Reply>, reply: Unfinished): void => {
  const { worker } = seat
  seat.worker = undefined
  // One that never got ready fails for our reasons, and would do so for ever.
  const isHopeless = !seat.isReady
  seat.isReady = false
  clearTimeout(seat.timer)
  const [first, ...others] = seat.given.splice(0)
  pool.queue.unshift(...others)
  first?.done(reply)
  if (worker !== undefined) void ignore(worker).terminate()
  if (isHopeless) giveUp(pool, reply)
  else if (!pool.isClosed) start(pool, seat)
  giveAll(pool)
}

const giveUp = <Job, Reply>(pool: Pool<Job, Reply>, reply: Unfinished): void => {
  pool.isClosed = true
  for (const waiting of pool.queue.splice(0)) waiting.done(reply)
}

const start = <Job, Reply>(pool: Pool<Job, Reply>, seat: Seat<Job, Reply>): void => {
  const worker = startWorker(pool.options)
  seat.worker = worker
  worker.on('message', (message: WorkerMessage<Reply>) => {
    if (message === READY) seat.isReady = true
    else {
      seat.given.shift()?.done(message)
      watchFirst(pool, seat)
    }
    giveAll(pool)
  })
  worker.on('error', (error) => replace(pool, seat, replyTo(error)))
  worker.on('exit', (code) => replace(pool, seat, { kind: 'threw', reason: `a worker ended with code ${code}` }))
}

/** Starts the workers at once. */
export function createPool<Job, Reply>(options: PoolOptions): WorkerPool<Job, Reply> {
  const seats = Array.from({ length: options.jobs }, (): Seat<Job, Reply> => ({
    worker: undefined,
    isReady: false,
    given: [],
    timer: undefined,
  }))
  tuneForClasses()
  const pool: Pool<Job, Reply> = { options, queue: [], seats, isClosed: false }
  for (const seat of seats) start(pool, seat)
  return {
    grade: (job) =>
      new Promise((done) => {
        if (pool.isClosed) {
          done({ kind: 'threw', reason: 'no worker could be started' })
          return
        }
        pool.queue.push({ job, done })
        giveAll(pool)
      }),
    close: async () => {
      pool.isClosed = true
      await Promise.all(seats.flatMap(({ worker }) => (worker === undefined ? [] : [endWorker(worker)])))
    },
  }
}

/** What grading makes is soon garbage: with twice Node's own room less of it is copied before it is. */
const YOUNG_MB = 96

/** Where there is little memory, young things must not outgrow the rest: kept all at once, they would end the process and not the worker. */
const youngMbOf = ({ memoryMb }: Effort): number => Math.min(YOUNG_MB, memoryMb / 4)

const startWorker = ({ workerData, script, execArgv, effort = EFFORT }: PoolOptions): Worker =>
  new Worker(script, {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: effort.memoryMb, maxYoungGenerationSizeMb: youngMbOf(effort) },
    ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
  })

const replyTo = (error: Error): Unfinished =>
  'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? { kind: 'ended', code: 'submission-memory' }
    : { kind: 'threw', reason: error.stack ?? error.message }

const END_MS = 2000

/** Lets a worker end by itself, since it then keeps what V8 compiled for the next time; but not for long. */
const endWorker = (worker: Worker): Promise<void> =>
  new Promise((resolve) => {
    ignore(worker)
    // The promise of terminate() holds also for one that has ended by then; its event does not come again.
    const timer = setTimeout(() => void worker.terminate().then(() => resolve()), END_MS)
    worker.on('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    worker.postMessage(null)
  })

/** Nobody waits for what a worker has still to say, and its last error must not end the program. */
const ignore = (worker: Worker): Worker => worker.removeAllListeners().on('error', () => undefined)
