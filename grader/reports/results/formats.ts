/** Every format that results can be written in. */
import type { ResultFormat } from './book.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { text } from './text.ts'

export const RESULT_FORMATS: Readonly<Record<string, ResultFormat>> = {
  text,
  json,
  jsonl,
}
