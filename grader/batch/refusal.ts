/** Why a submission is not graded. It costs itself only: its result is `invalid`, and the class goes on. */
import type { RefusalCode } from './refusal-words.ts'

export type { RefusalCode } from './refusal-words.ts'

/** `detail` is what the words name: a file, a number, a reason. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: string

  constructor(code: RefusalCode, detail = '') {
    super(`${code}: ${detail}`)
    this.name = 'Refusal'
    this.code = code
    this.detail = detail
  }
}
