import { requireDaemon } from '../../daemon/client.ts'
import type { Cli } from '../cli.ts'
import { Problem } from '../problem.ts'

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const RENDERERS: Readonly<Record<string, (path: string) => string>> = {
  sh: (path) => `export KUBECONFIG=${quoted(path)}`,
  fish: (path) => `set -gx KUBECONFIG '${path.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
  powershell: (path) => `$env:KUBECONFIG = '${path.replaceAll("'", "''")}'`,
}

/** `grade env`: one line for `eval`. Where nothing runs it prints nothing to evaluate, only the problem. */
export async function env(cli: Cli, options: { readonly shell?: string }): Promise<number> {
  const render = RENDERERS[options.shell ?? 'sh']
  if (render === undefined) throw new Problem('unknown-shell', { given: options.shell ?? '' })
  await requireDaemon(cli.paths)
  cli.out(render(cli.paths.kubeconfig))
  return 0
}
