/** `grade cluster export|import`. */
import { Argument, type Command } from 'commander'
import type { Cli } from '../cli.ts'
import { clusterMessages } from '../messages/cluster.ts'

export function addClusterFiles(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const { help } = clusterMessages(cli.language)
  program
    .command('cluster')
    .description(help.cluster)
    .addArgument(new Argument('<what>', help.what).choices(['export', 'import']))
    .argument('[file]', help.file)
    .option('--yes', help.yes)
    .action((what: string, file: string | undefined, options: { yes?: boolean }) =>
      choose(async () => {
        const { exportCluster, importCluster } = await import('../commands/cluster.ts')
        return what === 'export' ? exportCluster(cli, file) : importCluster(cli, file, options)
      }),
    )
}
