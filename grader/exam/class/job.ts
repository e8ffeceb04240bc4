/** What main thread and workers say to each other while the submissions of an exam are graded. */
import type { DrawnExam } from '../../../src/course/exam/draw.ts'
import type { Exam } from '../../../src/course/exam/exam.ts'
import type { ItemResult } from '../../../src/course/exam/grade-submission.ts'
import type { Learner } from '../../../src/course/exam/paper.ts'
import type { ItemTimes } from '../../../src/course/exam/time-on-items.ts'
import type { Words } from '../../../src/grading/words.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import type { Finding } from '../verify.ts'

/** What a worker of an exam is started with: whatever submissions are held against. */
export interface ExamSetting {
  readonly kind: 'exam'
  readonly exam: Exam
  readonly roster: readonly Learner[]
  /** By learner, as the tokens of their packages and the receipts that were noted. */
  readonly draws: ReadonlyMap<string, DrawnExam>
  readonly tokens: Readonly<Record<string, string>>
  readonly receipts: Readonly<Record<string, readonly string[]>>
}

/** `read`: is it one, and of whom? `grade`: what is it worth? Only asked of a file that was read, with the hash it had then. */
export type ExamJob =
  { readonly step: 'read'; readonly file: string } | { readonly step: 'grade'; readonly file: string; readonly sha256: string }

/** A submission of a learner on the roster, as far as it is told without grading. */
export interface ReadSubmission {
  readonly kind: 'read'
  readonly file: string
  /** Of the file, and of what it says, however it is written. */
  readonly sha256: string
  readonly identity: string
  readonly learner: string
  readonly attempt: number
  /** RFC 3339, by the learner's clock. */
  readonly at: string
  readonly key: string
  readonly program: string
  /** What its log says; absent where that does not hold, or does not say it. */
  readonly times?: ItemTimes
  readonly findings: readonly Finding[]
}

/** What somebody wrote for a task, as {@link findAlike} compares it. */
export interface ComparedItem {
  readonly item: string
  /** Slot and task: only those that were asked the same are compared. */
  readonly asked: string
  readonly tokens: ReadonlySet<string>
  /** What of it the course itself does not have, whatever it is called. */
  readonly shape: ReadonlySet<string>
}

export interface GradedSubmission {
  readonly kind: 'graded'
  readonly items: readonly ItemResult[]
  /** Variants of other learners that it solves though it does not solve its own; by the item's id. */
  readonly solvesOthers: Readonly<Record<string, readonly string[]>>
  readonly compared: readonly ComparedItem[]
}

export type ExamReply =
  | ReadSubmission
  | GradedSubmission
  /** It is no submission, or of nobody on the roster. */
  | { readonly kind: 'unread'; readonly reason: Words }
  /** It is one, but what it holds cannot be graded. */
  | { readonly kind: 'ungradable'; readonly reason: Words }

export type ExamPool = WorkerPool<ExamJob, ExamReply>
