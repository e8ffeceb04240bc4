/** `grade up` and its options. */
import { Option, type Command } from 'commander'
import { addRanges } from './add-ranges.ts'
import type { Cli } from '../cli.ts'
import type { UpOptions } from '../commands/up.ts'
import { loadBalancerMessages } from '../messages/load-balancer.ts'
import { rangeMessages } from '../messages/ranges.ts'

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
  addRanges(command, cli, 'chosen')
    .addOption(new Option('--brief').hideHelp())
    .action((options: UpOptions) => choose(async () => (await import('../commands/up.ts')).up(cli, options)))
}
