/** The real cluster that `--on` and `--context` name. */
import { contextOf } from '../../environments/kind/context.ts'
import { openContext, type LiveClient } from '../../environments/live/client.ts'
import type { Patience } from '../../environments/started/ask.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { PlaceOptions } from '../../environments/place.ts'

export interface RealOptions extends PlaceOptions {
  readonly on: 'kind' | 'kubeconfig'
  /** Do not ask. */
  readonly yes?: boolean
}

export interface RealCluster {
  readonly client: LiveClient
  /** How it is called when something is asked about it. */
  readonly name: string
  /** Made from here: nobody has to be asked. */
  readonly isOwn: boolean
}

export const PATIENCE: Patience = {
  nowMs: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

export async function openReal({ paths }: Cli, { on, context }: RealOptions): Promise<RealCluster> {
  const client = openContext(await contextOf(paths, on, context))
  const server = client.config.getCurrentCluster()?.server ?? ''
  return { client, name: `${client.config.getCurrentContext()} (${server})`, isOwn: on === 'kind' }
}
