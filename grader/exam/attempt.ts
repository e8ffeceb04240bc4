/** An attempt at an exam on the learner's machine: a folder that survives crashes, and whose log cannot be changed unnoticed. */
import { createHash } from 'node:crypto'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ExamEnvironment } from '../../src/course/exam/exam.ts'
import { nextEvent, parseEvent, rootOf, type EventKind, type ExamEvent } from '../../src/course/exam/event-log.ts'
import { windowOf, type ExamPaper } from '../../src/course/exam/paper.ts'
import { allowedMs, remainingMs } from '../../src/course/exam/time.ts'
import type { Answers } from '../../src/course/questions/result.ts'
import type { JsonObject } from '../../src/kubernetes/json.ts'
import { Problem } from '../terminal/problem.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { ensurePrivateDirectory, readIfPresent, writePrivateFile } from '../daemon/private-files.ts'
import { activeFile, clusterOf, examsFolder } from './active.ts'
import { readClock } from './clock.ts'
import { environmentOf } from './environment.ts'
import { makeKey } from './sign.ts'
import { touchedBetween } from './touched.ts'

export interface Attempt {
  readonly paper: ExamPaper
  readonly folder: string
  /** Of the attempt's own cluster. */
  readonly cluster: StatePaths
  readonly environment: ExamEnvironment
}

const fileOf = ({ folder }: Pick<Attempt, 'folder'>, name: string): string => join(folder, name)

/** Folders are named by a hash: learners' names may hold anything. */
const folderFor = (home: string, { exam, learner }: ExamPaper): string => {
  const name = createHash('sha256')
    .update(JSON.stringify([exam.id, exam.version, learner.id]))
    .digest('hex')
    .slice(0, 16)
  return join(examsFolder(home), name)
}

/** Attempts of earlier versions say nothing of it. */
const readEnvironment = async (folder: string): Promise<ExamEnvironment> =>
  (await readIfPresent(join(folder, 'environment'))) === 'kind' ? 'kind' : 'embedded'

const attemptIn = async (folder: string, paper: ExamPaper): Promise<Attempt> => ({
  paper,
  folder,
  cluster: clusterOf(folder),
  environment: await readEnvironment(folder),
})

/** The attempt that runs; undefined where none does. */
export async function findAttempt({ home }: Pick<StatePaths, 'home'>): Promise<Attempt | undefined> {
  const name = (await readIfPresent(activeFile(home)))?.trim()
  if (name === undefined || name === '') return undefined
  const folder = join(examsFolder(home), name)
  const text = await readIfPresent(join(folder, 'paper.json'))
  if (text === undefined) return undefined
  return attemptIn(folder, JSON.parse(text) as ExamPaper)
}

export async function requireAttempt(paths: Pick<StatePaths, 'home'>): Promise<Attempt> {
  const attempt = await findAttempt(paths)
  if (attempt === undefined) throw new Problem('no-exam')
  return attempt
}

/** Makes the folder of an attempt, or finds the one that was begun with the same paper, in whichever environment. */
export async function createAttempt(
  { home }: Pick<StatePaths, 'home'>,
  paper: ExamPaper,
  environment: ExamEnvironment = 'embedded',
): Promise<Attempt> {
  const folder = folderFor(home, paper)
  await ensurePrivateDirectory(examsFolder(home))
  await ensurePrivateDirectory(folder)
  await ensurePrivateDirectory(join(folder, 'states'))
  if ((await readIfPresent(join(folder, 'key.pem'))) === undefined) await writePrivateFile(join(folder, 'key.pem'), makeKey())
  if ((await readIfPresent(join(folder, 'paper.json'))) === undefined)
    await writePrivateFile(join(folder, 'paper.json'), JSON.stringify(paper))
  if ((await readIfPresent(join(folder, 'environment'))) === undefined)
    await writePrivateFile(join(folder, 'environment'), environment)
  await writePrivateFile(activeFile(home), folder.slice(examsFolder(home).length + 1))
  return attemptIn(folder, paper)
}

/** From now on the machine is an ordinary one again; the folder stays. */
export const leaveAttempt = ({ home }: Pick<StatePaths, 'home'>): Promise<void> => rm(activeFile(home), { force: true })

/** The log; a last line that a crash cut off is left out. Fails with `exam-log-broken` for any other line that is no event. */
export async function readEvents(attempt: Attempt): Promise<readonly ExamEvent[]> {
  const path = fileOf(attempt, 'events.jsonl')
  const text = (await readIfPresent(path)) ?? ''
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const event = parseEvent(line)
      if (event === undefined) throw new Problem('exam-log-broken', { path: `${path}:${index + 1}` })
      return event
    })
}

const rootOfAttempt = ({ paper }: Attempt): string =>
  rootOf({ exam: paper.exam.id, learner: paper.learner.id, variant: paper.variant })

