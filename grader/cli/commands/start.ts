import { createEmbeddedEnvironment } from '../../environments/embedded.ts'
import { contextOf } from '../../environments/kind/context.ts'
import { typedFor, type Typed } from '../../environments/live/typed.ts'
import { paint } from '../../reports/layout.ts'
import { renderProse } from '../../reports/prose.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { Task } from '../../../src/course/read-task.ts'
import { styleOf } from '../formats.ts'
import { PLAIN } from '../../../src/course/variants.ts'
import type { Preparation } from '../../environments/environment.ts'
import { realMessages } from '../../terminal/messages/real.ts'
import { variantMessages } from '../../terminal/messages/variants.ts'
import { requireOnePlace, requirePlace, type PlaceName, type PlaceOptions } from '../../environments/place.ts'
import { recordChosen } from '../../course/progress.ts'
import { nameOf, requireTask, variantNames } from '../../course/task-files.ts'

export interface StartOptions extends PlaceOptions {
  readonly force?: boolean
  /** Do not ask before something is written to a cluster of the user's. */
  readonly yes?: boolean
  /** Leave the task's text out. */
  readonly brief?: boolean
  /** Remembered, like the section: from now on the section's commands mean this variant. */
  readonly variant?: string
}

/** The start state, in the cluster that is meant. */
async function putInPlace(cli: Cli, task: Task, on: PlaceName | undefined, options: StartOptions): Promise<Preparation> {
  if (on === 'kind' || on === 'kubeconfig')
    return (await import('../real/start-real.ts')).prepareReal(cli, task, { ...options, on })
  return createEmbeddedEnvironment(cli.paths).prepare(task.start, options.force === true ? { wipe: task.namespaces } : {})
}

/** How the real cluster that is meant is named in commands; undefined for the embedded one. */
const typedOf = async ({ paths }: Cli, on: PlaceName | undefined, { context }: PlaceOptions): Promise<Typed | undefined> => {
  const place = on === 'embedded' ? undefined : await contextOf(paths, on, context)
  return place === undefined ? undefined : typedFor(place)
}

/** `grade start 3-3`: puts the start state into the cluster and shows what is asked. Exit code 3 where the API server refused a part of it. */
export async function start(cli: Cli, id: string, options: StartOptions): Promise<number> {
  const words = cli.messages.start
  const on = requirePlace(options.on, ['embedded', 'kind', 'kubeconfig'])
  requireOnePlace(options, [])
  const task = await requireTask(cli, id, options.variant)
  const done = await putInPlace(cli, task, on, options)
  for (const line of done.lines) cli.err(`  ${line}`)
  for (const refusal of done.refusals) cli.err(`  ${words.refused}: ${refusal}`)
  if (done.refusals.length > 0) {
    cli.err(words.conflict)
    return 3
  }
  await recordChosen(cli.paths, task.id, { variant: task.variant ?? PLAIN, at: new Date().toISOString() })
  cli.err(words.ready(nameOf(task)))
  const typed = await typedOf(cli, on, options)
  if (typed !== undefined) cli.err(realMessages(cli.language).fresh(typed.kubectl))
  if (options.brief === true) return 0
  const { title, sections } = task.prose[cli.language]
  const asked = sections.find(({ id: section }) => section === 'task')?.markdown ?? ''
  const style = styleOf(cli)
  cli.out(`\n${paint(style, 'bold', `${nameOf(task)}  ${title}`)}\n\n${renderProse(asked, style.width).join('\n')}\n`)
  cli.err(words.gradeWith(task.id, typed === undefined ? '' : ` ${typed.place}`))
  const others = variantNames(cli, task.id).filter((name) => name !== (task.variant ?? PLAIN))
  if (others.length > 0) cli.err(variantMessages(cli.language).others(task.id, others.join(', ')))
  return 0
}
