import { createEmbeddedEnvironment } from '../../environments/embedded.ts'
import type { Cli } from '../cli.ts'
import { PLAIN } from '../../../src/course/variants.ts'
import { variantMessages } from '../messages/variants.ts'
import { recordChosen } from '../progress.ts'
import { nameOf, requireTask, variantNames } from '../task-files.ts'

export interface StartOptions {
  readonly force?: boolean
  /** Leave the task's text out. */
  readonly brief?: boolean
  /** Remembered: from now on the section's commands mean this variant. */
  readonly variant?: string
}

/** `grade start 3-3`: puts the start state into the cluster and shows what is asked. Exit code 3 where the API server refused a part of it. */
export async function start(cli: Cli, id: string, options: StartOptions): Promise<number> {
  const words = cli.messages.start
  const task = await requireTask(cli, id, options.variant)
  const environment = createEmbeddedEnvironment(cli.paths)
  const done = await environment.prepare(task.start, options.force === true ? { wipe: task.namespaces } : {})
  for (const line of done.lines) cli.err(`  ${line}`)
  for (const refusal of done.refusals) cli.err(`  ${words.refused}: ${refusal}`)
  if (done.refusals.length > 0) {
    cli.err(words.conflict)
    return 3
  }
  if (options.variant !== undefined)
    await recordChosen(cli.paths, task.id, { variant: options.variant, at: new Date().toISOString() })
  cli.err(words.ready(nameOf(task)))
  if (options.brief === true) return 0
  const { title, sections } = task.prose[cli.language]
  const asked = sections.find(({ id: section }) => section === 'task')?.markdown ?? ''
  cli.out(`\n${nameOf(task)}  ${title}\n\n${asked}\n`)
  cli.err(words.gradeWith(task.id))
  const others = variantNames(cli, task.id).filter((name) => name !== (task.variant ?? PLAIN))
  if (others.length > 0) cli.err(variantMessages(cli.language).others(task.id, others.join(', ')))
  return 0
}
