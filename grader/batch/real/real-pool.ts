/** Grades submissions in a real cluster, some beside each other, in the place of workers. */
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import type { Task } from '../../../src/course/read-task.ts'
import { toResult, type Result } from '../../../src/grading/result.ts'
import { tellObservations } from '../../../src/grading/observation/tell.ts'
import { messagesIn } from '../../terminal/messages/messages.ts'
import { Problem } from '../../terminal/problem.ts'
import { explainDuplicate } from '../../terminal/warnings.ts'
import type { Places } from '../../environments/fresh/places.ts'
import { wantedOfState } from '../../environments/fresh/wanted.ts'
import { readArchive } from '../../daemon/archive.ts'
import { snapshotOfObjects } from '../../exam/state.ts'
import { gradeJob, toStored } from '../worker/grade-job.ts'
import type { GradeJob, GradePool, GradeReply, WorkerSettings } from '../worker/job.ts'
import { gradeFilesThere, gradeThere, type Observe } from './grade-real.ts'

export interface RealPoolOptions extends WorkerSettings {
  readonly places: Places
  /** Undefined for a section of concepts. */
  readonly taskOf: (job: GradeJob) => Task | undefined
  readonly readCourse: () => Promise<ExamCourse>
  /** Where the network is asked as well. */
  readonly observe?: Observe
}

/** What ends the whole rather than one submission: the cluster's trouble, or somebody's Ctrl-C. */
const isOfAll = (error: unknown): error is Problem => error instanceof Problem && error.code !== 'archive-unreadable'

/** Fails with a problem of the cluster's, after which nothing can be graded. */
export function createRealPool(options: RealPoolOptions): GradePool {
  const grade = async (job: GradeJob): Promise<GradeReply> => {
    try {
      return { kind: 'graded', line: JSON.stringify(toStored(await gradeReal(job, options), job)) }
    } catch (error) {
      if (isOfAll(error)) throw error
      if (error instanceof Problem) return { kind: 'refused', code: 'submission-unsound', detail: error.detail['reason'] ?? '' }
      return { kind: 'threw', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
  return { grade, close: () => Promise.resolve() }
}

const gradeReal = async (job: GradeJob, options: RealPoolOptions): Promise<Result> => {
  const { language, version, places, observe, readCourse } = options
  const task = options.taskOf(job)
  if (task === undefined) return gradeJob(undefined, job, { language, version, readCourse })
  const common = {
    task,
    language,
    version,
    at: job.at,
    files: job.files.map(({ path, sha256 }) => ({ path, sha256 })),
    environment: 'kind' as const,
    ...(observe === undefined ? {} : { tellObservations }),
  }
  const { state } = job
  if (state !== undefined) {
    const atMs = Date.parse(job.at)
    const objects = readArchive(state.objects, job.files[0]?.path ?? '', atMs)
    const snapshot = await snapshotOfObjects(objects, atMs)
    const wanted = wantedOfState(objects, { task: task.id, snapshot, keepsNames: observe !== undefined })
    const checks = await places.with(wanted, async (standing) => gradeThere(task, await standing.snapshot(), observe))
    return toResult({ ...common, checks, problems: [], findPosition: () => undefined })
  }
  const { checks, problems, applied } = await gradeFilesThere(task, job.files, places, observe)
  return toResult({
    ...common,
    checks,
    problems,
    findPosition: (reference, path) => applied.findPosition(reference, path),
    log: applied.duplicates.map((duplicate) => explainDuplicate({ messages: messagesIn(language) }, duplicate)),
  })
}
