import type { Cli } from '../../terminal/cli.ts'
import { gradeTask } from '../grade-task.ts'
import { observeMessages } from '../../terminal/messages/observe.ts'
import { repairMessages } from '../../terminal/messages/repairs.ts'
import { requireObservable, type ObserveOptions } from '../../environments/live/observe/options.ts'
import { requireOnePlace, type PlaceName } from '../../environments/place.ts'
import { Problem } from '../../terminal/problem.ts'
import { requireRepairable, type RepairOptions } from '../repair-options.ts'
import type { Section } from '../../../src/course/read-section.ts'
import { requireSection } from '../../course/task-files.ts'

export interface TaskOptions extends ObserveOptions, RepairOptions {
  readonly file?: readonly string[]
  readonly on?: PlaceName
  readonly context?: string
  readonly format: string
  readonly output?: string
  readonly watch?: boolean
  readonly answers?: string
  readonly missed?: boolean
  readonly variant?: string
}

/** Options that ask for manifests or a cluster, which questions have nothing to do with. */
const OF_PRACTICE = ['file', 'on', 'context', 'watch', 'variant', 'observe', 'probeImage', 'tryRepairs', 'apply'] as const
/** Options that are about questions. */
const OF_QUESTIONS = ['answers', 'missed'] as const

/** Fails where an option does not go with the section, or with another option, before anything is read. */
function requireFitting(cli: Cli, section: Section, options: TaskOptions): void {
  const foreign = (section.kind === 'concept' ? OF_PRACTICE : OF_QUESTIONS).find((option) => options[option] !== undefined)
  if (foreign !== undefined)
    throw new Problem('option-not-for-section', { option: optionOf(foreign), section: section.id, kind: section.kind })
  requireOnePlace(options, options.file ?? [])
  requireObservable(options, options)
  requireRepairable(options, options)
  if (options.watch !== true) return
  if (options.observe === true) throw new Problem('option-argument', { reason: observeMessages(cli.language).watchIsTooMuch })
  if (options.tryRepairs === true || options.apply === true)
    throw new Problem('option-argument', { reason: repairMessages(cli.language).watchIsTooMuch })
}

/** `probeImage` is `--probe-image`. */
const optionOf = (name: string): string => `--${name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`

/** `grade 3-3`: grades one task. `grade 1-2`: asks a section's questions. */
export async function task(cli: Cli, id: string, options: TaskOptions): Promise<number> {
  const section = await requireSection(cli, id, options.variant)
  requireFitting(cli, section, options)
  if (section.kind === 'concept') return (await import('../questions/grade-questions.ts')).gradeQuestions(cli, section, options)
  const { file = [], watch = false, answers: _answers, missed: _missed, variant: _variant, ...rest } = options
  return gradeTask({ cli, task: section, files: file, watch, ...rest })
}
