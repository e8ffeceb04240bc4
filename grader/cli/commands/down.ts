import { stopDaemon } from '../../daemon/stop.ts'
import type { Cli } from '../../terminal/cli.ts'
import { requirePlace, type PlaceOptions } from '../../environments/place.ts'

/** `grade down`: stops the embedded cluster, or removes the one of kind's; without one it says so and is content. */
export async function down(cli: Cli, { on }: PlaceOptions = {}): Promise<number> {
  if (requirePlace(on, ['embedded', 'kind']) === 'kind') return (await import('../real/down-kind.ts')).downKind(cli)
  const stopped = await stopDaemon(cli.paths)
  cli.out(stopped ? cli.messages.down.stopped : cli.messages.down.notRunning)
  return 0
}
