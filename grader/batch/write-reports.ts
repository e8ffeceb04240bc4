/** Reports beside what is printed: `--report FORMAT=FILE`, with `{learner}` in FILE one for each learner. */
import { dirname } from 'node:path'
import { makeFolder } from '../../src/node/make-folder.ts'
import { Problem } from '../terminal/problem.ts'
import { byLearner, type Book, type ResultFormat } from '../reports/results/book.ts'
import { RESULT_FORMATS } from '../reports/results/formats.ts'
import { replaceFile } from './results/lines.ts'

export interface ReportRequest {
  readonly format: ResultFormat
  readonly file: string
}

const PLACE = '{learner}'

/** Reads `junit=FILE`; to be asked before anything is done. */
export const parseReport = (given: string): ReportRequest => {
  const [, name = '', file = ''] = /^([^=]+)=(.+)$/u.exec(given) ?? []
  const format = Object.hasOwn(RESULT_FORMATS, name) ? RESULT_FORMATS[name] : undefined
  if (format === undefined) throw new Problem('report-unreadable', { given, formats: Object.keys(RESULT_FORMATS).join(', ') })
  if (format.about === 'learner' && !file.includes(PLACE)) throw new Problem('report-needs-learner', { format: name })
  return { format, file }
}

/** A learner's name as a part of a path: nothing in it leads anywhere else, and no two get the same. */
export const fileNameOf = (learner: string): string =>
  encodeURIComponent(learner).replaceAll(/[.*'()!~]/gu, (letter, index) =>
    letter === '.' && index > 0 ? letter : `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )

export function writeReports(requests: readonly ReportRequest[], book: Book): void {
  for (const { format, file } of requests) {
    if (!file.includes(PLACE)) writeReport(file, format, book)
    else
      for (const results of byLearner(book.results)) {
        const learner = results[0].learner?.id ?? ''
        writeReport(file.replaceAll(PLACE, fileNameOf(learner)), format, { ...book, results })
      }
  }
}

function writeReport(path: string, format: ResultFormat, book: Book): void {
  try {
    makeFolder(dirname(path))
    replaceFile(path, format.write(book))
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error
    throw new Problem('output-unwritable', { path, reason: error.message, option: '--report' }, error)
  }
}
