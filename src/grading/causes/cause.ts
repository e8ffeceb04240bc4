/** One thing that learners do, recognised by what the checks found, never by the text of a manifest. */
import type { FieldReference } from '../../kubernetes/object.ts'
import type { Failure } from '../failure.ts'
import type { Patch } from '../repair/patch.ts'
import type { DiffLine } from '../repair/diff-texts.ts'
import type { Words } from '../words.ts'

export interface CauseText {
  /** Stable: reports, pages and `grade explain` name it. */
  readonly code: string
  /** One sentence: what is so. */
  readonly title: Words
  /** Why it matters and what to do, for a page of its own. */
  readonly explanation: Words
  /** The smallest mistake and what mends it. */
  readonly example: readonly DiffLine[]
  /** The section of the course that teaches it. */
  readonly section: string
}

export interface Evidence {
  /** Where it stands. */
  readonly where?: FieldReference
  /** What there is, and what was expected instead; one line each. */
  readonly facts: readonly Words[]
  /** How sure: 2 where nothing else explains it so exactly, 1 otherwise, 0 where it only may be so. */
  readonly weight: 0 | 1 | 2
}

export interface Cause extends CauseText {
  matches(failure: Failure): Evidence | undefined
  /** Candidates; only one that proves itself is shown. */
  repairs(failure: Failure, evidence: Evidence): readonly Patch[]
}
