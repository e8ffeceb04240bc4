import { removeLeftovers } from '../../environments/live/observe/leftovers.ts'
import { removeCopies } from '../../environments/live/trial/remove-copies.ts'
import { planRemoval, remove } from '../../environments/started/remove.ts'
import { tellObject } from '../../environments/started/resources.ts'
import type { Cli } from '../../terminal/cli.ts'
import { realMessages } from '../../terminal/messages/real.ts'
import { requirePlace, type PlaceOptions } from '../../environments/place.ts'
import { Problem } from '../../terminal/problem.ts'
import { agreeToRemove, keptLines } from './start-real.ts'
import { openReal, PATIENCE } from './open-real.ts'

export interface CleanOptions extends PlaceOptions {
  readonly yes?: boolean
}

/** `grade clean [task]`: removes what was put into a real cluster from here, and what probes and trials of repairs have left, and nothing else; of one section where it is named. */
export async function clean(cli: Cli, task: string | undefined, options: CleanOptions): Promise<number> {
  const words = realMessages(cli.language)
  const on = requirePlace(options.on, ['kind', 'kubeconfig'])
  if (on === undefined) throw new Problem('place-missing', { choices: 'kind, kubeconfig' })
  const cluster = await openReal(cli, { ...options, on })
  const removal = await planRemoval(cluster.client, task)
  if (!cluster.isOwn && options.yes !== true) await agreeToRemove(cli, cluster, removal)
  await remove(cluster.client, removal, PATIENCE)
  const probes = task === undefined ? await removeLeftovers(cluster.client) : []
  const copies = task === undefined ? await removeCopies(cluster.client, PATIENCE) : []
  const removed = [
    ...[...removal.objects, ...removal.namespaces, ...copies].map(tellObject),
    ...probes.map(({ kind, namespace, name }) => `${kind.toLowerCase()}/${name} (${namespace})`),
  ]
  cli.out(removed.length === 0 ? words.nothing : words.removed(removed.map((line) => `  ${line}`).join('\n')))
  if (removal.kept.length > 0) cli.out(words.kept(keptLines(removal)))
  return 0
}
