import type { Cli } from '../cli.ts'
import { gradeTask } from '../grade-task.ts'

export interface TaskOptions {
  readonly file?: readonly string[]
  readonly on?: 'embedded' | 'manifests'
  readonly format: string
  readonly output?: string
  readonly watch?: boolean
}

/** `grade 3-3`: grades one task. */
export const task = (cli: Cli, id: string, options: TaskOptions): Promise<number> =>
  gradeTask({
    cli,
    task: id,
    files: options.file ?? [],
    format: options.format,
    watch: options.watch === true,
    ...(options.on === undefined ? {} : { on: options.on }),
    ...(options.output === undefined ? {} : { output: options.output }),
  })
