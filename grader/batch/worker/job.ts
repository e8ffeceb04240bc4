/** What main thread and workers say to each other. */
import type { SubmittedState } from '../../../src/course/exam/submission.ts'
import type { Answers } from '../../../src/course/questions/result.ts'
import type { GivenFile } from '../../../src/node/read-files.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { WorkerPool } from '../../workers/pool.ts'
import type { RefusalCode } from '../refusal.ts'
import type { ExamPart } from '../unit.ts'

/** One submission for one task. */
export interface GradeJob {
  readonly learner: string
  /** As `nameOfTask` says it. */
  readonly task: string
  /** RFC 3339. */
  readonly at: string
  readonly late?: boolean
  readonly files: readonly GivenFile[]
  /** Of an exam. */
  readonly part?: ExamPart
  /** The objects of the learner's cluster, which are graded in the place of the files. */
  readonly state?: SubmittedState
  /** Of the part's questions, by their ids. */
  readonly answers?: Answers
}

/** What all results of a batch have in common. */
export interface WorkerSettings {
  readonly language: Language
  readonly version: string
}

/** What a worker of a batch is started with. */
export interface BatchSetting extends WorkerSettings {
  readonly kind: 'batch'
}

/** `graded`: the result as a line of JSON. `refused`: it cannot be graded. */
export type Graded =
  | { readonly kind: 'graded'; readonly line: string }
  | { readonly kind: 'refused'; readonly code: RefusalCode; readonly detail: string }

export type GradePool = WorkerPool<GradeJob, Graded>
export type GradeReply = Awaited<ReturnType<GradePool['grade']>>
