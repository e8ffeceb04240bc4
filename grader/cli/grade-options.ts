import type { Task } from '../../src/course/read-task.ts'
import type { Cli } from './cli.ts'

/** What `grade <task>` was asked to do. Graded by gradeTask in grade-task.ts, which returns the exit code. */
export interface GradeTaskOptions {
  readonly cli: Cli
  readonly task: Task
  /** Manifests and directories of `--file`; empty: the embedded cluster is graded. */
  readonly files: readonly string[]
  readonly on?: 'embedded' | 'manifests'
  readonly format: string
  /** Where the report goes instead of standard output. */
  readonly output?: string
  readonly watch: boolean
}
