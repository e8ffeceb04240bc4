/** `grade matrix` and its options. */
import { Option, type Command } from 'commander'
import { addObserve, contextOption, onOption } from './add-place.ts'
import { addFiles } from './add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { MatrixOptions } from '../commands/matrix.ts'
import { matrixMessages } from '../../terminal/messages/matrix.ts'
import { withOutput, type Output } from '../output.ts'

/** Options that may be given several times. */
export const collect =
  <Value>(read: (text: string) => Value) =>
  (text: string, before: readonly Value[] | undefined): readonly Value[] => [...(before ?? []), read(text)]

/** Options that the program has too are read there: commander takes them wherever they stand. */
export function addMatrix(
  program: Command,
  cli: Cli,
  toPort: (text: string) => number,
  choose: (run: () => Promise<number>) => void,
): void {
  const words = cli.messages.help
  const own = matrixMessages(cli.language)
  const command = addFiles(program.command('matrix').description(words.matrix), cli)
    .option<readonly number[] | undefined>('--port <port>', own.port, collect(toPort), undefined)
    .addOption(new Option('--protocol <protocol...>', own.protocol).choices(['TCP', 'UDP', 'SCTP']))
    .option('--namespace <name...>', words.matrixNamespace)
    .option('--expand', own.expand)
    .addOption(onOption(cli))
    .addOption(contextOption(cli))
  addObserve(command, cli)
    .option('--format <format>', words.matrixFormat)
    .option('--output <file>', words.output)
    .action((_options: unknown, command: Command) =>
      choose(async () => {
        const options: MatrixOptions & Output = command.optsWithGlobals()
        const { matrix } = await import('../commands/matrix.ts')
        return withOutput(cli, options.output, (to) => matrix(to, options))
      }),
    )
}
