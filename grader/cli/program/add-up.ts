/** `grade up` and its options. */
import { Option, type Command } from 'commander'
import { addKindOptions, ownClusterOption } from './add-kind.ts'
import { addRanges } from './add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { UpOptions } from '../commands/up.ts'
import { loadBalancerMessages } from '../../terminal/messages/load-balancer.ts'
import { rangeMessages } from '../../terminal/messages/ranges.ts'

export function addUp(
  program: Command,
  cli: Cli,
  toPort: (text: string) => number,
  choose: (run: () => Promise<number>) => void,
): void {
  const { help } = rangeMessages(cli.language)
  const command = program
    .command('up')
    .description(cli.messages.help.up)
    .option('--port <port>', help.port, toPort)
    .option('--merge-kubeconfig', help.merge)
    .option('--load-balancer', loadBalancerMessages(cli.language).option)
    .addOption(new Option('--ip-family <family>', help.family).choices(['ipv4', 'ipv6', 'dual']))
  addKindOptions(addRanges(command.addOption(ownClusterOption(cli)), cli, 'chosen'), cli)
    .addOption(new Option('--brief').hideHelp())
    .action((_options: unknown, given: Command) =>
      choose(async () => (await import('../commands/up.ts')).up(cli, given.optsWithGlobals<UpOptions>())),
    )
}
