/** `grade rules` and its options. */
import { Option, type Command } from 'commander'
import { addFiles } from './add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { RulesOptions } from '../commands/rules.ts'
import { englishRules, koreanRules } from '../../terminal/messages/rules.ts'
import { withOutput, type Output } from '../output.ts'

/** Options that the program has too are read there: commander takes them wherever they stand. */
export function addRules(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  const { help } = cli.language === 'ko' ? koreanRules : englishRules
  addFiles(program.command('rules').description(help.rules).argument('[service]', help.service), cli)
    .option('--node <name>', help.node)
    .addOption(new Option('--mode <mode>', help.mode).choices(['iptables', 'nftables', 'ipvs']))
    .option('--format <format>', words.format)
    .option('--output <file>', words.output)
    .action((service: string | undefined, _options: unknown, command: Command) =>
      choose(async () => {
        const options: RulesOptions & Output = command.optsWithGlobals()
        const { rules } = await import('../commands/rules.ts')
        return withOutput(cli, options.output, (to) => rules(to, service, options))
      }),
    )
}
