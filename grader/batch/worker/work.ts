/** What a worker of `grade batch` does. */
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import { createSettledStates } from '../../../src/grading/manifests/settled-states.ts'
import { Problem } from '../../terminal/problem.ts'
import { readExamCourse } from '../../exam/course-files.ts'
import { gradeJob } from './grade-job.ts'
import type { GradeJob, Graded, WorkerSettings } from './job.ts'
import { createTaskReader } from './task-reader.ts'

/** `root` holds tasks/. */
export function createBatchWork(root: URL, settings: WorkerSettings): (job: GradeJob) => Promise<Graded> {
  const states = createSettledStates()
  let course: Promise<ExamCourse> | undefined
  const readCourse = (): Promise<ExamCourse> => (course ??= readExamCourse({ root }))
  const taskOf = createTaskReader(root)
  return async (job) => {
    try {
      return { kind: 'graded', line: JSON.stringify(await gradeJob(taskOf(job), job, { ...settings, states, readCourse })) }
    } catch (error) {
      if (error instanceof Problem && error.code === 'archive-unreadable')
        return { kind: 'refused', code: 'submission-unsound', detail: error.detail['reason'] ?? '' }
      throw error
    }
  }
}
