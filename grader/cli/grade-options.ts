import type { Task } from '../../src/course/read-task.ts'
import type { Cli } from './cli.ts'

/** Where a task was done. */
export type Place = 'embedded' | 'manifests' | 'kubeconfig'

/** What `grade <task>` was asked to do. Graded by gradeTask in grade-task.ts, which returns the exit code. */
export interface GradeTaskOptions {
  readonly cli: Cli
  readonly task: Task
  /** Manifests and directories of `--file`; empty: the embedded cluster is graded. */
  readonly files: readonly string[]
  readonly on?: Place
  /** Of the user's kubeconfig, where the task was done there. */
  readonly context?: string
  readonly format: string
  /** Where the report goes instead of standard output. */
  readonly output?: string
  readonly watch: boolean
}
