/** What check50 writes with --output json. @see https://cs50.readthedocs.io/projects/check50/en/latest/json_specification/ */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf, problemLines } from './book.ts'
import { isUnjudged, oneLearner } from './one-learner.ts'

/** Lines of a log that are kept. */
const MAX_LOG = 100

const checkOf = (result: Result, check: Result['checks'][number], prefix: string): object => {
  const words = reportMessages(result.task.locale)
  const { passed, expected, actual, help, dependsOn } = check
  const rationale = linesOf(check, words)[0] ?? ''
  const cause =
    passed === true ? null : { rationale, help, ...(expected === null || actual === null ? {} : { expected, actual }) }
  return {
    name: `${prefix}${check.id}`,
    description: check.title,
    passed,
    log: result.log.slice(0, MAX_LOG),
    cause,
    data: { points: check.points, max: check.max },
    dependency: dependsOn[0] === undefined ? null : `${prefix}${dependsOn[0]}`,
  }
}

export const check50 = oneLearner((results) => {
  const [first] = results
  const failed = results.find(isUnjudged)
  const slug = results.map(({ task }) => nameOfTask(task)).join('+')
  if (failed !== undefined && results.length === 1) {
    const [problem] = failed.problems
    return {
      slug,
      error: {
        type: problem?.code ?? failed.status,
        value: problem === undefined ? failed.status : problemLines(problem).join('\n'),
        traceback: [],
        data: {},
      },
      version: first.tool.version,
    }
  }
  const prefix = ({ task }: Result): string => (results.length === 1 ? '' : `${nameOfTask(task)}/`)
  return {
    slug,
    results: results.flatMap((result) => result.checks.map((check) => checkOf(result, check, prefix(result)))),
    version: first.tool.version,
  }
})
