/** Workers that grade side by side. One that takes too long or too much memory is ended, at the cost of its submission only. */
import { EFFORT, type Effort } from './effort.ts'
import { READY, type WorkerMessage } from './serve.ts'
import { endWorker, startWorker, type Ended, type WorkerProcess } from './worker-process.ts'

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
  /** The worker's script. */
  readonly script: URL
  /** What each worker is started with. */
  readonly setting: unknown
  readonly effort?: Effort
}

interface Waiting<Job, Reply> {
  readonly job: Job
  readonly done: (reply: Reply | Unfinished) => void
}

/** One place of the pool: a worker, or after it died the next. */
interface Seat<Job, Reply> {
  worker: WorkerProcess | undefined
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
  seat.worker?.send(waiting.job)
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
  worker?.kill()
  if (isHopeless) giveUp(pool, reply)
  else if (!pool.isClosed) start(pool, seat)
  giveAll(pool)
}

const giveUp = <Job, Reply>(pool: Pool<Job, Reply>, reply: Unfinished): void => {
  pool.isClosed = true
  for (const waiting of pool.queue.splice(0)) waiting.done(reply)
}

const start = <Job, Reply>(pool: Pool<Job, Reply>, seat: Seat<Job, Reply>): void => {
  const { script, setting, effort = EFFORT } = pool.options
  seat.worker = startWorker(
    script,
    { setting, memoryMb: effort.memoryMb },
    {
      message: (message: WorkerMessage<Reply>) => {
        if (message === READY) seat.isReady = true
        else {
          seat.given.shift()?.done(message)
          watchFirst(pool, seat)
        }
        giveAll(pool)
      },
      end: (ended) => replace(pool, seat, replyTo(ended)),
    },
  )
}

const replyTo = (ended: Ended): Unfinished =>
  ended.kind === 'memory' ? { kind: 'ended', code: 'submission-memory' } : { kind: 'threw', reason: ended.reason }

/** Starts the workers at once. */
export function createPool<Job, Reply>(options: PoolOptions): WorkerPool<Job, Reply> {
  const seats = Array.from({ length: options.jobs }, (): Seat<Job, Reply> => ({
    worker: undefined,
    isReady: false,
    given: [],
    timer: undefined,
  }))
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