/** Runs alone among the processes that write to the attempt. */
export async function withLock<Value>(attempt: Attempt, run: () => Promise<Value>): Promise<Value> {
  const { default: lockfile } = await import('proper-lockfile')
  const release = await lockfile.lock(attempt.folder, {
    stale: 5000,
    update: 1000,
    retries: { retries: 200, minTimeout: 20, maxTimeout: 60, factor: 1 },
  })
  try {
    return await run()
  } finally {
    await release().catch(() => undefined)
  }
}

/** Writes one event to the end of the log and waits until it is on disk. Only within {@link withLock}. */
async function append(attempt: Attempt, kind: EventKind, detail: JsonObject): Promise<ExamEvent> {
  const events = await readEvents(attempt)
  const last = events.at(-1)
  const event = nextEvent(last?.hash ?? rootOfAttempt(attempt), events.length, { at: readClock(), kind, detail })
  const file = await open(fileOf(attempt, 'events.jsonl'), 'a', 0o600)
  try {
    // What a crash left of a line ends here, so that it does not spoil the next one.
    const kept = events.map((known) => `${JSON.stringify(known)}\n`).join('')
    await file.truncate(Buffer.byteLength(kept))
    await file.appendFile(`${JSON.stringify(event)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  return event
}

export const record = (attempt: Attempt, kind: EventKind, detail: JsonObject = {}): Promise<ExamEvent> =>
  withLock(attempt, () => append(attempt, kind, detail))

/** Milliseconds that are left; what was decided at the end of the time stays decided. */
export function leftMs({ paper }: Pick<Attempt, 'paper'>, events: readonly ExamEvent[]): number {
  if (events.some(({ kind }) => kind === 'end')) return 0
  const { closes } = windowOf(paper.exam, paper.learner)
  return remainingMs([...events.map(({ at }) => at), readClock()], {
    allowedMs: allowedMs(paper.exam.minutes, paper.learner.multiplier),
    ...(closes === undefined ? {} : { closesMs: Date.parse(closes) }),
  })
}

export async function readAnswers(attempt: Attempt): Promise<Answers> {
  const text = await readIfPresent(fileOf(attempt, 'answers.json'))
  return text === undefined ? {} : (JSON.parse(text) as Answers)
}

/** Keeps an answer to a question. */
export const saveAnswer = (attempt: Attempt, item: string, answer: readonly string[]): Promise<ExamEvent> =>
  withLock(attempt, async () => {
    await writePrivateFile(fileOf(attempt, 'answers.json'), JSON.stringify({ ...(await readAnswers(attempt)), [item]: answer }))
    return append(attempt, 'answer', { item, answer })
  })

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What changes by itself in a cluster that nobody touches, and that no check looks at. */
const PASSING: ReadonlySet<string> = new Set(['Event', 'Lease'])

const CURRENT = 'current.yaml'
const lockedFile = (slot: string): string => `${slot}.locked.yaml`

/** Keeps the cluster's objects, if they are others than those that were kept last, and notes whose they are. True where they were. */
export async function saveState(attempt: Attempt): Promise<boolean> {
  const objects = await environmentOf(attempt).exported(({ kind }) => !PASSING.has(kind))
  return withLock(attempt, async () => {
    const path = join(attempt.folder, 'states', CURRENT)
    const before = await readIfPresent(path)
    if (before === objects) return false
    // What is there first was put there by the exam.
    const items = before === undefined ? [] : touchedBetween(before, objects, attempt.paper)
    await writePrivateFile(path, objects)
    await append(attempt, 'save', { sha256: hashOf(objects), items })
    return true
  })
}

export interface KeptState {
  /** Undefined: of all slots that have no state of their own. */
  readonly slot?: string
  readonly objects: string
}

/** The states as they were kept: of slots that were closed, and the last one. */
export async function readStates(attempt: Attempt): Promise<readonly KeptState[]> {
  const folder = join(attempt.folder, 'states')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort()
  return Promise.all(
    names.map(async (name) => ({
      ...(name === CURRENT ? {} : { slot: name.replace(/\.locked\.yaml$/u, '') }),
      objects: (await readIfPresent(join(folder, name))) ?? '',
    })),
  )
}

/** Opens a slot: those in `closes` keep the state they have now. */
export async function openSlot(attempt: Attempt, slot: string, closes: readonly string[]): Promise<void> {
  await saveState(attempt)
  await withLock(attempt, async () => {
    const objects = (await readIfPresent(join(attempt.folder, 'states', CURRENT))) ?? ''
    for (const closed of closes) await writePrivateFile(join(attempt.folder, 'states', lockedFile(closed)), objects)
    await append(attempt, 'open', { slot, closes })
  })
}
