/** The results of an Exercism test runner, version 3. @see https://exercism.org/docs/building/tooling/test-runners/interface */
import type { Result } from '../../../src/grading/result.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf } from './book.ts'
import { cut, isUnjudged, oneLearner, problemsText } from './one-learner.ts'

const MAX_MESSAGE = 65_535

export const exercism = oneLearner((results) => {
  const message = problemsText(results)
  if (results.some(isUnjudged)) return { version: 3, status: 'error', message: cut(message, MAX_MESSAGE), tests: [] }
  const isPass = results.every(({ status }) => status === 'pass')
  return {
    version: 3,
    status: isPass ? 'pass' : 'fail',
    message: null,
    tests: results.flatMap((result, index) => result.checks.map((check) => testOf(result, check, index + 1))),
  }
})

const testOf = (result: Result, check: Result['checks'][number], taskId: number): object => {
  const lines = linesOf(check, reportMessages(result.task.locale))
  return {
    name: check.title,
    status: check.passed === true ? 'pass' : 'fail',
    task_id: taskId,
    ...(check.passed === true ? {} : { message: cut(lines.join('\n'), MAX_MESSAGE) }),
  }
}
