/** How well each task was done, so that `grade` can say what comes next. */
import { readIfPresent, writePrivateFile, ensurePrivateDirectory } from '../daemon/private-files.ts'
import type { StatePaths } from '../daemon/paths.ts'

export interface Attempt {
  readonly points: number
  readonly of: number
  /** RFC 3339. */
  readonly at: string
}

/** Where a task was graded: what was done in a cluster and what a file says are two things. */
export type Where = 'embedded' | 'manifests' | 'questions'

export interface TaskProgress {
  /** The best attempt of each place: none that was worse, and none elsewhere, takes its place. */
  readonly best: Partial<Readonly<Record<Where, Attempt>>>
  /** How many hints were shown. */
  readonly hints?: number
  /** Whether each question that was answered was answered right, the last time. */
  readonly questions?: Readonly<Record<string, boolean>>
}

/** By task id. */
export type Progress = Readonly<Record<string, TaskProgress>>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

const toAttempt = (value: unknown): Attempt | undefined => {
  if (!isObject(value)) return undefined
  const { points, of, at } = value
  return typeof points === 'number' && typeof of === 'number' && of > 0 ? { points, of, at: String(at) } : undefined
}

/** Files of earlier versions knew the last attempt alone, and not where it was made. */
const toTaskProgress = (value: unknown): TaskProgress => {
  const entry = isObject(value) ? value : {}
  const best = isObject(entry['best']) ? entry['best'] : {}
  const embedded = toAttempt(best['embedded']) ?? toAttempt(entry)
  const manifests = toAttempt(best['manifests'])
  const asked = toAttempt(best['questions'])
  const hints = entry['hints']
  const questions = Object.entries(isObject(entry['questions']) ? entry['questions'] : {})
  return {
    best: {
      ...(embedded === undefined ? {} : { embedded }),
      ...(manifests === undefined ? {} : { manifests }),
      ...(asked === undefined ? {} : { questions: asked }),
    },
    ...(typeof hints === 'number' ? { hints } : {}),
    ...(questions.length === 0 ? {} : { questions: Object.fromEntries(questions.map(([id, right]) => [id, right === true])) }),
  }
}

/** A file that cannot be read counts as none: progress is a convenience, never a reason to fail. */
export async function readProgress(paths: StatePaths): Promise<Progress> {
  try {
    const value: unknown = JSON.parse((await readIfPresent(paths.progress)) ?? '{}')
    const entries = Object.entries(isObject(value) ? value : {})
    return Object.fromEntries(entries.map(([task, entry]) => [task, toTaskProgress(entry)]))
  } catch {
    return {}
  }
}

/** The better of two; the later one where they are as good. */
const better = (known: Attempt | undefined, made: Attempt): Attempt =>
  known !== undefined && known.points * made.of > made.points * known.of ? known : made

/** The best attempt of all. */
export const bestOf = ({ best }: TaskProgress): Attempt | undefined =>
  [best.manifests, best.embedded, best.questions]
    .filter((one) => one !== undefined)
    .reduce<Attempt | undefined>(better, undefined)

export const recordAttempt = (paths: StatePaths, task: string, where: Where, attempt: Attempt): Promise<void> =>
  change(paths, task, (known) => ({ ...known, best: { ...known.best, [where]: better(known.best[where], attempt) } }))

export const recordHints = (paths: StatePaths, task: string, hints: number): Promise<void> =>
  change(paths, task, (known) => ({ ...known, hints: Math.max(known.hints ?? 0, hints) }))

/** What was answered now beside what was answered before: the points are those of all questions that were right the last time. */
export const recordQuestions = (
  paths: StatePaths,
  section: string,
  right: Readonly<Record<string, boolean>>,
  { of, at }: Pick<Attempt, 'of' | 'at'>,
): Promise<void> =>
  change(paths, section, (known) => {
    const questions = { ...known.questions, ...right }
    const points = Math.min(of, Object.values(questions).filter(Boolean).length)
    return { ...known, questions, best: { ...known.best, questions: better(known.best.questions, { points, of, at }) } }
  })

async function change(paths: StatePaths, task: string, how: (known: TaskProgress) => TaskProgress): Promise<void> {
  const progress = await readProgress(paths)
  try {
    await ensurePrivateDirectory(paths.home)
    const changed = { ...progress, [task]: how(progress[task] ?? { best: {} }) }
    await writePrivateFile(paths.progress, JSON.stringify(changed))
  } catch {
    // As above: a full disk must not turn a graded task into a failure.
  }
}
