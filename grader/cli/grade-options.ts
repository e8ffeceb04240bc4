import type { Task } from '../../src/course/read-task.ts'
import type { Cli } from '../terminal/cli.ts'
import type { PlaceName } from '../environments/place.ts'
import type { RepairOptions } from './repair-options.ts'

/** What `grade <task>` was asked to do. Graded by gradeTask in grade-task.ts, which returns the exit code. */
export interface GradeTaskOptions extends RepairOptions {
  readonly cli: Cli
  readonly task: Task
  /** Manifests and directories of `--file`; empty: the embedded cluster is graded. */
  readonly files: readonly string[]
  readonly on?: PlaceName
  /** Of the user's kubeconfig, where the task was done there. */
  readonly context?: string
  /** Whether probes in the cluster decide. */
  readonly observe?: boolean
  readonly probeImage?: string
  readonly format: string
  /** Where the report goes instead of standard output. */
  readonly output?: string
  readonly watch: boolean
}
