/** What `grade exam grade` writes: netgrade/exam-results/v1. */
import type { AnalysedQuestions } from '../../../src/course/exam/analysed.ts'
import type { SlotScore } from '../../../src/course/exam/attempts.ts'
import type { Exam } from '../../../src/course/exam/exam.ts'
import type { ItemResult } from '../../../src/course/exam/grade-submission.ts'
import type { ItemTimes } from '../../../src/course/exam/time-on-items.ts'
import type { Words } from '../../../src/grading/words.ts'
import type { Finding } from '../verify.ts'

export interface SubmissionResult {
  readonly file: string
  readonly attempt: number
  /** RFC 3339, by the learner's clock. */
  readonly at: string
  /** The public key it was signed with. */
  readonly key: string
  readonly program: string
  /** Time spent on each item up to here, as its log tells; absent where that does not hold, or is of a program that did not note it. */
  readonly times?: ItemTimes
  readonly findings: readonly Finding[]
  /** False where a finding forbids it: then it is not scored. */
  readonly counts: boolean
  readonly items: readonly ItemResult[]
  /** Variants of other learners that it solves though it does not solve its own; by the item's id. */
  readonly solvesOthers: Readonly<Record<string, readonly string[]>>
  /** Other learners whose states are much like it, in what hardly anybody else has; by the item's id. */
  readonly alike: Readonly<Record<string, readonly string[]>>
}

export interface LearnerResult {
  readonly learner: string
  readonly name: string
  readonly variant: string
  readonly submissions: readonly SubmissionResult[]
  readonly slots: readonly SlotScore[]
  readonly score: number
  readonly max: number
}

export interface ExamResults {
  readonly schema: 'netgrade/exam-results/v1'
  readonly tool: { readonly name: 'netgrade'; readonly version: string }
  readonly exam: {
    readonly id: string
    readonly version: number
    readonly title: Exam['title']
    readonly scoring: string
    /** What a learner may be told of the result. */
    readonly after: Exam['shows']['after']
  }
  readonly learners: readonly LearnerResult[]
  /** Questions that were drawn, with their options; results of earlier programs have none. */
  readonly questions?: AnalysedQuestions
  /** Files that belong to no learner of the roster, or are no submissions. */
  readonly unread: readonly {
    readonly file: string
    readonly reason: Words
    /** It was a mistake of the grader's own that kept it from being read. */
    readonly internal?: boolean
  }[]
}
