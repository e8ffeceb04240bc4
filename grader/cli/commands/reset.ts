import { findDaemon } from '../../daemon/client.ts'
import { ensureDaemon, wipeState } from '../../daemon/launch.ts'
import type { Cli } from '../cli.ts'
import { Problem } from '../problem.ts'

/** `grade reset --yes`: deletes every object; a cluster that ran runs again, empty. */
export async function reset(cli: Cli, options: { readonly yes?: boolean }): Promise<number> {
  if (options.yes !== true) throw new Problem('confirm-reset')
  const ran = (await findDaemon(cli.paths)) !== undefined
  await wipeState(cli.paths)
  if (ran) await ensureDaemon(cli.paths, { root: cli.root })
  cli.out(ran ? cli.messages.reset.done : cli.messages.reset.doneStopped)
  return 0
}
