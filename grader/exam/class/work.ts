/** What a worker of `grade exam grade` does: everything that a submission's contents decide, so that none can harm the others. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { canonicalize } from 'json-canonicalize'
import type { DrawnExam } from '../../../src/course/exam/draw.ts'
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import { gradeSubmission, type Grading } from '../../../src/course/exam/grade-submission.ts'
import type { Learner } from '../../../src/course/exam/paper.ts'
import { parseSubmission, type Submission } from '../../../src/course/exam/submission.ts'
import { timeOnItems, type ItemTimes } from '../../../src/course/exam/time-on-items.ts'
import { same, type Words } from '../../../src/grading/words.ts'
import { UNREAD_WORDS } from '../../terminal/messages/exam-findings.ts'
import { Problem, wordsOfReason } from '../../terminal/problem.ts'
import { readArchive } from '../../daemon/archive.ts'
import { readExamCourse } from '../course-files.ts'
import { snapshotOfObjects } from '../state.ts'
import { verifySubmission, type Finding } from '../verify.ts'
import { comparedItems, rememberShapes } from './alike.ts'
import { findSolvedOthers } from './solved-others.ts'
import type { ExamJob, ExamReply, ExamSetting } from './job.ts'

const MAX_BYTES = 32 * 1024 * 1024

type Unread = Extract<ExamReply, { readonly kind: 'unread' }>

interface Opened {
  readonly submission: Submission
  readonly learner: Learner
  readonly drawn: DrawnExam
  readonly sha256: string
}

const unread = (reason: Words): Unread => ({ kind: 'unread', reason })

const hashOf = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')

const bytesOf = async (file: string): Promise<Buffer | Unread> => {
  try {
    if ((await stat(file)).size > MAX_BYTES) return unread(UNREAD_WORDS.large(MAX_BYTES / 1024 / 1024))
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return unread(same(error.message))
    throw error
  }
}

const open = async (file: string, { roster, draws }: ExamSetting): Promise<Opened | Unread> => {
  const bytes = await bytesOf(file)
  if ('kind' in bytes) return bytes
  const submission = parseSubmission(bytes.toString('utf8'))
  if ('reason' in submission) return unread(submission.reason)
  const learner = roster.find(({ id }) => id === submission.learner)
  const drawn = draws.get(submission.learner)
  if (learner === undefined || drawn === undefined) return unread(UNREAD_WORDS.nobody(submission.learner))
  return { submission, learner, drawn, sha256: hashOf(bytes) }
}

/** A log that was changed says nothing of the time. */
const timesOf = ({ events }: Submission, { items }: DrawnExam, findings: readonly Finding[]): ItemTimes | undefined =>
  findings.some(({ kind }) => kind === 'chain-broken')
    ? undefined
    : timeOnItems(
        events,
        items.map(({ id }) => id),
      )

const read = (file: string, { submission, learner, drawn, sha256 }: Opened, setting: ExamSetting): ExamReply => {
  const { exam, tokens, receipts } = setting
  const { attempt, at, program, signature } = submission
  const expected = { exam, learner, drawn, token: tokens[learner.id] ?? '', receipts: receipts[learner.id] ?? [] }
  const findings = verifySubmission(submission, expected)
  const times = timesOf(submission, drawn, findings)
  return {
    kind: 'read',
    ...{ file, sha256, identity: hashOf(canonicalize(submission)), learner: learner.id, attempt, at, program },
    key: signature.publicKey,
    ...(times === undefined ? {} : { times }),
    findings,
  }
}

/** What becomes of a state's objects; `atMs` is when they were handed in. */
export type SnapshotOf = typeof snapshotOfObjects

/** All open slots have one state, which is long: it is read once. */
const gradingOf = (file: string, { at }: Submission, course: ExamCourse, snapshotOf: SnapshotOf) => {
  const atMs = Date.parse(at)
  const objects = new Map<string, ReturnType<typeof readArchive>>()
  const snapshots = new Map<string, ReturnType<SnapshotOf>>()
  const objectsOf = (text: string): ReturnType<typeof readArchive> => {
    const known = objects.get(text) ?? readArchive(text, file, atMs)
    objects.set(text, known)
    return known
  }
  const grading: Grading = {
    course,
    explain: true,
    snapshotOf: (state) => {
      const known = snapshots.get(state.objects) ?? snapshotOf(objectsOf(state.objects), atMs)
      snapshots.set(state.objects, known)
      return known
    },
  }
  return { grading, objectsOf }
}

interface Having {
  readonly course: ExamCourse
  readonly snapshotOf: SnapshotOf
  readonly shapesOf: ReturnType<typeof rememberShapes>
}

const grade = async (file: string, { submission, drawn }: Opened, { draws }: ExamSetting, having: Having) => {
  const { course, snapshotOf, shapesOf } = having
  const { grading, objectsOf } = gradingOf(file, submission, course, snapshotOf)
  const items = await gradeSubmission(drawn, submission, grading)
  const solvesOthers = await findSolvedOthers(submission, items, {
    own: drawn,
    all: [...draws.values()],
    grading: { ...grading, explain: false },
  })
  return {
    kind: 'graded',
    items,
    solvesOthers,
    compared: await comparedItems(submission, { drawn, course, objectsOf, shapesOf }),
  } as const
}

/** `root` holds tasks/. States become clusters in this process, unless something else is made of them. */
export function createExamWork(
  root: URL,
  setting: ExamSetting,
  snapshotOf: SnapshotOf = snapshotOfObjects,
): (job: ExamJob) => Promise<ExamReply> {
  let having: Promise<Having> | undefined
  const have = async (): Promise<Having> => {
    const course = await readExamCourse({ root })
    return { course, snapshotOf, shapesOf: rememberShapes(course) }
  }
  return async (job) => {
    const opened = await open(job.file, setting)
    if ('kind' in opened) return opened
    if (job.step === 'read') return read(job.file, opened, setting)
    if (opened.sha256 !== job.sha256) return unread(UNREAD_WORDS.changed)
    try {
      return await grade(job.file, opened, setting, await (having ??= have()))
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'archive-unreadable') throw error
      return { kind: 'ungradable', reason: wordsOfReason(error.detail) }
    }
  }
}
