import type { ContentProblem } from '../../src/course/problem.ts'
import type { CauseText } from '../../src/grading/causes/cause.ts'
import type { ChecksReference } from '../../src/node/check-reference.ts'
import type { ResultPart } from '../../src/node/result-reference.ts'
import type { Catalogue, Naming } from '../../src/node/semantics.ts'
import type { Usage } from '../../src/node/usage.ts'
import type { CourseContent } from './content/load-course.ts'

/** What pages are made of. */
export interface Site {
  readonly course: CourseContent
  readonly causes: readonly CauseText[]
  readonly semantics: Catalogue
  readonly tests: Naming
  /** Of the program. */
  readonly version: string
  readonly usage: Usage
  readonly checks: ChecksReference
  /** The fields of a result, by its parts. */
  readonly result: readonly ResultPart[]
  /** Names of all that texts may link to: it decides, with a text, what becomes of it. */
  readonly linked: string
  readonly resolver: (from: string) => (kind: string, name: string) => string | undefined
  readonly note: (problem: ContentProblem) => void
}
