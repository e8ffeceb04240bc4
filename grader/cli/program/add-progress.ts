/** `grade progress export|import`. */
import { Argument, type Command } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import { progressMessages } from '../../terminal/messages/progress.ts'

export function addProgressFiles(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const { help } = progressMessages(cli.language)
  program
    .command('progress')
    .description(help.progress)
    .addArgument(new Argument('<what>', help.what).choices(['export', 'import']))
    .argument('[file]', help.file)
    .action((what: string, file: string | undefined) =>
      choose(async () => {
        const { addProgress, exportProgress } = await import('../commands/progress.ts')
        return what === 'export' ? exportProgress(cli, file) : addProgress(cli, file)
      }),
    )
}
