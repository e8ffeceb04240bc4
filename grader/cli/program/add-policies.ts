/** The commands about policies alone, for every possible cluster: `grade lint`, `grade forbid`, `grade compare`. */
import { Option, type Command } from 'commander'
import { addFiles, addRanges } from './add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { CompareOptions } from '../commands/compare.ts'
import type { ForbidOptions } from '../commands/forbid.ts'
import type { LintOptions } from '../commands/lint.ts'
import { spellExitCodes } from '../../terminal/messages/policies.ts'
import { withOutput, type Output } from '../output.ts'

/** How texts of options are read. */
interface Readers {
  readonly toPort: (text: string) => number
  readonly toCount: (text: string) => number
}

/** Options that the program has too are read there: commander takes them wherever they stand. */
export function addPolicies(
  program: Command,
  cli: Cli,
  { toPort, toCount }: Readers,
  choose: (run: () => Promise<number>) => void,
): void {
  const words = cli.messages.help
  addFiles(program.command('lint').description(words.lint), cli)
    .addHelpText('after', spellExitCodes('lint', cli.language))
    .option('--format <format>', words.pageFormat)
    .option('--output <file>', words.output)
    .option('--limit <seconds>', words.limit, toCount)
    .action((_options: unknown, command: Command) =>
      choose(async () => {
        const options: LintOptions & Output = command.optsWithGlobals()
        const { lint } = await import('../commands/lint.ts')
        return withOutput(cli, options.output, (to) => lint(to, options))
      }),
    )
  addFiles(
    program.command('forbid').description(words.forbid).argument('<from>', words.forbidden).argument('<to>', words.forbidden),
    cli,
  )
    .addHelpText('after', spellExitCodes('forbid', cli.language))
    .option('--port <port>', words.forbidPort, toPort)
    .option('--format <format>', words.pageFormat)
    .option('--output <file>', words.output)
    .option('--limit <seconds>', words.limit, toCount)
    .addOption(new Option('--protocol <protocol>', words.protocol).choices(['TCP', 'UDP', 'SCTP']))
    .action((from: string, to: string, _options: unknown, command: Command) =>
      choose(async () => {
        const options: ForbidOptions & Output = command.optsWithGlobals()
        const { forbid } = await import('../commands/forbid.ts')
        return withOutput(cli, options.output, (where) => forbid(where, [from, to], options))
      }),
    )
  addRanges(
    program.command('compare').description(words.compare).argument('<a>', words.compared).argument('<b>', words.compared),
    cli,
    'inferred',
  )
    .addHelpText('after', spellExitCodes('compare', cli.language))
    .option('--format <format>', words.traceFormat)
    .option('--output <file>', words.output)
    .option('--limit <seconds>', words.limit, toCount)
    .addOption(new Option('--expect <relation>', words.expect).choices(['equal', 'at-least-as-strict', 'at-least-as-open']))
    .action((a: string, b: string, _options: unknown, command: Command) =>
      choose(async () => {
        const options: CompareOptions & Output = command.optsWithGlobals()
        const { compare } = await import('../commands/compare.ts')
        return withOutput(cli, options.output, (to) => compare(to, [a, b], options))
      }),
    )
}
