/** Formats that a file holds one learner's results of. */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { byLearner, problemLines, type Book, type ResultFormat } from './book.ts'

/** A format whose files are one JSON value. */
export const oneLearner = (toValue: (results: readonly [Result, ...Result[]], book: Book) => object): ResultFormat => ({
  about: 'learner',
  *write(book) {
    for (const own of byLearner(book.results)) yield `${JSON.stringify(toValue(own, book), null, 2)}\n`
  },
})

export const isUnjudged = ({ status }: Result): boolean => status === 'invalid' || status === 'error'

/** What kept results from being judged, in plain text; empty where nothing did. */
export const problemsText = (results: readonly Result[]): string =>
  results
    .flatMap(({ problems, task }) => problems.map((problem) => `${nameOfTask(task)}: ${problemLines(problem).join('\n')}`))
    .join('\n\n')

/** At most so many letters, with a sign where some are missing. */
export const cut = (text: string, limit: number): string => {
  const letters = Array.from(text)
  return letters.length <= limit ? text : `${letters.slice(0, limit - 1).join('')}…`
}
