import { createEmbeddedEnvironment } from '../../environments/embedded.ts'
import type { Cli } from '../cli.ts'
import { requireTask } from '../task-files.ts'

export interface StartOptions {
  readonly force?: boolean
  /** Leave the task's text out. */
  readonly brief?: boolean
}

/** `grade start 3-3`: puts the start state into the cluster and shows what is asked. Exit code 3 where the API server refused a part of it. */
export async function start(cli: Cli, id: string, options: StartOptions): Promise<number> {
  const words = cli.messages.start
  const task = await requireTask(cli, id)
  const environment = createEmbeddedEnvironment(cli.paths)
  const done = await environment.prepare(task.start, options.force === true ? { wipe: task.namespaces } : {})
  for (const line of done.lines) cli.err(`  ${line}`)
  for (const refusal of done.refusals) cli.err(`  ${words.refused}: ${refusal}`)
  if (done.refusals.length > 0) {
    cli.err(words.conflict)
    return 3
  }
  cli.err(words.ready(task.id))
  if (options.brief === true) return 0
  const { title, sections } = task.prose[cli.language]
  const asked = sections.find(({ id: section }) => section === 'task')?.markdown ?? ''
  cli.out(`\n${task.id}  ${title}\n\n${asked}\n`)
  cli.err(words.gradeWith(task.id))
  return 0
}
