/** `grade cluster …`: the embedded cluster's state in files and under names. */
import type { Command } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import { clusterMessages } from '../../terminal/messages/cluster.ts'

export function addClusterState(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const { help } = clusterMessages(cli.language)
  const commands = () => import('../commands/cluster.ts')
  const cluster = program.command('cluster').description(help.cluster).helpCommand(false)
  cluster
    .command('export')
    .description(help.export)
    .argument('[file]', help.file)
    .action((file: string | undefined) => choose(async () => (await commands()).exportCluster(cli, file)))
  cluster
    .command('import')
    .description(help.import)
    .argument('<file>', help.file)
    .option('--yes', help.yes)
    .action((file: string, _options: unknown, command: Command) =>
      choose(async () => (await commands()).importCluster(cli, file, command.optsWithGlobals<{ yes?: boolean }>())),
    )
  cluster
    .command('save')
    .description(help.save)
    .argument('<name>', help.name)
    .option('--replace', help.replace)
    .action((name: string, options: { replace?: boolean }) =>
      choose(async () => (await commands()).saveCluster(cli, name, options)),
    )
  cluster
    .command('restore')
    .description(help.restore)
    .argument('<name>', help.name)
    .option('--yes', help.yes)
    .action((name: string, _options: unknown, command: Command) =>
      choose(async () => (await commands()).restoreCluster(cli, name, command.optsWithGlobals<{ yes?: boolean }>())),
    )
  cluster
    .command('saved')
    .description(help.saved)
    .action(() => choose(async () => (await commands()).listSaved(cli)))
  cluster
    .command('forget')
    .description(help.forget)
    .argument('<name>', help.name)
    .action((name: string) => choose(async () => (await commands()).forgetSaved(cli, name)))
}
