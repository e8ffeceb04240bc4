/** Processes that a shell has started beside itself. */
import type { ContainerInstance } from '../container-instance.ts'
import { parseDuration } from '../programs/idle.ts'
import { isBusybox } from '../userland.ts'
import { JOBS } from './background.ts'
import type { Dialect } from './dialect/dialect.ts'
import { inWordsOfLauncher } from './launchers.ts'
import { done, fail, type Command, type CommandResult } from './session.ts'
import { signalOf, translateSignal } from './signals.ts'
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

const ofWord = (word: string, jobs: readonly Job[]): Job | undefined =>
  word.startsWith('%')
    ? /^%[%+]?$/u.test(word)
      ? jobs.at(-1)
      : jobs[Number(word.slice(1)) - 1]
    : jobs.find(({ pid }) => String(pid) === word)

interface Order {
  /** Undefined: its name is no signal's. */
  readonly signal: number | undefined
  readonly name: string
  readonly targets: readonly string[]
}

const readOrder = (args: readonly string[]): Order => {
  const [first = '', second = ''] = args
  if (first === '-s') return { signal: signalOf(second), name: second, targets: args.slice(2) }
  if (!/^-./u.test(first)) return { signal: signalOf('TERM'), name: 'TERM', targets: args }
  return { signal: signalOf(first.slice(1)), name: first.slice(1), targets: args.slice(1) }
}

/** The shell that runs a command, as `kill` sees it. */
export interface OwnShell {
  readonly jobs: readonly Job[]
  readonly pid: number
  readonly dialect: Dialect
  /** It gets the signal behind this command. */
  readonly signal: (signal: number) => void
  /** Resolves when the next signal that it traps comes from outside, with its number. */
  readonly trapped: () => Promise<number>
}

/** False where there is no such process. */
const send = (
  instance: ContainerInstance,
  { jobs, pid, signal: toSelf }: OwnShell,
  target: string,
  signal: number,
): boolean => {
  if (target === String(pid)) {
    toSelf(signal)
    return true
  }
  if (target === '1') {
    if (signal !== 0) instance.receiveSignal(signal)
    return true
  }
  const job = ofWord(target, jobs) ?? running(instance).get(Number(target))
  if (job === undefined || job.isOver) return false
  if (signal !== 0) job.end(128 + signal)
  return true
}

const nobody = (target: string): string => {
  if (target.startsWith('%')) return `bash: kill: ${target}: no such job\n`
  if (!/^-?\d+$/u.test(target)) return `bash: kill: ${target}: arguments must be process or job IDs\n`
  return `bash: kill: (${target}) - No such process\n`
}

/** dash tells what cannot be meant from who is not there; busybox's ash does so for jobs alone. */
const codeOfMissing = (target: string, dialect: Dialect): number => {
  const isJob = target.startsWith('%')
  if (dialect === 'bash') return 1
  return isJob || (dialect === 'dash' && !/^-?\d+$/u.test(target)) ? 2 : 1
}

const kill =
  (shell: OwnShell): Command =>
  (args, { instance }) => {
    if (args.length === 0) return fail('bash: kill: whom\n', shell.dialect === 'busybox' ? 1 : 2)
    if (args[0] === '-l') return done(translateSignal(args[1]))
    const { signal, name, targets } = readOrder(args)
    if (signal === undefined)
      return fail(`bash: kill: ${name}: invalid signal specification\n`, shell.dialect === 'dash' ? 2 : 1)
    const missing = targets.filter((target) => !send(instance, shell, target, signal))
    const [first] = missing
    if (first === undefined) return done('')
    return fail(missing.map(nobody).join(''), codeOfMissing(first, shell.dialect))
  }

/** Whom `wait` does not know: bash says of each who that is. */
const stranger = (word: string, dialect: Dialect): CommandResult => {
  const isBash = dialect === 'bash'
  if (word.startsWith('%')) return fail(`bash: wait: ${word}: no such job\n`, isBash ? Status.notFound : 2)
  if (/^\d+$/u.test(word)) return fail(`bash: wait: pid ${word} is not a child of this shell\n`, Status.notFound)
  return fail(`bash: wait: \`${word}': not a pid or valid job spec\n`, isBash ? 1 : 2)
}

const wait =
  ({ jobs, trapped, dialect }: OwnShell): Command =>
  async (args, session) => {
    const signal = trapped().then((number) => 128 + number)
    if (args.length === 0) {
      const all = Promise.all(jobs.map(({ ended }) => ended)).then(() => 0)
      return done('', await session.waitUntil(Promise.race([all, signal])))
    }
    let code = 0
    for (const word of args) {
      const job = ofWord(word, jobs)
      if (job === undefined) return stranger(word, dialect)
      code = await session.waitUntil(Promise.race([job.ended, signal]))
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

/** Scripts do not have it: only who sits at a terminal has. */
const control =
  (name: string, { dialect }: OwnShell): Command =>
  () =>
    fail(`bash: ${name}: no job control\n`, dialect === 'bash' ? 1 : 2)

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
  if (!stop.signal.aborted) return inWordsOfLauncher('timeout', program[0] ?? '', session.instance.setup.image, result)
  const killed = 128 + (signalOf(signal) ?? 15)
  const code = isBusybox(session.instance.setup.image) || killed === Status.killed ? killed : 124
  return { ...result, stderr: '', exitCode: code }
}

/** Commands that know the jobs of one shell. */
export const jobCommands = (shell: OwnShell): Readonly<Record<string, Command>> => ({
  kill: kill(shell),
  jobs: list(shell.jobs),
  fg: control('fg', shell),
  bg: control('bg', shell),
  [JOBS.wait]: wait(shell),
})
