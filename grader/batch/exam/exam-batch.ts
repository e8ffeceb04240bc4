/** A class that sat an exam: everybody's own parts, and whether what was handed in is what it says it is. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { drawExam, type DrawnExam } from '../../../src/course/exam/draw.ts'
import type { Exam } from '../../../src/course/exam/exam.ts'
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import type { Learner } from '../../../src/course/exam/paper.ts'
import type { Submission } from '../../../src/course/exam/submission.ts'
import type { Cli } from '../../cli/cli.ts'
import { orUndrawable, readNamed } from '../../cli/exam/new-exam.ts'
import { readExamCourse, requireExam } from '../../exam/course-files.ts'
import { readRoster } from '../../exam/roster.ts'
import { requireSecret, tokenOf } from '../../exam/secret.ts'
import { isRefused, verifySubmission } from '../../exam/verify.ts'
import { Refusal } from '../refusal.ts'
import type { Unit } from '../unit.ts'
import { namesOfParts, unitsOfExam } from './exam-units.ts'

export interface ExamBatch {
  /** Of all parts that somebody may have, in their order. */
  readonly names: readonly string[]
  /** Differs where anything was drawn otherwise. */
  readonly hash: string
  readonly unitsOf: (learner: string) => readonly Unit[]
  /** Whether it came too late; throws a Refusal for what is not this learner's submission. */
  readonly verify: (learner: string, submission: Submission) => { readonly late: boolean }
}

export interface ExamFiles {
  /** The exam's id, or its file. */
  readonly exam: string
  readonly roster: string
  readonly secret: string
}

/** Reads the exam and draws it for everybody on the roster. */
export async function readExamBatch(cli: Cli, files: ExamFiles): Promise<ExamBatch> {
  const exam = await requireExam(cli, files.exam)
  const roster = readRoster(await readNamed(files.roster), files.roster)
  const secret = await requireSecret(resolve(files.secret))
  const course = await readExamCourse(cli)
  const drawn = await orUndrawable(() => new Map(roster.map(({ id }) => [id, drawExam(exam, id, secret, course)])))
  return createExamBatch({ exam, course, secret, roster, drawn })
}

export interface Setting {
  readonly exam: Exam
  readonly course: ExamCourse
  readonly secret: Uint8Array
  readonly roster: readonly Learner[]
  readonly drawn: ReadonlyMap<string, DrawnExam>
}

export const createExamBatch = ({ exam, course, secret, roster, drawn }: Setting): ExamBatch => {
  const names = namesOfParts(exam, course)
  const drawnFor = (learner: string): DrawnExam => drawn.get(learner) ?? drawExam(exam, learner, secret, course)
  const draws = roster.map(({ id }) => drawn.get(id)?.hash ?? '')
  return {
    names,
    hash: createHash('sha256')
      .update(JSON.stringify([exam, roster, draws]))
      .digest('hex'),
    unitsOf: (learner) => unitsOfExam(drawnFor(learner), course, names),
    verify: (id, submission) => {
      const learner = roster.find((one) => one.id === id)
      if (learner === undefined) throw new Refusal('submission-unsound', `${id} is not on the roster`)
      const token = tokenOf(secret, exam.id, exam.version, id)
      const findings = verifySubmission(submission, { exam, learner, drawn: drawnFor(id), token, receipts: [] })
      if (isRefused(findings))
        throw new Refusal('submission-unsound', findings.map(({ kind, detail }) => `${kind} ${detail}`.trim()).join('; '))
      return { late: findings.some(({ kind }) => kind === 'late') }
    },
  }
}
