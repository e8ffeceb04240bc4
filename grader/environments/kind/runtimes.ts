/** Container runtimes that kind knows, and the one that it takes. */
import type { Run } from './runner.ts'

/** In the order in which kind looks for them. @see kind, pkg/cluster/provider.go */
const RUNTIMES = ['docker', 'nerdctl', 'podman'] as const

/** That of kind's own variable, else all that it looks for. */
export const runtimesOf = (environment: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const chosen = environment['KIND_EXPERIMENTAL_PROVIDER'] ?? ''
  return chosen === '' ? RUNTIMES : [chosen]
}

const ASK_MS = 10_000

/** The first that is installed, running or not, as kind does it; docker where none is. */
export async function takenRuntime(run: Run, names: readonly string[]): Promise<string> {
  const [only = 'docker'] = names
  if (names.length === 1) return only
  for (const file of names) if ((await run({ file, args: ['--version'], timeoutMs: ASK_MS })).code === 0) return file
  return only
}
