import type { Snapshot } from '../../../src/network/model.ts'
import type { Cli } from '../../terminal/cli.ts'
import { liveMessages } from '../../terminal/messages/live.ts'
import type { LiveContext } from './client.ts'
import { readLive } from './live.ts'

/** The state of a context's cluster; what could not be observed of it is told on standard error. */
export async function readTold(cli: Cli, context: LiveContext | undefined, namespaces?: readonly string[]): Promise<Snapshot> {
  const { snapshot, observed } = await readLive(context, namespaces)
  if (observed.pods < observed.of) cli.err(liveMessages(cli.language).unobserved(observed.pods, observed.of))
  return snapshot
}
