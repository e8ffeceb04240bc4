/** Grades one submission, as a worker does. */
import type { Task } from '../../../src/course/read-task.ts'
import { gradeManifests } from '../../../src/grading/manifests/grade-manifests.ts'
import type { SettledStates } from '../../../src/grading/manifests/settled-states.ts'
import { toResult } from '../../../src/grading/result.ts'
import { messagesIn } from '../../cli/messages/messages.ts'
import { explainDuplicate } from '../../cli/warnings.ts'
import type { StoredResult } from '../results/stored-result.ts'
import type { GradeJob, WorkerSettings } from './job.ts'

/** Lines of the log that a result keeps. */
const MAX_LOG = 100

/** The result of a submission. */
export async function gradeJob(
  task: Task,
  job: GradeJob,
  { language, version, states }: WorkerSettings & { readonly states?: SettledStates },
): Promise<StoredResult> {
  const { checks, problems, applied } = await gradeManifests(task, job.files, states)
  const result = toResult({
    task,
    language,
    version,
    environment: 'manifests',
    at: job.at,
    files: job.files.map(({ path, sha256 }) => ({ path, sha256 })),
    checks,
    problems,
    findPosition: (reference, path) => applied.findPosition(reference, path),
    log: applied.duplicates
      .slice(0, MAX_LOG)
      .map((duplicate) => explainDuplicate({ messages: messagesIn(language) }, duplicate)),
  })
  return toStored(result, job)
}

/** The result with whose it is. The learner stands first, for those who read the lines. */
export const toStored = (
  { schema, ...result }: Omit<StoredResult, 'learner'>,
  { learner, late }: Pick<GradeJob, 'learner' | 'late'>,
): StoredResult => ({
  schema,
  learner: { id: learner },
  ...result,
  submission: { ...result.submission, ...(late === undefined ? {} : { late }) },
})
