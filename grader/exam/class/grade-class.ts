/** Grades all submissions of an exam. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { scoreSlots } from '../../../src/course/exam/attempts.ts'
import type { AnalysedQuestions } from '../../../src/course/exam/analysed.ts'
import { drawExam, type DrawnExam, type DrawnItem } from '../../../src/course/exam/draw.ts'
import { maxPoints, nameAlternate, type Exam } from '../../../src/course/exam/exam.ts'
import { requireItems, type ExamCourse } from '../../../src/course/exam/exam-course.ts'
import { sharesOf } from '../../../src/course/exam/grade-submission.ts'
import type { Learner } from '../../../src/course/exam/paper.ts'
import { same, type Words } from '../../../src/grading/words.ts'
import { UNREAD_WORDS } from '../../terminal/messages/exam-findings.ts'
import { Problem } from '../../terminal/problem.ts'
import type { Unfinished } from '../../workers/pool.ts'
import { tokenOf } from '../secret.ts'
import { isRefused, type Finding } from '../verify.ts'
import { alikeStates } from './alike.ts'
import type { ExamPool, ExamReply, ExamSetting, GradedSubmission, ReadSubmission } from './job.ts'
import type { ExamResults, LearnerResult, SubmissionResult } from './results.ts'
import { differentItems } from './solved-others.ts'

export interface Class {
  readonly exam: Exam
  readonly course: ExamCourse
  readonly roster: readonly Learner[]
  readonly secret: Uint8Array
  readonly version: string
  /** Receipts that were noted during the exam, by learner. */
  readonly receipts: Readonly<Record<string, readonly string[]>>
  /** Workers that know what submissions are held against. */
  readonly openPool: (setting: ExamSetting) => ExamPool
  /** Told after each submission. */
  progress(done: number, of: number): void
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

/** The same submission may lie in several places, and a later copy of it changes nothing. */
const withoutCopies = (read: readonly ReadSubmission[]): readonly ReadSubmission[] => {
  const known = new Set<string>()
  return read.filter(({ identity }) => !known.has(identity) && known.add(identity))
}

type Unread = ExamResults['unread'][number]
type Failed = Exclude<ExamReply, ReadSubmission | GradedSubmission> | Unfinished

const toUnread = (file: string, reply: Failed): Unread => {
  if (reply.kind === 'ended') return { file, reason: REASONS[reply.code] }
  return reply.kind === 'threw' ? { file, reason: same(reply.reason), internal: true } : { file, reason: reply.reason }
}

const REASONS: Readonly<Record<Extract<Unfinished, { readonly kind: 'ended' }>['code'], Words>> = {
  'submission-slow': UNREAD_WORDS.slow,
  'submission-memory': UNREAD_WORDS.memory,
}

const ENDED = { 'submission-slow': 'grading-slow', 'submission-memory': 'grading-memory' } as const

/** What keeps a submission from being graded, once it is known whose it is. */
const toFinding = (reply: Failed): Finding => {
  if (reply.kind === 'ended') return { kind: ENDED[reply.code], detail: same('') }
  if (reply.kind === 'threw') return { kind: 'grader-failed', detail: same(reply.reason.split('\n')[0] ?? '') }
  return { kind: 'state-unreadable', detail: reply.reason }
}

interface Graded {
  readonly result: SubmissionResult
  readonly compared: GradedSubmission['compared']
}

const NOTHING = { items: [], solvesOthers: {}, compared: [] }

/** What one learner has written must not keep the others from their grades. */
const gradeOne = async (one: ReadSubmission, pool: ExamPool): Promise<Graded & { readonly learner: string }> => {
  const { file, sha256, learner, attempt, at, key, program } = one
  const reply = isRefused(one.findings) ? undefined : await pool.grade({ step: 'grade', file, sha256 })
  if (reply?.kind === 'read') throw new Error('a file was graded, and only read')
  const isGraded = reply?.kind === 'graded'
  const { items, solvesOthers, compared } = isGraded ? reply : NOTHING
  const findings = [...one.findings, ...(reply === undefined || isGraded ? [] : [toFinding(reply)])]
  const counts = !isRefused(findings)
  const times = one.times === undefined ? {} : { times: one.times }
  const told = { file, attempt, at, key, program, ...times, findings, counts }
  return { learner, compared, result: { ...told, items, solvesOthers, alike: {} } }
}

/** Each learner's last submission that counts. */
const lastOf = (graded: ReadonlyMap<string, readonly Graded[]>) =>
  [...graded].flatMap(([learner, own]) => {
    const [last] = own.filter(({ result }) => result.counts).toSorted((a, b) => b.result.attempt - a.result.attempt)
    return last === undefined ? [] : [{ learner, file: last.result.file, compared: last.compared }]
  })

