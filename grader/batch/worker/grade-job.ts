/** Grades one submission, as a worker does. */
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import type { SubmittedState } from '../../../src/course/exam/submission.ts'
import { toQuestionsResult } from '../../../src/course/questions/result.ts'
import type { Task } from '../../../src/course/read-task.ts'
import { gradeManifests } from '../../../src/grading/manifests/grade-manifests.ts'
import type { SettledStates } from '../../../src/grading/manifests/settled-states.ts'
import { gradeSnapshot } from '../../../src/grading/grade.ts'
import { toResult, type Result } from '../../../src/grading/result.ts'
import { messagesIn } from '../../terminal/messages/messages.ts'
import { explainDuplicate } from '../../terminal/warnings.ts'
import { snapshotOfState } from '../../exam/state.ts'
import type { StoredResult } from '../results/stored-result.ts'
import type { GradeJob, WorkerSettings } from './job.ts'
import { weigh } from './weigh.ts'

/** Lines of the log that a result keeps. */
const MAX_LOG = 100

interface Graders extends WorkerSettings {
  readonly states?: SettledStates
  /** Asked for where an exam has questions. */
  readonly readCourse?: () => Promise<ExamCourse>
}

/** The result of a submission. `task` is undefined where only questions were asked. */
export async function gradeJob(task: Task | undefined, job: GradeJob, graders: Graders): Promise<StoredResult> {
  if (task === undefined) return toStored(await gradeQuestions(job, graders), job)
  return toStored(
    await (job.state === undefined ? gradeFiles(task, job, graders) : gradeState(task, job.state, job, graders)),
    job,
  )
}

const commonOf = (task: Task, { at, files }: GradeJob, { language, version }: WorkerSettings) => ({
  task,
  language,
  version,
  at,
  files: files.map(({ path, sha256 }) => ({ path, sha256 })),
})

const gradeFiles = async (task: Task, job: GradeJob, graders: Graders): Promise<Result> => {
  const { checks, problems, applied } = await gradeManifests(task, job.files, graders.states)
  return toResult({
    ...commonOf(task, job, graders),
    environment: 'manifests',
    checks,
    problems,
    findPosition: (reference, path) => applied.findPosition(reference, path),
    log: applied.duplicates
      .slice(0, MAX_LOG)
      .map((duplicate) => explainDuplicate({ messages: messagesIn(graders.language) }, duplicate)),
  })
}

/** As `grade exam grade` does. */
const gradeState = async (task: Task, state: SubmittedState, job: GradeJob, graders: Graders): Promise<Result> => {
  const snapshot = await snapshotOfState(state, job.files[0]?.path ?? '', Date.parse(job.at))
  const { rebuild } = await import('../../../src/grading/repair/rebuild.ts')
  const checks = await gradeSnapshot(task, snapshot, {
    explain: true,
    rebuild: (now, patch) => rebuild(now, patch, { keepAddresses: false }),
    findManifest: () => undefined,
  })
  return toResult({
    ...commonOf(task, job, graders),
    environment: 'embedded',
    checks,
    problems: [],
    findPosition: () => undefined,
  })
}

const gradeQuestions = async (job: GradeJob, graders: Graders): Promise<Result> => {
  const { language, version, readCourse } = graders
  const course = await readCourse?.()
  if (course === undefined) throw new Error('there is no course to ask')
  const asked = await Promise.all(Object.keys(job.part?.questions ?? {}).map((id) => course.questionOf(job.task, id)))
  return toQuestionsResult({
    concept: { id: job.task, title: course.titleOf(job.task) },
    questions: asked.flatMap((one) => one?.question ?? []),
    answers: job.answers ?? {},
    language,
    version,
    at: job.at,
    files: job.files.map(({ path, sha256 }) => ({ path, sha256 })),
  })
}

/** The result with whose it is. The learner stands first, for those who read the lines. */
export const toStored = (
  result: Result,
  { learner, late, part }: Pick<GradeJob, 'learner' | 'late' | 'part'>,
): StoredResult => {
  const { schema, ...weighed } = part === undefined ? result : weigh(result, part)
  const submission = { ...weighed.submission, ...(late === undefined ? {} : { late }) }
  return { schema, learner: { id: learner }, ...weighed, submission }
}
