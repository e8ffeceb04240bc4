/** A server's process while it answers: it asks others over the network of its Pod, and runs programs in its container. */
import { connect } from '../../network/connect.ts'
import type { CommandResult, RunCommand } from './commands-inside.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { ServerProcess } from './programs/program.ts'
import { nextChance, type ShellWorld } from './shell/session.ts'

interface Surroundings {
  readonly world: ShellWorld
  readonly runCommand: RunCommand
  /** Called when it begins to wait. */
  readonly onWait?: () => void
}

export const createServerProcess = (
  instance: ContainerInstance,
  { world, runCommand, onWait = () => undefined }: Surroundings,
): ServerProcess => {
  const { namespace, pod } = instance.setup
  const from = { pod: { namespace, name: pod } }
  return {
    from,
    snapshot: () => world.snapshot(),
    send: (url, { body = '', ...more } = { body: '' }) => {
      const content = body === '' ? {} : { body: Uint8Array.from(body, (letter) => letter.charCodeAt(0)) }
      return world.send({ from, url, ...more, ...content, onWait }, nextChance(instance))
    },
    ask: async ({ host, port, data }) => {
      const { outcomes } = connect(world.snapshot(), { from, to: { host }, port, protocol: 'UDP' })
      const outcome = world.choose(outcomes, nextChance(instance))
      return outcome?.verdict === 'connected' ? world.converse(outcome, data) : undefined
    },
    nowMs: () => world.clock.now(),
    wait: (milliseconds) => {
      onWait()
      return new Promise((resolve) => void world.clock.after(milliseconds, resolve))
    },
    run: (argv): Promise<CommandResult | undefined> => runCommand(instance, argv, instance.signal),
    write: (path, content) => instance.setup.files.write(path, content),
    print: (text) => instance.print(text),
    exit: (code) => instance.exit(code),
  }
}
