/** An exam as its author writes it in `tasks/exams/<id>.yaml`. Its schema is exam.schema.json beside this file. */
import type { Words } from '../../grading/words.ts'
import type { Position } from '../../kubernetes/yaml/problem.ts'

/** How several submissions of one learner become one score. */
export const SCORING = ['best', 'last', 'first', 'declining', 'ioi'] as const
export type Scoring = (typeof SCORING)[number]

/** Where an exam may be sat: each attempt has a cluster of its own. What changes in the embedded one is kept at once, in a real one every few seconds. */
export const EXAM_ENVIRONMENTS = ['embedded', 'kind'] as const
export type ExamEnvironment = (typeof EXAM_ENVIRONMENTS)[number]

/** What `grade <slot>` tells during the exam: only that something was noted, whether all is right, or which checks pass. */
export const DURING = ['nothing', 'verdict', 'checks'] as const
/** What results tell the learner afterwards: nothing, points, the checks too, or explanations and repairs as well. */
export const AFTER = ['nothing', 'points', 'checks', 'everything'] as const

export interface Attempts {
  readonly scoring: Scoring
  /** Most submissions that count; later ones are kept, and not scored. */
  readonly limit: number
  /** What an improvement in the first, second, … submission is worth, from 0 to 1: `declining` only. */
  readonly shares: readonly number[]
}

/** One of several things that a slot may ask: a practice task or a variant of it, or a question of a concept section. */
export type Alternate =
  | { readonly kind: 'task'; readonly task: string; readonly variant?: string }
  | { readonly kind: 'question'; readonly section: string; readonly question: string }

/** Stable within a pool: `3-3`, `3-3/egress`, `3-1#shared-address`. */
export const nameAlternate = (alternate: Alternate): string =>
  alternate.kind === 'question'
    ? `${alternate.section}#${alternate.question}`
    : alternate.variant === undefined
      ? alternate.task
      : `${alternate.task}/${alternate.variant}`

export interface Slot {
  readonly id: string
  readonly points: number
  /** How many of the pool each learner is asked. */
  readonly draw: number
  readonly pool: readonly Alternate[]
  /** What stands before it is closed once it was opened. */
  readonly lock: boolean
  /** Something in it was broken: whoever handed in something that counts has all its points, whatever was drawn. */
  readonly forceMax: boolean
  readonly position: Position
}

/** A date of a window is RFC 3339; absent where there is no bound. */
export interface Window {
  readonly opens?: string
  readonly closes?: string
}

export interface Exam extends Window {
  readonly id: string
  /** Another number draws other variants. */
  readonly version: number
  readonly title: Words
  /** Shown before the start, and agreed to. */
  readonly honour?: Words
  readonly minutes: number
  /** How long after its end a submission is still taken as in time. */
  readonly graceMinutes: number
  readonly attempts: Attempts
  readonly environments: readonly ExamEnvironment[]
  readonly shows: { readonly during: (typeof DURING)[number]; readonly after: (typeof AFTER)[number] }
  readonly slots: readonly Slot[]
}

export const maxPoints = ({ slots }: Pick<Exam, 'slots'>): number => slots.reduce((sum, { points }) => sum + points, 0)
