/** A result of netgrade/result/v1 on each line. @see https://jsonlines.org */
import type { ResultFormat } from './book.ts'

export const jsonl: ResultFormat = {
  about: 'class',
  *write({ results }) {
    for (const result of results) yield `${JSON.stringify(result)}\n`
  },
}
