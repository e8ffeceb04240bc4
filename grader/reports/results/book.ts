/** What reports of results are written from. */
import type { Result } from '../../../src/grading/result.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { Style } from '../layout.ts'

/** What a gradebook knows a learner by. */
export interface LearnerFacts {
  readonly name?: string
  readonly email?: string
  readonly id?: string
  readonly sis?: string
  readonly login?: string
  readonly section?: string
}

export interface Book {
  readonly language: Language
  readonly version: string
  /** By learner, then by task; read anew by each loop, so that no report holds a class in memory. */
  readonly results: Iterable<Result>
  readonly findLearner: (learner: string) => LearnerFacts | undefined
  readonly style: Style
  /** Of the process: some platforms say there what they want to find in the report. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** True where one result is reported by itself, whoever it is of. */
  readonly isSingle: boolean
}

export interface ResultFormat {
  /** `learner`: what reads it takes one learner's results. `list`: it needs learners. `class`: any results. */
  readonly about: 'class' | 'learner' | 'list'
  readonly write: (book: Book) => Iterable<string>
}

/** One result, or the results of one learner. */
export const bookOf = (results: readonly Result[], given: Pick<Book, 'style' | 'isSingle' | 'environment'>): Book => {
  const [first] = results
  return {
    language: first?.task.locale ?? 'en',
    version: first?.tool.version ?? '',
    results,
    findLearner: () => undefined,
    ...given,
  }
}

/** Results of one learner after the other. */
export function* byLearner(results: Iterable<Result>): Generator<readonly [Result, ...Result[]]> {
  let group: [Result, ...Result[]] | undefined
  for (const result of results) {
    if (group?.[0].learner?.id === result.learner?.id && group !== undefined) group.push(result)
    else {
      if (group !== undefined) yield group
      group = [result]
    }
  }
  if (group !== undefined) yield group
}

export interface Total {
  readonly score: number
  readonly max: number
}

export const totalOf = (results: readonly Result[]): Total => ({
  score: results.reduce((sum, { score }) => sum + score, 0),
  max: results.reduce((sum, { max }) => sum + max, 0),
})

export type StatusCounts = Readonly<Record<Result['status'], number>>

export interface Overview {
  readonly learners: number
  readonly results: number
  readonly late: number
  readonly counts: StatusCounts
  /** Of scored results. */
  readonly meanShare: number | undefined
}

/** Counted in one pass. */
export const overviewOf = (results: Iterable<Result>): Overview => {
  const counts = { pass: 0, partial: 0, fail: 0, invalid: 0, error: 0 }
  let [all, learners, late, shares, scored] = [0, 0, 0, 0, 0]
  let last: string | undefined
  for (const { status, learner, submission, score, max } of results) {
    all++
    counts[status]++
    if (submission.late === true) late++
    if (learner !== undefined && learner.id !== last) learners++
    last = learner?.id
    if (status === 'error' || max === 0) continue
    scored++
    shares += score / max
  }
  return { learners, results: all, late, counts, meanShare: scored === 0 ? undefined : shares / scored }
}

/** The codes that explain a result: of its problems, else of the first cause of each failed check. */
export const codesOf = ({ problems, checks }: Result): readonly string[] => [
  ...new Set([
    ...problems.map(({ code }) => code),
    ...checks.flatMap(({ causes: [cause] }) => (cause === undefined ? [] : [cause.code])),
  ]),
]

/** What a learner is told of a check, in plain lines. */
export const linesOf = (check: Result['checks'][number], words: CheckWords): readonly string[] => {
  const { expected, actual, rationale, help, passed, blockedBy } = check
  if (passed === null) return blockedBy.length === 0 ? [] : [words.blocked(blockedBy.join(', '))]
  if (passed) return []
  return [
    ...(rationale === null ? [words.noCause] : [rationale]),
    ...(expected === null ? [] : [`${words.expected}: ${expected}`]),
    ...(actual === null ? [] : [`${words.actual}: ${actual}`]),
    ...(help === null ? [] : [help]),
  ]
}

interface CheckWords {
  readonly blocked: (by: string) => string
  readonly noCause: string
  readonly expected: string
  readonly actual: string
}

/** What is said of a problem, in plain lines. */
export const problemLines = ({ title, message, facts }: Result['problems'][number]): readonly string[] => [
  title,
  ...(message === title ? [] : [message]),
  ...facts,
]
