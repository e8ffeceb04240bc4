import { requireDaemon } from '../../daemon/client.ts'
import { requireKind } from '../../environments/kind/context.ts'
import type { Cli } from '../../terminal/cli.ts'
import { requirePlace, type PlaceOptions } from '../../environments/place.ts'
import { Problem } from '../../terminal/problem.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const RENDERERS: Readonly<Record<string, (path: string) => string>> = {
  sh: (path) => `export KUBECONFIG=${quoted(path)}`,
  fish: (path) => `set -gx KUBECONFIG '${path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  powershell: (path) => `$env:KUBECONFIG = '${path.replaceAll("'", "''")}'`,
}

export interface EnvOptions extends PlaceOptions {
  readonly shell?: string
}

/** The file of the cluster that is meant; fails where there is none. */
const requireKubeconfig = async (cli: Cli, on: PlaceOptions['on']): Promise<string> => {
  if (requirePlace(on, ['embedded', 'kind']) === 'kind') return (await requireKind(cli.paths)).file
  await requireDaemon(cli.paths)
  return cli.paths.kubeconfig
}

/** `grade env`: one line for `eval`. Where nothing runs it prints nothing to evaluate, only the problem. */
export async function env(cli: Cli, options: EnvOptions): Promise<number> {
  const render = RENDERERS[options.shell ?? 'sh']
  if (render === undefined) throw new Problem('unknown-shell', { given: options.shell ?? '' })
  cli.out(render(await requireKubeconfig(cli, options.on)))
  return 0
}
