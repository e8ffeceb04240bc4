/** Why a submission is not graded. It costs itself only: its result is `invalid`, and the class goes on. */
import { same, type Words } from '../../src/grading/words.ts'
import type { RefusalCode } from './refusal-words.ts'

export type { RefusalCode } from './refusal-words.ts'

/** `detail` is what the words name: a file, a number, a reason, which is the same in every language where it is a text alone. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly detail: Words

  constructor(code: RefusalCode, detail: string | Words = '') {
    const words = typeof detail === 'string' ? same(detail) : detail
    super(`${code}: ${words.en}`)
    this.name = 'Refusal'
    this.code = code
    this.detail = words
  }
}
