/** Making and ending the cluster of an attempt. */
import { ensureDaemon } from '../../daemon/launch.ts'
import { stopDaemon } from '../../daemon/stop.ts'
import { removeKind } from '../../environments/kind/down.ts'
import { ensureKind } from '../../environments/kind/up.ts'
import type { Attempt } from '../../exam/attempt.ts'
import type { Cli } from '../../terminal/cli.ts'
import { readAsked } from '../real/asked-settings.ts'
import { machineTools } from '../real/machine.ts'

/** Made where it is not there, and found where it is: after a crash it goes on as it was. */
export async function ensureCluster(cli: Cli, { cluster, environment }: Attempt): Promise<void> {
  if (environment === 'kind') await ensureKind(cluster, readAsked({}, cli), machineTools(cli))
  else await ensureDaemon(cluster, { root: cli.root })
}

/** What the learner did is kept in the attempt's folder; a real cluster is removed, the embedded one stopped. */
export async function endCluster(cli: Cli, { cluster, environment }: Attempt): Promise<void> {
  if (environment === 'kind') await removeKind(cluster, machineTools(cli))
  else await stopDaemon(cluster)
}
