/** results.json of a PrairieLearn external grader. What cannot be read is not gradable, and costs no attempt. @see https://docs.prairielearn.com/externalGrading/ */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf, problemLines, totalOf } from './book.ts'
import { isUnjudged, oneLearner } from './one-learner.ts'

export const prairielearn = oneLearner((results) => {
  const unjudged = results.filter(isUnjudged)
  if (unjudged.length === results.length)
    return {
      gradable: false,
      format_errors: unjudged.flatMap(({ problems }) => problems.map((problem) => problemLines(problem).join('\n'))),
      score: 0,
    }
  const { score, max } = totalOf(results)
  return {
    gradable: true,
    score: max === 0 ? 0 : score / max,
    tests: results.flatMap((result) => result.checks.map((check) => testOf(result, check))),
  }
})

const testOf = ({ task, problems }: Result, check: Result['checks'][number]): object => ({
  name: check.title,
  description: `${nameOfTask(task)} ${task.title}`,
  points: check.points,
  max_points: check.max,
  message:
    problems.length > 0
      ? problems.map(({ title }) => title).join('\n')
      : linesOf(check, reportMessages(task.locale)).join('\n'),
})
