/**
 * classroom50/result/v1. What only the runner knows (classroom, owner, commit) it puts into the environment, and checks afterwards.
 * @see https://github.com/foundation50/classroom50
 */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf, problemLines } from './book.ts'
import { oneLearner } from './one-learner.ts'

/** Points have to be whole there: rounded down, so that no total is more than its parts. */
const whole = (points: number): number => Math.floor(points)

const sum = (tests: readonly { readonly [Key in 'score' | 'max-score']: number }[], key: 'score' | 'max-score'): number =>
  tests.reduce((total, test) => total + test[key], 0)

const toClassroom50 = (
  results: readonly [Result, ...Result[]],
  environment: Readonly<Record<string, string | undefined>>,
): object => {
  const [first] = results
  const value = (...names: readonly string[]): string =>
    names.map((name) => environment[name]).find((found) => found !== undefined && found !== '') ?? 'unknown'
  const tests = results.flatMap((result) => result.checks.map((check) => testOf(result, check)))
  const tag = value('SUBMISSION_TAG')
  return {
    schema: 'classroom50/result/v1',
    classroom: value('CLASSROOM'),
    assignment: value('ASSIGNMENT'),
    assignment_type: environment['MODE'] === 'group' ? 'group' : 'individual',
    owner: first.learner?.id ?? value('OWNER', 'GITHUB_ACTOR'),
    submission: tag.startsWith('submit/') ? tag : `submit/${tag}`,
    commit: value('COMMIT_URL', 'GITHUB_SHA'),
    release: value('RELEASE_URL', 'COMMIT_URL', 'GITHUB_SHA'),
    review: value('REVIEW_URL', 'COMMIT_URL', 'GITHUB_SHA'),
    datetime: `${first.submission.at.slice(0, 19)}Z`,
    score: sum(tests, 'score'),
    'max-score': sum(tests, 'max-score'),
    tests,
  }
}

const testOf = ({ task, problems }: Result, check: Result['checks'][number]) => ({
  'test-name': `${nameOfTask(task)}: ${check.title}`,
  passed: check.passed === true,
  score: whole(check.points),
  'max-score': whole(check.max),
  output: (problems.length > 0 ? problems.flatMap(problemLines) : linesOf(check, reportMessages(task.locale))).join('\n'),
})

export const classroom50 = oneLearner((results, { environment }) => toClassroom50(results, environment))
