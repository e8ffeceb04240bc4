/** `grade trace` and its options. */
import { Option, type Command } from 'commander'
import { spellAssumable } from '../../../src/network/switch-values.ts'
import { addObserve, contextOption, onOption } from './add-place.ts'
import { addFiles } from './add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { TraceOptions } from '../commands/trace.ts'
import { traceMessages } from '../../terminal/messages/trace.ts'
import { withOutput, type Output } from '../output.ts'

const TYPES = ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX', 'ANY'] as const
const LIBRARIES = ['glibc', 'musl', 'old-musl', 'busybox-nslookup'] as const

/** Options that the program has too are read there: commander takes them wherever they stand. */
export function addTrace(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const words = cli.messages.help
  const own = traceMessages(cli.language)
  const command = addFiles(
    program.command('trace').description(words.trace).argument('<from>', words.traceFrom).argument('<to>', words.traceTo),
    cli,
  )
    .addOption(onOption(cli))
    .addOption(contextOption(cli))
  addObserve(command, cli)
    .option('--format <format>', words.traceFormat)
    .option('--output <file>', words.output)
    .addOption(new Option('--protocol <protocol>', words.protocol).choices(['TCP', 'UDP', 'SCTP']))
    .option('--detail', own.detail)
    .addOption(new Option('--type <type>', own.type).choices(TYPES))
    .addOption(new Option('--library <library>', own.library).choices(LIBRARIES))
    .option('--assume <name=value...>', own.assume)
    .option('--before <path...>', own.before)
    .addHelpText(
      'after',
      `\n${own.assumable}\n${spellAssumable()
        .map((line) => `  ${line}`)
        .join('\n')}`,
    )
    .action((from: string, to: string, _options: unknown, command: Command) =>
      choose(async () => {
        const options: TraceOptions & Output = command.optsWithGlobals()
        const { trace } = await import('../commands/trace.ts')
        return withOutput(cli, options.output, (where) => trace(where, [from, to], options))
      }),
    )
}
