/** A class that sat an exam: everybody's own parts, and whether what was handed in is what it says it is. */
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { drawExam, type DrawnExam } from '../../../src/course/exam/draw.ts'
import type { Exam } from '../../../src/course/exam/exam.ts'
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import type { Learner } from '../../../src/course/exam/paper.ts'
import type { Submission } from '../../../src/course/exam/submission.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { Cli } from '../../terminal/cli.ts'
import { UNREAD_WORDS } from '../../terminal/messages/exam-findings.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { orUndrawable, readNamed } from '../../cli/exam/new-exam.ts'
import { readExamCourse, requireExam } from '../../exam/course-files.ts'
import { readRoster } from '../../exam/roster.ts'
import { requireSecret, tokenOf } from '../../exam/secret.ts'
import { isRefused, verifySubmission, type Finding } from '../../exam/verify.ts'
import { Refusal } from '../refusal.ts'
import type { Unit } from '../unit.ts'
import type { Owners } from './owners.ts'
import { namesOfParts, unitsOfExam } from './exam-units.ts'

export interface ExamBatch {
  /** Of all parts that somebody may have, in their order. */
  readonly names: readonly string[]
  /** Differs where anything was drawn otherwise. */
  readonly hash: string
  readonly unitsOf: (learner: string) => readonly Unit[]
  /** Whether it came too late; throws a Refusal for what is not this learner's submission. */
  readonly verify: (learner: string, submission: Submission) => { readonly late: boolean }
  readonly owners: Owners
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

const sayFindings = (findings: readonly Finding[], language: Language): string =>
  findings
    .map(({ kind, detail }) =>
      [examMessages(language).findings[kind], detail[language]].filter((text) => text !== '').join(': '),
    )
    .join('; ')

export const createExamBatch = ({ exam, course, secret, roster, drawn }: Setting): ExamBatch => {
  const names = namesOfParts(exam, course)
  const drawnFor = (learner: string): DrawnExam => drawn.get(learner) ?? drawExam(exam, learner, secret, course)
  const draws = roster.map(({ id }) => drawn.get(id)?.hash ?? '')
  const findingsOf = (id: string, submission: Submission): readonly Finding[] => {
    const learner = roster.find((one) => one.id === id)
    if (learner === undefined) throw new Refusal('submission-unsound', UNREAD_WORDS.nobody(id))
    const token = tokenOf(secret, exam.id, exam.version, id)
    return verifySubmission(submission, { exam, learner, drawn: drawnFor(id), token, receipts: [] })
  }
  const isLearner = (name: string): boolean => drawn.has(name)
  return {
    names,
    hash: createHash('sha256')
      .update(JSON.stringify([exam, roster, draws]))
      .digest('hex'),
    unitsOf: (learner) => unitsOfExam(drawnFor(learner), { exam, course }, names),
    verify: (id, submission) => {
      const findings = findingsOf(id, submission)
      if (isRefused(findings))
        throw new Refusal('submission-unsound', { en: sayFindings(findings, 'en'), ko: sayFindings(findings, 'ko') })
      return { late: findings.some(({ kind }) => kind === 'late') }
    },
    owners: { isLearner, isOf: (id, submission) => isLearner(id) && !isRefused(findingsOf(id, submission)) },
  }
}
