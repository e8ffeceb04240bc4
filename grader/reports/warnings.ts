/** What is odd about the input and keeps no command from answering, beside an answer in JSON. */
import type { InputWarning } from '../terminal/warnings.ts'

/** The answer in JSON, with a field `warnings` where there are some. */
export const toJson = (answer: object, warnings: readonly InputWarning[]): string =>
  JSON.stringify(warnings.length === 0 ? answer : { ...answer, warnings }, undefined, 2)
