/** How well each section was done: the same shape in the terminal's file, in the page's storage and in what either exports. */
import { isJsonObject, type JsonObject } from '../kubernetes/json.ts'

export interface Attempt {
  readonly points: number
  readonly of: number
  /** RFC 3339. */
  readonly at: string
}

const PLACES = ['manifests', 'embedded', 'kind', 'kubeconfig', 'questions'] as const

/** Where a task was graded: what was done in a cluster and what a file says are two things. */
export type Where = (typeof PLACES)[number]

/** What was done of one task: the section's own, or one of its variants. */
export interface Done {
  /** The best attempt of each place: none that was worse, and none elsewhere, takes its place. */
  readonly best: Partial<Readonly<Record<Where, Attempt>>>
  /** How many hints were shown. */
  readonly hints?: number
}

/** The variant that a learner works on: `default` is the section's own task. */
export interface Chosen {
  readonly variant: string
  /** RFC 3339: of two choices, the later counts. */
  readonly at: string
}

/** What was done of a section's own task, and beside it of its variants. */
export interface TaskProgress extends Done {
  /** By the names of the variants. */
  readonly variants?: Readonly<Record<string, Done>>
  readonly chosen?: Chosen
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
const toDone = (entry: JsonObject): Done => {
  const best = isJsonObject(entry['best']) ? entry['best'] : {}
  const attempts = PLACES.flatMap((where) => {
    const attempt = toAttempt(best[where]) ?? (where === 'embedded' ? toAttempt(entry) : undefined)
    return attempt === undefined ? [] : [[where, attempt] as const]
  })
  const hints = entry['hints']
  return {
    best: Object.fromEntries(attempts),
    ...(Number.isSafeInteger(hints) ? { hints: Number(hints) } : {}),
  }
}

const toChosen = (value: unknown): Chosen | undefined => {
  const { variant, at } = isJsonObject(value) ? value : {}
  return typeof variant === 'string' && isName(variant) ? { variant, at: String(at) } : undefined
}

const toTaskProgress = (entry: JsonObject): TaskProgress => {
  const questions = Object.entries(isJsonObject(entry['questions']) ? entry['questions'] : {})
  const variants = entriesOf(entry['variants']).map(([name, done]) => [name, toDone(done)] as const)
  const chosen = toChosen(entry['chosen'])
  return {
    ...toDone(entry),
    ...(variants.length === 0 ? {} : { variants: Object.fromEntries(variants) }),
    ...(chosen === undefined ? {} : { chosen }),
    ...(questions.length === 0 ? {} : { questions: Object.fromEntries(questions.map(([id, right]) => [id, right === true])) }),
  }
}

/** What names a section or a variant: anything else in a file is not progress. */
const isName = (text: string): boolean => /^\w[\w-]{0,63}$/u.test(text) && text !== '__proto__'

const entriesOf = (value: unknown): readonly (readonly [string, JsonObject])[] =>
  Object.entries(isJsonObject(value) ? value : {}).flatMap(([name, entry]) =>
    isName(name) && isJsonObject(entry) ? [[name, entry] as const] : [],
  )

/** Undefined where the text is no record of progress; entries that say nothing of a section are left out. */
export const parseProgress = (text: string): Progress | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isJsonObject(value)) return undefined
  return Object.fromEntries(entriesOf(value).map(([id, entry]) => [id, toTaskProgress(entry)]))
}

/** How many sections something is said of: an attempt, a hint, a variant or a question. */
export const sectionsTold = (progress: Progress): number =>
  Object.values(progress).filter(({ best, ...more }) => Object.keys(best).length + Object.keys(more).length > 0).length

/** The text of a file that {@link parseProgress} reads. */
export const renderProgress = (progress: Progress): string => `${JSON.stringify(progress, null, 2)}\n`

/** The better of two; the later one where they are as good. */
export const betterAttempt = (known: Attempt | undefined, made: Attempt): Attempt => {
  if (known === undefined) return made
  const [before, now] = [known.points * made.of, made.points * known.of]
  return before > now || (before === now && known.at > made.at) ? known : made
}

