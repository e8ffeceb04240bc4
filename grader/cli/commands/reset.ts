import { DEFAULT_RANGES } from '../../../src/cluster/ranges.ts'
import { isEqual } from '../../../src/kubernetes/json.ts'
import { whileStopped } from '../../daemon/launch.ts'
import { wipeState } from '../../daemon/replace-state.ts'
import type { Cli } from '../../terminal/cli.ts'
import { keptRanges } from '../../daemon/ranges.ts'
import { rangeMessages } from '../../terminal/messages/ranges.ts'
import { requirePlace, type PlaceOptions } from '../../environments/place.ts'
import { Problem } from '../../terminal/problem.ts'

/** `grade reset --yes`: deletes every object; a cluster that ran runs again, empty, with the address ranges that it had. Of a real cluster only what was put there from here is removed. */
export async function reset(cli: Cli, options: PlaceOptions & { readonly yes?: boolean }): Promise<number> {
  if (options.on === 'kind' || options.on === 'kubeconfig')
    return (await import('../real/clean.ts')).clean(cli, undefined, options)
  requirePlace(options.on, ['embedded', 'kind', 'kubeconfig'])
  if (options.yes !== true) throw new Problem('confirm-reset')
  const ran = await whileStopped(cli.paths, cli, () => wipeState(cli.paths))
  cli.out(ran ? cli.messages.reset.done : cli.messages.reset.doneStopped)
  const kept = await keptRanges(cli.paths)
  if (!isEqual(kept, DEFAULT_RANGES)) cli.out(rangeMessages(cli.language).kept(kept))
  return 0
}
