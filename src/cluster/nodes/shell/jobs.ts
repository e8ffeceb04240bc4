/** Processes that a shell has started beside itself. */
import type { ContainerInstance } from '../container-instance.ts'
import { parseDuration } from '../programs/idle.ts'
import { isBusybox } from '../userland.ts'
import { JOBS } from './background.ts'
import { done, fail, type Command } from './session.ts'
import { Status } from './status.ts'

export interface Job {
  readonly pid: number
  readonly text: string
  /** Resolves with its exit code. */
  readonly ended: Promise<number>
  isOver: boolean
  end(code: number): void
}

/** Numbers that a kernel gives in a container whose main process is 1. */
const FIRST_PID = 7

const lastPids = new WeakMap<ContainerInstance, number>()
const jobsOf = new WeakMap<ContainerInstance, Map<number, Job>>()

export const nextPid = (instance: ContainerInstance): number => {
  const pid = (lastPids.get(instance) ?? FIRST_PID - 1) + 1
  lastPids.set(instance, pid)
  return pid
}

/** Those of all shells of a container: any of them may end another's. */
const running = (instance: ContainerInstance): Map<number, Job> => {
  const known = jobsOf.get(instance) ?? new Map<number, Job>()
  jobsOf.set(instance, known)
  return known
}

/** `run` works until its signal is aborted, and resolves with an exit code. */
export function startJob(instance: ContainerInstance, text: string, run: (signal: AbortSignal) => Promise<number>): Job {
  const stop = new AbortController()
  const pid = nextPid(instance)
  let killed: number | undefined
  const job: Job = {
    pid,
    text,
    isOver: false,
    ended: run(stop.signal).then((code) => {
      job.isOver = true
      running(instance).delete(pid)
      return killed ?? code
    }),
    end: (code) => {
      killed ??= code
      stop.abort()
    },
  }
  running(instance).set(pid, job)
  return job
}

const SIGNALS: Readonly<Record<string, number>> = { HUP: 1, INT: 2, QUIT: 3, KILL: 9, USR1: 10, USR2: 12, TERM: 15, CONT: 18 }

const signalOf = (word: string): number | undefined =>
  /^\d+$/u.test(word) ? Number(word) : SIGNALS[word.toUpperCase().replace(/^SIG/u, '')]

const ofWord = (word: string, jobs: readonly Job[]): Job | undefined =>
  word.startsWith('%')
    ? /^%[%+]?$/u.test(word)
      ? jobs.at(-1)
      : jobs[Number(word.slice(1)) - 1]
    : jobs.find(({ pid }) => String(pid) === word)

const translateSignal = (word = ''): string => {
  const found = Object.entries(SIGNALS).find(([name, number]) => name === word || String(number) === word)
  if (found === undefined) return ''
  return `${word === found[0] ? found[1] : found[0]}\n`
}

interface Order {
  /** Undefined: its name is no signal's. */
  readonly signal: number | undefined
  readonly name: string
  readonly targets: readonly string[]
}

const readOrder = (args: readonly string[]): Order => {
  const [first = '', second = ''] = args
  if (first === '-s') return { signal: signalOf(second), name: second, targets: args.slice(2) }
  if (!/^-./u.test(first)) return { signal: SIGNALS['TERM'], name: 'TERM', targets: args }
  return { signal: signalOf(first.slice(1)), name: first.slice(1), targets: args.slice(1) }
}

/** False where there is no such process. */
const send = (instance: ContainerInstance, jobs: readonly Job[], target: string, signal: number): boolean => {
  if (target === '1') {
    if (signal !== 0) instance.receiveTermination()
    return true
  }
  const job = ofWord(target, jobs) ?? running(instance).get(Number(target))
  if (job === undefined || job.isOver) return false
  if (signal !== 0) job.end(128 + signal)
  return true
}

const kill =
  (jobs: readonly Job[]): Command =>
  (args, { instance }) => {
    if (args.length === 0) return fail('sh: you need to specify whom to kill\n', 2)
    if (args[0] === '-l') return done(translateSignal(args[1]))
    const { signal, name, targets } = readOrder(args)
    if (signal === undefined) return fail(`sh: bad signal name '${name}'\n`)
    const missing = targets.filter((target) => !send(instance, jobs, target, signal))
    if (missing.length === 0) return done('')
    return fail(missing.map((target) => `sh: can't kill pid ${target}: No such process\n`).join(''))
  }

const wait =
  (jobs: readonly Job[]): Command =>
  async (args, session) => {
    if (args.length === 0) {
      await session.waitUntil(Promise.all(jobs.map(({ ended }) => ended)))
      return done('')
    }
    let code = 0
    for (const word of args) {
      const job = ofWord(word, jobs)
      code = job === undefined ? Status.notFound : await session.waitUntil(job.ended)
    }
    return done('', code)
  }

const list =
  (jobs: readonly Job[]): Command =>
  () => {
    const open = jobs.map((job, index) => ({ job, number: index + 1 })).filter(({ job }) => !job.isOver)
    const mark = (index: number): string => (index === open.length - 1 ? '+' : index === open.length - 2 ? '-' : ' ')
    const lines = open.map(({ number }, index) => `[${number}]${mark(index)}  Running                    \n`)
    return done(lines.toReversed().join(''))
  }

/** timeout: 143 or 137 where it ended the program itself, as busybox has it; 124 elsewhere. */
export const timeout: Command = async (args, session, stdin) => {
  let words = [...args]
  let signal = 'TERM'
  while (words[0]?.startsWith('-') === true) {
    if (words[0] === '-s') signal = words[1] ?? signal
    words = words.slice(words[0] === '-s' || words[0] === '-k' ? 2 : 1)
  }
  const [limit = '', ...program] = words
  const limitMs = parseDuration(limit)
  if (program.length === 0 || typeof limitMs !== 'number') return fail(`timeout: invalid number '${limit}'\n`)
  const stop = new AbortController()
  const cancel = session.world.clock.after(limitMs, () => stop.abort())
  const result = await session.run(program, stdin, stop.signal)
  cancel()
  if (!stop.signal.aborted) return result
  const killed = 128 + (signalOf(signal) ?? 15)
  const code = isBusybox(session.instance.setup.image) || killed === Status.killed ? killed : 124
  return { ...result, stderr: '', exitCode: code }
}

/** Commands that know the jobs of one shell. */
export const jobCommands = (jobs: readonly Job[]): Readonly<Record<string, Command>> => ({
  kill: kill(jobs),
  jobs: list(jobs),
  [JOBS.wait]: wait(jobs),
})

/** The shell's `trap`: what stands behind it for its own end. Signals are accepted, and not acted upon. */
export const trap =
  (atExit: (text: string) => void): Command =>
  ([action = '', ...signals]) => {
    if (signals.some((signal) => signal === 'EXIT' || signal === '0')) atExit(action === '-' ? '' : action)
    return done('')
  }
