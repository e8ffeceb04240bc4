import type { Task } from '../../../src/course/read-task.ts'
import type { Preparation } from '../../environments/environment.ts'
import { makeStart, planStart } from '../../environments/started/prepare.ts'
import { planRemoval, planWipe, remove, type Removal } from '../../environments/started/remove.ts'
import { tellObject } from '../../environments/started/resources.ts'
import type { Cli } from '../../terminal/cli.ts'
import { realMessages } from '../../terminal/messages/real.ts'
import { requireYes } from './confirm.ts'
import { openReal, PATIENCE, type RealCluster, type RealOptions } from './open-real.ts'

interface StartReal extends RealOptions {
  /** Begin afresh: in one's own cluster all that is in the task's namespaces goes, elsewhere only what was put there from here. */
  readonly force?: boolean
}

const list = (lines: readonly string[]): string => lines.map((line) => `  ${line}`).join('\n')

/** Puts the start state of a task into a real cluster. In one that is not of our making nothing is written before its user says yes. */
export async function prepareReal(cli: Cli, task: Task, options: StartReal): Promise<Preparation> {
  const words = realMessages(cli.language)
  const cluster = await openReal(cli, options)
  const agreed = cluster.isOwn || options.yes === true
  if (options.force === true) await beginAfresh(cli, task, { cluster, agreed })
  const planned = await planStart(cluster.client, task.start, PATIENCE)
  const missing = planned.filter(({ existing }) => existing === undefined).map(({ object }) => tellObject(object))
  if (missing.length > 0 && !agreed) {
    cli.err(`${words.wouldMake(cluster.name)}\n${list(missing)}`)
    await requireYes(cli, words.make(missing.length))
  }
  return makeStart(cluster.client, task.id, { planned, patience: PATIENCE })
}

async function beginAfresh(
  cli: Cli,
  { id, namespaces }: Task,
  { cluster, agreed }: { readonly cluster: RealCluster; readonly agreed: boolean },
): Promise<void> {
  const words = realMessages(cli.language)
  const removal = cluster.isOwn ? await planWipe(cluster.client, namespaces) : await planRemoval(cluster.client, id)
  if (!agreed) await agreeToRemove(cli, cluster, removal)
  await remove(cluster.client, removal, PATIENCE)
  if (removal.kept.length > 0) cli.err(words.kept(keptLines(removal)))
}

/** Tells what would go and asks; nothing is asked about nothing. */
export async function agreeToRemove(cli: Cli, { name }: RealCluster, removal: Removal): Promise<void> {
  const words = realMessages(cli.language)
  const lines = [...removal.objects, ...removal.namespaces].map(tellObject)
  if (lines.length === 0) return
  cli.err(`${words.wouldRemove(name)}\n${list(lines)}`)
  await requireYes(cli, words.remove(lines.length))
}

/** `shop: service/db (shop)`: each namespace that stays, with what is in it. */
export const keptLines = ({ kept }: Removal): string =>
  list(kept.map(({ namespace, others }) => `${namespace.metadata.name ?? ''}: ${others.map(tellObject).join(', ')}`))
