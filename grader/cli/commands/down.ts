import { stopDaemon } from '../../daemon/launch.ts'
import type { Cli } from '../cli.ts'

/** `grade down`: stops the embedded cluster; without one it says so and is content. */
export async function down(cli: Cli): Promise<number> {
  const stopped = await stopDaemon(cli.paths)
  cli.out(stopped ? cli.messages.down.stopped : cli.messages.down.notRunning)
  return 0
}