const readAll = async (files: readonly string[], pool: ExamPool) => {
  const replies = await Promise.all(files.map(async (file) => ({ file, reply: await pool.grade({ step: 'read', file }) })))
  const read = replies.flatMap(({ reply }) => (reply.kind === 'read' ? [reply] : []))
  const unread = replies.flatMap(({ file, reply }) =>
    reply.kind === 'read' || reply.kind === 'graded' ? [] : [toUnread(file, reply)],
  )
  return { due: withoutCopies(read), unread }
}

const settingOf = ({ exam, roster, secret, receipts }: Class, draws: ReadonlyMap<string, DrawnExam>): ExamSetting => ({
  kind: 'exam',
  ...{ exam, roster, draws, receipts },
  tokens: Object.fromEntries(roster.map(({ id }) => [id, tokenOf(secret, exam.id, exam.version, id)])),
})

interface Collected {
  readonly graded: ReadonlyMap<string, readonly Graded[]>
  readonly unread: readonly Unread[]
}

const collect = async (files: readonly string[], pool: ExamPool, progress: Class['progress']): Promise<Collected> => {
  const { due, unread } = await readAll(files, pool)
  let done = 0
  const all = await Promise.all(
    due.map(async (one) => {
      const graded = await gradeOne(one, pool)
      progress(++done, due.length)
      return graded
    }),
  )
  const graded = new Map<string, Graded[]>()
  for (const one of all) graded.set(one.learner, [...(graded.get(one.learner) ?? []), one])
  return { graded, unread }
}

const toLearnerResult = (
  learner: Learner,
  { exam, variant }: { readonly exam: Exam; readonly variant: string },
  submissions: readonly SubmissionResult[],
): LearnerResult => {
  const counted = submissions.filter(({ counts, findings }) => counts && !findings.some(({ kind }) => kind === 'late'))
  const slots = scoreSlots(
    exam,
    counted.map(({ items }) => sharesOf(items)),
  )
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

/** Those of these items that are questions, by their names. */
const questionsIn = async (items: readonly DrawnItem[], course: ExamCourse): Promise<AnalysedQuestions> => {
  const asked = await Promise.all(
    items.map(async ({ alternate }) => {
      const found = alternate.kind === 'task' ? undefined : await course.questionOf(alternate.section, alternate.question)
      if (found === undefined) return []
      const { form, key, options } = found.question
      return [[nameAlternate(alternate), { form, key, options: options.map(({ id, text }) => ({ id, text })) }] as const]
    }),
  )
  return Object.fromEntries(asked.flat())
}

type Told = Collected & { readonly draws: ReadonlyMap<string, DrawnExam>; readonly questions: AnalysedQuestions }

const toResults = ({ exam, roster, version }: Class, { draws, graded, unread, questions }: Told): ExamResults => {
  const alike = alikeStates(lastOf(graded))
  return {
    schema: 'netgrade/exam-results/v1',
    tool: { name: 'netgrade', version },
    exam: {
      id: exam.id,
      version: exam.version,
      title: exam.title,
      scoring: exam.attempts.scoring,
      after: exam.shows.after,
    },
    learners: roster.map((learner) => {
      const own = (graded.get(learner.id) ?? [])
        .map(({ result }) => ({ ...result, alike: alike.get(result.file) ?? {} }))
        .toSorted((a, b) => a.attempt - b.attempt)
      return toLearnerResult(learner, { exam, variant: draws.get(learner.id)?.hash ?? '' }, own)
    }),
    questions,
    unread,
  }
}

/** Every learner of the roster has a result, those that handed in nothing too. Throws PoolExhausted for items that the course does not have. */
export async function gradeClass(paths: readonly string[], klass: Class): Promise<ExamResults> {
  const { exam, course, roster, secret, openPool } = klass
  const draws = new Map(roster.map(({ id }) => [id, drawExam(exam, id, secret, course)]))
  // An item that was lost since is everybody's trouble that drew it: nobody is graded before it is there again.
  const items = differentItems([...draws.values()])
  await requireItems(items, course)
  const questions = await questionsIn(items, course)
  const files = await listFiles(paths)
  const pool = openPool(settingOf(klass, draws))
  try {
    const collected = await collect(files, pool, (done, of) => klass.progress(done, of))
    return toResults(klass, { ...collected, draws, questions })
  } finally {
    await pool.close()
  }
}
