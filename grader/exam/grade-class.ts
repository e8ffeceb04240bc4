/** Grades all submissions of an exam. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { combineAttempts } from '../../src/course/exam/attempts.ts'
import { drawExam, type DrawnExam, type DrawnItem } from '../../src/course/exam/draw.ts'
import { maxPoints, nameAlternate, type Exam } from '../../src/course/exam/exam.ts'
import type { ExamCourse } from '../../src/course/exam/exam-course.ts'
import { gradeSubmission, sharesOf, type Grading, type ItemResult } from '../../src/course/exam/grade-submission.ts'
import type { Learner } from '../../src/course/exam/paper.ts'
import { parseSubmission, type Submission } from '../../src/course/exam/submission.ts'
import { Problem } from '../cli/problem.ts'
import { tokenOf } from './secret.ts'
import { snapshotOfState } from './state.ts'
import { isRefused, verifySubmission, type Finding } from './verify.ts'

export interface SubmissionResult {
  readonly file: string
  readonly attempt: number
  /** RFC 3339, by the learner's clock. */
  readonly at: string
  /** The public key it was signed with. */
  readonly key: string
  readonly program: string
  readonly findings: readonly Finding[]
  /** False where a finding forbids it: then it is not scored. */
  readonly counts: boolean
  readonly items: readonly ItemResult[]
  /** Variants of other learners that it solves though it does not solve its own; by the item's id. */
  readonly solvesOthers: Readonly<Record<string, readonly string[]>>
}

export interface LearnerResult {
  readonly learner: string
  readonly name: string
  readonly variant: string
  readonly submissions: readonly SubmissionResult[]
  readonly slots: readonly { readonly slot: string; readonly points: number; readonly max: number }[]
  readonly score: number
  readonly max: number
}

export interface ExamResults {
  readonly schema: 'netgrade/exam-results/v1'
  readonly tool: { readonly name: 'netgrade'; readonly version: string }
  readonly exam: { readonly id: string; readonly version: number; readonly scoring: string }
  readonly learners: readonly LearnerResult[]
  /** Files that belong to no learner of the roster, or are no submissions. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[]
}

export interface Class {
  readonly exam: Exam
  readonly course: ExamCourse
  readonly roster: readonly Learner[]
  readonly secret: Uint8Array
  readonly version: string
  /** Receipts that were noted during the exam, by learner. */
  readonly receipts: Readonly<Record<string, readonly string[]>>
  /** Told after each submission. */
  progress(done: number, of: number): void
}

interface ReadSubmission {
  readonly file: string
  readonly submission: Submission
}

/** JSON files that were named, and those below folders that were. */
const listFiles = async (paths: readonly string[]): Promise<readonly string[]> => {
  const files: string[] = []
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      (error: unknown) => {
        throw new Problem('file-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }, error)
      },
    )
    if (!isFolder) files.push(path)
    else {
      const entries = await readdir(path, { recursive: true, withFileTypes: true })
      const inside = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      files.push(...inside.map((entry) => join(entry.parentPath, entry.name)).sort())
    }
  }
  return files
}

const MAX_BYTES = 32 * 1024 * 1024

const readOne = async (file: string): Promise<ReadSubmission | { readonly file: string; readonly reason: string }> => {
  if ((await stat(file)).size > MAX_BYTES) return { file, reason: `it has more than ${MAX_BYTES / 1024 / 1024} MB` }
  const read = parseSubmission(await readFile(file, 'utf8'))
  return 'reason' in read ? { file, reason: read.reason } : { file, submission: read }
}

/** The same submission may lie in several places, and a later copy of it changes nothing. */
const withoutCopies = (read: readonly ReadSubmission[]): readonly ReadSubmission[] => {
  const known = new Set<string>()
  return read.filter(({ submission: { learner, attempt, signature } }) => {
    const key = JSON.stringify([learner, attempt, signature.value])
    return !known.has(key) && known.add(key)
  })
}

const gradingFor = ({ course }: Class, { file, submission }: ReadSubmission, explain: boolean): Grading => {
  const snapshots = new Map<string, ReturnType<typeof snapshotOfState>>()
  return {
    course,
    explain,
    snapshotOf: (state) => {
      const known = snapshots.get(state.objects) ?? snapshotOfState(state, file, Date.parse(submission.at))
      snapshots.set(state.objects, known)
      return known
    },
  }
}

const nameItem = ({ alternate, parameters }: DrawnItem): string => JSON.stringify([nameAlternate(alternate), parameters])

