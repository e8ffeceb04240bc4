/** For people at a terminal: one result at length, a class as a line for each learner and task. */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { pad, paint, type Style } from '../layout.ts'
import { renderText } from '../text.ts'
import { resultListWords } from '../messages/results.ts'
import { tellOverview } from './overview.ts'
import { codesOf, overviewOf, type Book, type ResultFormat } from './book.ts'

const COLORS = { pass: 'green', partial: 'yellow', fail: 'red', invalid: 'red', error: 'red' } as const

function* write(book: Book): Generator<string> {
  const { results, style, language, isSingle } = book
  if (isSingle) {
    for (const result of results) yield renderText(result, style)
    return
  }
  const words = resultListWords(language)
  let width = 0
  for (const { learner } of results) width = Math.max(width, learner?.id.length ?? 0)
  for (const result of results) yield `${lineOf(result, style, Math.min(width, 40), words.status)}\n`
  yield `\n  ${tellOverview(overviewOf(results), language)}\n`
}

const lineOf = (result: Result, style: Style, width: number, status: Readonly<Record<Result['status'], string>>): string => {
  const points = `${result.score}/${result.max}`.padStart(8)
  const late = result.submission.late === true ? ' *' : ''
  const word = paint(style, COLORS[result.status], pad(status[result.status], 8))
  return `  ${pad(result.learner?.id ?? '', width)}  ${nameOfTask(result.task)}  ${points}${late}  ${word}  ${codesOf(result).join(' ')}`.trimEnd()
}

export const text: ResultFormat = { about: 'class', write }
