/** How well each section was done: the same shape in the terminal's file, in the page's storage and in what either exports. */
import { isJsonObject } from '../kubernetes/json.ts'

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

/** By section id. */
export type Progress = Readonly<Record<string, TaskProgress>>

const toAttempt = (value: unknown): Attempt | undefined => {
  if (!isJsonObject(value)) return undefined
  const { points, of, at } = value
  const counts = typeof points === 'number' && typeof of === 'number' && of > 0 && points >= 0 && points <= of
  return counts ? { points, of, at: String(at) } : undefined
}

/** Files of earlier versions knew the last attempt alone, and not where it was made. */
const toTaskProgress = (value: unknown): TaskProgress => {
  const entry = isJsonObject(value) ? value : {}
  const best = isJsonObject(entry['best']) ? entry['best'] : {}
  const embedded = toAttempt(best['embedded']) ?? toAttempt(entry)
  const manifests = toAttempt(best['manifests'])
  const asked = toAttempt(best['questions'])
  const hints = entry['hints']
  const questions = Object.entries(isJsonObject(entry['questions']) ? entry['questions'] : {})
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

/** What names a section: anything else in a file is not progress. */
const SECTION = /^\w[\w-]{0,63}$/u

/** Undefined where the text is no record of progress; entries that say nothing of a section are left out. */
export const parseProgress = (text: string): Progress | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isJsonObject(value)) return undefined
  const entries = Object.entries(value).filter(([id, entry]) => SECTION.test(id) && id !== '__proto__' && isJsonObject(entry))
  return Object.fromEntries(entries.map(([id, entry]) => [id, toTaskProgress(entry)]))
}

/** The text of a file that {@link parseProgress} reads. */
export const renderProgress = (progress: Progress): string => `${JSON.stringify(progress, null, 2)}\n`

/** The better of two; the later one where they are as good. */
export const betterAttempt = (known: Attempt | undefined, made: Attempt): Attempt => {
  if (known === undefined) return made
  const [before, now] = [known.points * made.of, made.points * known.of]
  return before > now || (before === now && known.at > made.at) ? known : made
}

/** The best attempt of all. */
export const bestOf = ({ best }: TaskProgress): Attempt | undefined =>
  [best.manifests, best.embedded, best.questions]
    .filter((one) => one !== undefined)
    .reduce<Attempt | undefined>(betterAttempt, undefined)

/** Whether all points were reached once. */
export const isComplete = (known: TaskProgress | undefined): boolean => {
  const best = known === undefined ? undefined : bestOf(known)
  return best !== undefined && best.points === best.of
}

export const withAttempt = (known: TaskProgress, where: Where, attempt: Attempt): TaskProgress => ({
  ...known,
  best: { ...known.best, [where]: betterAttempt(known.best[where], attempt) },
})

export const withHints = (known: TaskProgress, hints: number): TaskProgress => ({
  ...known,
  hints: Math.max(known.hints ?? 0, hints),
})

/** The points are those of all questions that were right the last time they were answered. */
export const withQuestions = (
  known: TaskProgress,
  right: Readonly<Record<string, boolean>>,
  { of, at }: Pick<Attempt, 'of' | 'at'>,
): TaskProgress => {
  const questions = { ...known.questions, ...right }
  const points = Math.min(of, Object.values(questions).filter(Boolean).length)
  return withAttempt({ ...known, questions }, 'questions', { points, of, at })
}

const PLACES = ['embedded', 'manifests', 'questions'] as const satisfies readonly Where[]

/** A question that was right in one of both places is right. */
const mergeQuestions = ({ questions: known = {} }: TaskProgress, { questions: other = {} }: TaskProgress) =>
  Object.fromEntries(
    [...Object.entries(known), ...Object.entries(other)].map(([id]) => [id, known[id] === true || other[id] === true]),
  )

const mergeSection = (known: TaskProgress, other: TaskProgress): TaskProgress => {
  const merged = PLACES.reduce((section, where) => {
    const attempt = other.best[where]
    return attempt === undefined ? section : withAttempt(section, where, attempt)
  }, known)
  const hinted = other.hints === undefined ? merged : withHints(merged, other.hints)
  const questions = mergeQuestions(known, other)
  return Object.keys(questions).length === 0 ? hinted : { ...hinted, questions }
}

/** Of each section the better of both: an import never loses anything. merge(a, a) = a, and the order does not matter. */
export const mergeProgress = (known: Progress, other: Progress): Progress => ({
  ...known,
  ...Object.fromEntries(Object.entries(other).map(([id, entry]) => [id, mergeSection(known[id] ?? { best: {} }, entry)])),
})
