import type { Cli } from '../cli.ts'
import type { Place } from '../grade-options.ts'
import { gradeTask } from '../grade-task.ts'
import { requireOnePlace } from '../place.ts'
import { Problem } from '../problem.ts'
import { requireSection } from '../task-files.ts'

export interface TaskOptions {
  readonly file?: readonly string[]
  readonly on?: Place
  readonly context?: string
  readonly format: string
  readonly output?: string
  readonly watch?: boolean
  readonly answers?: string
  readonly missed?: boolean
  readonly variant?: string
}

/** Options that ask for manifests or a cluster, which questions have nothing to do with. */
const OF_PRACTICE = ['file', 'on', 'context', 'watch', 'variant'] as const
/** Options that are about questions. */
const OF_QUESTIONS = ['answers', 'missed'] as const

/** `grade 3-3`: grades one task. `grade 1-2`: asks a section's questions. */
export async function task(cli: Cli, id: string, options: TaskOptions): Promise<number> {
  const section = await requireSection(cli, id, options.variant)
  const foreign = (section.kind === 'concept' ? OF_PRACTICE : OF_QUESTIONS).find((option) => options[option] !== undefined)
  if (foreign !== undefined)
    throw new Problem('option-not-for-section', { option: `--${foreign}`, section: id, kind: section.kind })
  requireOnePlace(options, options.file ?? [])
  if (section.kind === 'concept') return (await import('../questions/grade-questions.ts')).gradeQuestions(cli, section, options)
  return gradeTask({
    cli,
    task: section,
    files: options.file ?? [],
    format: options.format,
    watch: options.watch === true,
    ...(options.on === undefined ? {} : { on: options.on }),
    ...(options.context === undefined ? {} : { context: options.context }),
    ...(options.output === undefined ? {} : { output: options.output }),
  })
}