/** Whose variants of its tasks a submission solves that does not solve its own. */
const findSolvedOthers = async (
  one: ReadSubmission,
  items: readonly ItemResult[],
  { own, all, grading }: { own: DrawnExam; all: readonly DrawnExam[]; grading: Grading },
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found: [string, readonly string[]][] = []
  for (const item of own.items) {
    const result = items.find(({ id }) => id === item.id)
    if (item.alternate.kind !== 'task' || result === undefined || result.status === 'pass' || result.status === 'blank')
      continue
    const others = new Map<string, { readonly item: DrawnItem; readonly learners: string[] }>()
    for (const drawn of all)
      for (const other of drawn.items)
        if (other.slot === item.slot && other.alternate.kind === 'task' && nameItem(other) !== nameItem(item)) {
          const known = others.get(nameItem(other)) ?? { item: { ...other, id: item.id }, learners: [] }
          known.learners.push(drawn.learner)
          others.set(nameItem(other), known)
        }
    for (const other of others.values()) {
      const [graded] = await gradeSubmission({ ...own, items: [other.item] }, one.submission, grading)
      if (graded?.status === 'pass') found.push([item.id, other.learners])
    }
  }
  return Object.fromEntries(found)
}

const gradeOne = async (one: ReadSubmission, all: ReadonlyMap<string, DrawnExam>, klass: Class): Promise<SubmissionResult> => {
  const { exam, roster, secret, receipts } = klass
  const { file, submission } = one
  const learner = roster.find(({ id }) => id === submission.learner)
  const drawn = all.get(submission.learner)
  if (learner === undefined || drawn === undefined) throw new Error(`${submission.learner} is on no roster`)
  const token = tokenOf(secret, exam.id, exam.version, learner.id)
  const findings = verifySubmission(submission, { exam, learner, drawn, token, receipts: receipts[learner.id] ?? [] })
  const counts = !isRefused(findings)
  const grading = gradingFor(klass, one, true)
  const items = counts ? await gradeSubmission(drawn, submission, grading) : []
  const quick = { ...grading, explain: false }
  return {
    file,
    attempt: submission.attempt,
    at: submission.at,
    key: submission.signature.publicKey,
    program: submission.program,
    findings,
    counts,
    items,
    solvesOthers: counts ? await findSolvedOthers(one, items, { own: drawn, all: [...all.values()], grading: quick }) : {},
  }
}

const toLearnerResult = (
  learner: Learner,
  { exam, variant }: { readonly exam: Exam; readonly variant: string },
  submissions: readonly SubmissionResult[],
): LearnerResult => {
  const weights = Object.fromEntries(exam.slots.map(({ id, points }) => [id, points]))
  const counted = submissions.filter(({ counts, findings }) => counts && !findings.some(({ kind }) => kind === 'late'))
  const shares = combineAttempts(
    exam.attempts,
    counted.map(({ items }) => sharesOf(items)),
    weights,
  )
  const slots = exam.slots.map(({ id, points }) => ({ slot: id, points: (shares[id] ?? 0) * points, max: points }))
  return {
    learner: learner.id,
    name: learner.name,
    variant,
    submissions,
    slots,
    score: slots.reduce((sum, { points }) => sum + points, 0),
    max: maxPoints(exam),
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Problem
    ? `${error.code}: ${error.detail['reason'] ?? ''}`
    : `it cannot be graded: ${error instanceof Error ? error.message : String(error)}`

/** Every learner of the roster has a result, those that handed in nothing too. */
export async function gradeClass(paths: readonly string[], klass: Class): Promise<ExamResults> {
  const { exam, course, roster, secret, version } = klass
  const all = new Map(roster.map(({ id }) => [id, drawExam(exam, id, secret, course)]))
  const unread: { file: string; reason: string }[] = []
  const read: ReadSubmission[] = []
  for (const file of await listFiles(paths)) {
    const one = await readOne(file)
    if ('reason' in one) unread.push(one)
    else if (!all.has(one.submission.learner)) unread.push({ file, reason: `${one.submission.learner} is not on the roster` })
    else read.push(one)
  }
  const graded = new Map<string, SubmissionResult[]>()
  const due = withoutCopies(read)
  for (const [index, one] of due.entries()) {
    const { learner } = one.submission
    try {
      graded.set(learner, [...(graded.get(learner) ?? []), await gradeOne(one, all, klass)])
    } catch (error) {
      // What one learner has written must not keep the others from their grades.
      unread.push({ file: one.file, reason: reasonOf(error) })
    }
    klass.progress(index + 1, due.length)
  }
  return {
    schema: 'netgrade/exam-results/v1',
    tool: { name: 'netgrade', version },
    exam: { id: exam.id, version: exam.version, scoring: exam.attempts.scoring },
    learners: roster.map((learner) => {
      const own = (graded.get(learner.id) ?? []).toSorted((a, b) => a.attempt - b.attempt)
      return toLearnerResult(learner, { exam, variant: all.get(learner.id)?.hash ?? '' }, own)
    }),
    unread,
  }
}
