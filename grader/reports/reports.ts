/** Every format that one result can be written in. */
import type { Result } from '../../src/grading/result.ts'
import type { Style } from './layout.ts'
import { bookOf, type Book } from './results/book.ts'
import { RESULT_FORMATS } from './results/formats.ts'

type Render = (result: Result, style: Style, environment: Book['environment']) => string

export const REPORTS: Readonly<Record<string, Render>> = Object.fromEntries(
  Object.entries(RESULT_FORMATS)
    .filter(([, { about }]) => about !== 'list')
    .map(([name, { write }]) => [
      name,
      (result, style, environment) => [...write(bookOf([result], { style, environment, isSingle: true }))].join(''),
    ]),
)
