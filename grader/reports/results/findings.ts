/** Results as findings at places in files, for annotations and editors. */
import type { Result, ResultPosition } from '../../../src/grading/result.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf, problemLines } from './book.ts'

export interface Finding {
  readonly code: string
  readonly title: string
  readonly message: string
  readonly position: ResultPosition | null
}

/** One for each problem and each failed check; what is blocked has the cause of another. */
export const findingsOf = (result: Result): readonly Finding[] => [
  ...result.problems.map((problem) => ({
    code: problem.code,
    title: problem.title,
    message: problemLines(problem).join('\n'),
    position: problem.position,
  })),
  ...result.checks.flatMap((check) =>
    check.passed === false
      ? [
          {
            code: check.causes[0]?.code ?? 'check-failed',
            title: check.title,
            message: linesOf(check, reportMessages(result.task.locale)).join('\n'),
            position: check.position,
          },
        ]
      : [],
  ),
]

/** Where the file stands in a folder with a folder for each learner. */
export const placeOf = (result: Result, file: string): string =>
  result.learner === undefined ? file : `${result.learner.id}/${file}`
