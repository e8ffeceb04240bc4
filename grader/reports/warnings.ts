/** What is odd about the input and keeps no command from answering, beside an answer in JSON. */
import type { ObjectReference } from '../../src/kubernetes/object.ts'

/** As other programs read it. */
export interface InputWarning {
  readonly code: 'duplicate-object'
  readonly object: ObjectReference
  /** `file:line:column` of the manifest that does not count, and of the later one that does. */
  readonly ignored: string
  readonly applied: string
}

/** The answer in JSON, with a field `warnings` where there are some. */
export const toJson = (answer: object, warnings: readonly InputWarning[]): string =>
  JSON.stringify(warnings.length === 0 ? answer : { ...answer, warnings }, undefined, 2)
