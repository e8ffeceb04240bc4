/** What is read of an exam's results to say something of the exam. */
import type { Words } from '../../grading/words.ts'
import type { Parameters } from '../parameters.ts'
import type { PosedQuestion } from '../questions/question.ts'
import type { SlotScore } from './attempts.ts'
import type { ItemTimes } from './time-on-items.ts'

/** An item of a learner's, as it was graded. */
export interface AnalysedItem {
  readonly id: string
  readonly slot: string
  readonly alternate: string
  readonly parameters: Parameters
  readonly points: number
  readonly max: number
  readonly status: string
  readonly checks: readonly { readonly id: string; readonly passed: boolean | null }[]
  /** Of a question that was answered. */
  readonly answer?: readonly string[]
}

export interface AnalysedLearner {
  readonly slots: readonly SlotScore[]
  readonly submissions: readonly {
    readonly counts: boolean
    readonly times?: ItemTimes
    readonly items: readonly AnalysedItem[]
  }[]
}

/** A question that was asked; its options are the same for all learners, in whatever order each of them saw these. */
export interface AnalysedQuestion extends Pick<PosedQuestion, 'form' | 'key'> {
  readonly options: readonly { readonly id: string; readonly text: Words }[]
}

/** By the alternate's name. */
export type AnalysedQuestions = Readonly<Record<string, AnalysedQuestion>>

/** Draws a whole number below the limit. */
export type Below = (limit: number) => number

/** Of a learner who handed in something that counts. */
export const lastCounted = ({ submissions }: AnalysedLearner): AnalysedLearner['submissions'][number] | undefined =>
  submissions.findLast(({ counts }) => counts)

/** Points that everybody was given tell nobody apart. */
export const isEarned = ({ forced }: SlotScore): boolean => forced !== true
