/** The options of `grade up --on kind`, and `--on` of the commands that are about one cluster. */
import { Option, type Command } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import { kindMessages } from '../../terminal/messages/kind.ts'
import { realMessages } from '../../terminal/messages/real.ts'
import type { CleanOptions } from '../real/clean.ts'
import { contextOption, onOption } from './add-place.ts'

/** Of commands that have to do with the embedded cluster, or the one of kind's that was made here. */
export const ownClusterOption = ({ language }: Cli): Option =>
  new Option('--on <environment>', kindMessages(language).help.on).choices(['embedded', 'kind'])

/** Values are read where the environment's are, so that both are told of alike. */
export const addKindOptions = (command: Command, { language }: Cli): Command => {
  const { help } = kindMessages(language)
  return command
    .option('--node-image <image>', help.nodeImage)
    .option('--http-port <port>', help.httpPort)
    .option('--https-port <port>', help.httpsPort)
    .option('--node-ports <range>', help.nodePorts)
    .option('--cni <plugin>', help.cni)
    .option('--ingress <controller>', help.ingress)
    .option('--ingress-image <image>', help.ingressImage)
    .option('--load <image...>', help.load)
}

/** `grade clean`. */
export function addClean(program: Command, cli: Cli, choose: (run: () => Promise<number>) => void): void {
  const { help } = realMessages(cli.language)
  program
    .command('clean')
    .description(help.clean)
    .argument('[section]', help.section)
    .addOption(onOption(cli))
    .addOption(contextOption(cli))
    .option('--yes', help.yes)
    .action((section: string | undefined, _options: unknown, command: Command) =>
      choose(async () => (await import('../real/clean.ts')).clean(cli, section, command.optsWithGlobals<CleanOptions>())),
    )
}
