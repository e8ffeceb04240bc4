import { removeKind } from '../../environments/kind/down.ts'
import type { Cli } from '../../terminal/cli.ts'
import { kindMessages } from '../../terminal/messages/kind.ts'
import { machineTools } from './machine.ts'

/** `grade down --on kind`: removes the cluster that was made here; without one it says so and is content. */
export async function downKind(cli: Cli): Promise<number> {
  const words = kindMessages(cli.language)
  const removed = await removeKind(cli.paths, machineTools(cli))
  cli.out(removed.length === 0 ? words.none : words.gone(removed.join(', ')))
  return 0
}
