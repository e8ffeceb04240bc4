/** What main thread and workers say to each other. */
import type { GivenFile } from '../../../src/node/read-files.ts'
import type { Language } from '../../../src/grading/words.ts'

/** One submission for one task. */
export interface GradeJob {
  readonly learner: string
  readonly task: string
  /** RFC 3339. */
  readonly at: string
  readonly late?: boolean
  readonly files: readonly GivenFile[]
}

/** What a worker is started with. */
export interface WorkerSettings {
  readonly language: Language
  readonly version: string
}

/** `graded`: the result as a line of JSON. `threw`: our own mistake. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'graded'; readonly line: string }
  | { readonly kind: 'threw'; readonly reason: string }
