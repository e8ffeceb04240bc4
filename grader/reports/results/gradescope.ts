/** results.json of a Gradescope autograder. @see https://gradescope-autograders.readthedocs.io/en/latest/specs/ */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf, totalOf } from './book.ts'
import { oneLearner, problemsText } from './one-learner.ts'

export const gradescope = oneLearner((results) => ({
  score: totalOf(results).score,
  output: problemsText(results),
  output_format: 'text',
  test_output_format: 'text',
  stdout_visibility: 'hidden',
  tests: results.flatMap((result) => result.checks.map((check, index) => testOf(result, check, index + 1))),
}))

const testOf = ({ task }: Result, check: Result['checks'][number], number: number): object => ({
  name: check.title,
  number: `${nameOfTask(task)}.${number}`,
  score: check.points,
  max_score: check.max,
  status: check.passed === true ? 'passed' : 'failed',
  output: linesOf(check, reportMessages(task.locale)).join('\n'),
  tags: [nameOfTask(task), ...check.tags],
  visibility: 'visible',
})
