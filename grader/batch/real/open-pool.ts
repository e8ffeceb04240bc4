/** The pool of a class that is graded in the cluster of `grade up --on kind`. */
import type { Cli } from '../../terminal/cli.ts'
import { imageOf, type ObserveOptions } from '../../environments/live/observe/options.ts'
import { withKindPlaces } from '../../environments/fresh/open.ts'
import { observeTask } from '../../environments/live/observe/observe-task.ts'
import { readExamCourse } from '../../exam/course-files.ts'
import { createTaskReader } from '../worker/task-reader.ts'
import type { GradePool, WorkerSettings } from '../worker/job.ts'
import type { Observe } from './grade-real.ts'
import { createRealPool } from './real-pool.ts'

/** Submissions side by side, unless somebody says how many: their Pods share the nodes. */
export const TOGETHER = 4

/** What is asked of the network is told in the results; here it would be told for everybody at once. */
const observeIn =
  (cli: Cli, options: ObserveOptions): Observe =>
  (task, snapshot) =>
    observeTask({ ...cli, err: () => undefined }, { task, snapshot }, { on: 'kind', ...imageOf(options) })

export interface RealOptions extends ObserveOptions, WorkerSettings {
  readonly jobs?: number
}

/** Whatever becomes of the work, nothing stays in the cluster. */
export const withRealPool = <Value>(
  cli: Cli,
  options: RealOptions,
  work: (pool: GradePool) => Promise<Value>,
): Promise<Value> =>
  withKindPlaces(cli.paths, options.jobs ?? TOGETHER, (places) => {
    let course: ReturnType<typeof readExamCourse> | undefined
    return work(
      createRealPool({
        language: options.language,
        version: options.version,
        places,
        taskOf: createTaskReader(cli.root),
        readCourse: () => (course ??= readExamCourse(cli)),
        ...(options.observe === true ? { observe: observeIn(cli, options) } : {}),
      }),
    )
  })