/** The best attempt of all places. */
export const bestOf = ({ best }: Done): Attempt | undefined =>
  PLACES.map((where) => best[where])
    .filter((one) => one !== undefined)
    .reduce<Attempt | undefined>(betterAttempt, undefined)

/** Whether all points of this task were reached once. */
export const isDone = (known: Done | undefined): boolean => {
  const best = known === undefined ? undefined : bestOf(known)
  return best !== undefined && best.points === best.of
}

/** Whether all points of a section were reached once: of its own task, or of a variant, which asks for as much. */
export const isComplete = (known: TaskProgress | undefined): boolean =>
  known !== undefined && [known, ...Object.values(known.variants ?? {})].some(isDone)

/** What was done of a variant; of the section's own task where no variant is named. */
export const doneOf = (known: TaskProgress | undefined, variant?: string): Done | undefined =>
  variant === undefined ? known : known?.variants?.[variant]

/** The best attempt of the section's own task and of its variants. */
export const bestOfSection = (known: TaskProgress): Attempt | undefined =>
  [known, ...Object.values(known.variants ?? {})]
    .map(bestOf)
    .filter((one) => one !== undefined)
    .reduce<Attempt | undefined>(betterAttempt, undefined)

const NOTHING: Done = { best: {} }

/** Changes what is known of one task of a section. */
export const withDone = (
  known: TaskProgress | undefined,
  variant: string | undefined,
  change: (done: Done) => Done,
): TaskProgress => {
  const section: TaskProgress = known ?? NOTHING
  if (variant === undefined) return { ...section, ...change(section) }
  return { ...section, variants: { ...section.variants, [variant]: change(section.variants?.[variant] ?? NOTHING) } }
}

export const withAttempt = <Known extends Done>(known: Known, where: Where, attempt: Attempt): Known => ({
  ...known,
  best: { ...known.best, [where]: betterAttempt(known.best[where], attempt) },
})

export const withHints = <Known extends Done>(known: Known, hints: number): Known => ({
  ...known,
  hints: Math.max(known.hints ?? 0, hints),
})

/** The later choice counts; of two at the same moment, the one whose name comes last. */
export const withChosen = (known: TaskProgress | undefined, chosen: Chosen): TaskProgress => {
  const before = known?.chosen
  const isKept = before !== undefined && (before.at === chosen.at ? before.variant > chosen.variant : before.at > chosen.at)
  return { ...(known ?? NOTHING), chosen: isKept ? before : chosen }
}

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

/** A question that was right in one of both places is right. */
const mergeQuestions = ({ questions: known = {} }: TaskProgress, { questions: other = {} }: TaskProgress) =>
  Object.fromEntries(
    [...Object.entries(known), ...Object.entries(other)].map(([id]) => [id, known[id] === true || other[id] === true]),
  )

const mergeDone = <Known extends Done>(known: Known, other: Done): Known => {
  const merged = PLACES.reduce((done, where) => {
    const attempt = other.best[where]
    return attempt === undefined ? done : withAttempt(done, where, attempt)
  }, known)
  return other.hints === undefined ? merged : withHints(merged, other.hints)
}

const mergeSection = (known: TaskProgress, other: TaskProgress): TaskProgress => {
  const questions = mergeQuestions(known, other)
  const merged = Object.entries(other.variants ?? {}).reduce(
    (section, [variant, done]) => withDone(section, variant, (before) => mergeDone(before, done)),
    mergeDone(known, other),
  )
  const chosen = other.chosen === undefined ? merged : withChosen(merged, other.chosen)
  return Object.keys(questions).length === 0 ? chosen : { ...chosen, questions }
}

/** Of each section the better of both: an import never loses anything. merge(a, a) = a, and the order does not matter. */
export const mergeProgress = (known: Progress, other: Progress): Progress => ({
  ...known,
  ...Object.fromEntries(Object.entries(other).map(([id, entry]) => [id, mergeSection(known[id] ?? { best: {} }, entry)])),
})
