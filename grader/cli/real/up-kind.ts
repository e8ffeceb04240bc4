import { spellPortRange } from '../../environments/kind/settings.ts'
import { ensureKind, type KindUp } from '../../environments/kind/up.ts'
import { readClusterRecord } from '../../environments/kind/record.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { kindMessages } from '../../terminal/messages/kind.ts'
import { readAsked, type KindOptions } from './asked-settings.ts'
import { machineTools } from './machine.ts'
import { installLines } from './network-plugins.ts'

const firstLine = (cli: Cli, { how, name }: KindUp, ms: number): string => {
  const words = kindMessages(cli.language)
  switch (how) {
    case 'created':
      return words.created(name, ms)
    case 'already-running':
      return words.running(name)
    case 'finished':
    case 'needs-network-plugin':
      return words.finished(name, ms)
  }
}

const portless = (scheme: 'http' | 'https', port: number): string =>
  `${scheme}://127.0.0.1${port === { http: 80, https: 443 }[scheme] ? '' : `:${port}`}`

/** `grade up --on kind`: makes a real cluster, finishes one that was made in part, or finds it running. */
export async function upKind(cli: Cli, options: KindOptions & { readonly brief?: boolean }): Promise<number> {
  const words = kindMessages(cli.language)
  const asked = readAsked(options, cli)
  const startedMs = performance.now()
  if ((await readClusterRecord(cli.paths))?.phase !== 'ready') cli.err(words.making)
  const up = await ensureKind(cli.paths, asked, machineTools(cli))
  if (up.removed.length > 0) cli.out(words.removed(up.removed.join(', ')))
  const { settings } = up
  if (up.how === 'needs-network-plugin') {
    cli.out(
      words.plugin(
        settings.cni,
        installLines(settings.cni)
          .map((line) => `  ${line}`)
          .join('\n'),
      ),
    )
    return 0
  }
  cli.out(firstLine(cli, up, performance.now() - startedMs))
  cli.out(
    settings.ingress === 'none'
      ? words.noIngress
      : words.ingress(portless('http', settings.httpPort), portless('https', settings.httpsPort)),
  )
  cli.out(words.nodePorts(spellPortRange(settings.nodePorts)))
  if (options.brief === true) return 0
  const pairs = [
    ['eval "$(npx grade env --on kind)"', words.useKubectl],
    ['kubectl get nodes', cli.messages.up.lookAround],
    ['npx grade start 3-3 --on kind', cli.messages.up.beginTask],
  ] as const
  cli.out(`\n${cli.messages.up.next}\n${renderPairs(pairs)}`)
  return 0
}
