/** The results of submissions that are not graded. */
import { toResult, type Result, type ResultProblem } from '../../src/grading/result.ts'
import { toStored } from './worker/grade-job.ts'
import type { GradeJob, WorkerSettings } from './worker/job.ts'
import { REFUSALS } from './refusal-words.ts'
import type { Refusal } from './refusal.ts'
import type { Unit } from './unit.ts'
import type { StoredResult } from './results/stored-result.ts'

const problem = (code: string, title: string, message: string, facts: readonly string[]): ResultProblem => ({
  code,
  title,
  message,
  facts,
  section: '',
  position: null,
  repair: null,
  joint: false,
})

const unjudged = (task: Unit['task'], job: GradeJob, { language, version }: WorkerSettings): Result =>
  toResult({
    task,
    language,
    version,
    environment: 'manifests',
    at: job.at,
    files: job.files.map(({ path, sha256 }) => ({ path, sha256 })),
    checks: task.checks.map((check) => ({ check, passed: null, blockedBy: [], diagnoses: [] })),
    problems: [],
    findPosition: () => undefined,
  })

/** `invalid`: the learner's doing, told with what to do about it. */
export const refusedResult = (
  task: Unit['task'],
  job: GradeJob,
  refusal: Pick<Refusal, 'code' | 'detail'>,
  settings: WorkerSettings,
): StoredResult => {
  const { title, todo } = REFUSALS[refusal.code]
  const { language } = settings
  const told = refusal.detail[language]
  const message = told === '' ? title[language] : told
  const problems = [problem(refusal.code, title[language], message, [todo[language]])]
  return toStored({ ...unjudged(task, job, settings), status: 'invalid', problems }, job)
}

/** `error`: a mistake of ours, which is never scored. */
export const failedResult = (task: Unit['task'], job: GradeJob, reason: string, settings: WorkerSettings): StoredResult =>
  toStored(
    { ...unjudged(task, job, settings), status: 'error', problems: [problem('internal', 'internal error', reason, [])] },
    job,
  )
