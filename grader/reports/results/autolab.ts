/** The last lines of an Autolab autograder: stages with a hint where one fails, then the scores. @see https://docs.autolabproject.com/features/formatted-feedback/ */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { byLearner, linesOf, problemLines, type ResultFormat } from './book.ts'

const feedbackOf = (results: readonly Result[]): object => ({
  _presentation: 'semantic',
  stages: results.map(({ task }) => nameOfTask(task)),
  ...Object.fromEntries(
    results.map((result) => [
      nameOfTask(result.task),
      Object.fromEntries(result.checks.map((check) => [check.title, stepOf(result, check)])),
    ]),
  ),
})

const stepOf = ({ problems, task }: Result, check: Result['checks'][number]): object => {
  if (check.passed === true) return { passed: true }
  const lines = problems.length > 0 ? problems.flatMap(problemLines) : linesOf(check, reportMessages(task.locale))
  return { passed: false, hint: lines.join('\n') }
}

export const autolab: ResultFormat = {
  about: 'learner',
  *write({ results }) {
    for (const own of byLearner(results)) {
      yield `${JSON.stringify(feedbackOf(own))}\n`
      yield `${JSON.stringify({ scores: Object.fromEntries(own.map(({ task, score }) => [nameOfTask(task), score])) })}\n`
    }
  },
}
