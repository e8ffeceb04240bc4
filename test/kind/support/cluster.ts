/**
 * The real cluster of these tests: the one that NETGRADE_REAL_KUBECONFIG names, else, where NETGRADE_TEST_KIND is set, one that
 * `grade up --on kind` makes for them in a home of its own and `grade down --on kind` removes afterwards. Without either they are skipped.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { takenPorts } from '../../../grader/environments/kind/ports.ts'
import { DEFAULT_SETTINGS } from '../../../grader/environments/kind/settings.ts'
import { candidates, suggestOptions } from '../../../grader/environments/kind/suggest-ports.ts'
import { GRADE, ROOT, run, type Result } from '../../e2e/support/session.ts'

const UP_MS = 400_000

/** As if the usual ports were taken: they are somebody's who works on this machine. */
export async function freePorts(): Promise<readonly string[]> {
  const { httpPort, httpsPort, nodePorts } = DEFAULT_SETTINGS
  const taken = new Set([httpPort, httpsPort, nodePorts.host, ...(await takenPorts(candidates(DEFAULT_SETTINGS)))])
  return suggestOptions(DEFAULT_SETTINGS, taken).flatMap((option) => option.split(' '))
}

export const gradeAt = (
  home: string,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<Result> => {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || ['NETGRADE_HOME', 'KUBECONFIG'].includes(name) ? [] : [[name, value] as const],
  )
  const own = { HOME: home, NETGRADE_HOME: join(home, 'state'), LANG: 'C.UTF-8' }
  return run(process.execPath, [GRADE, ...args], {
    environment: { ...Object.fromEntries(inherited), ...own, ...extra },
    timeoutMs: UP_MS,
  })
}

/** Vitest calls it before the first of these tests, and what it returns after the last. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if ((process.env['NETGRADE_REAL_KUBECONFIG'] ?? '') !== '' || process.env['NETGRADE_TEST_KIND'] !== '1') return undefined
  // Always the same: what an interrupted run has left is removed by the next one.
  const home = join(ROOT, 'test-results/kind')
  const remove = async (): Promise<void> => {
    const { code, err } = await gradeAt(home, ['down', '--on', 'kind'])
    if (code !== 0) throw new Error(err)
    await rm(home, { recursive: true, force: true })
  }
  await remove()
  const startedMs = performance.now()
  const { code, err } = await gradeAt(home, ['up', '--on', 'kind', '--brief', ...(await freePorts())])
  if (code !== 0) {
    await remove()
    throw new Error(err)
  }
  process.stderr.write(`grade up --on kind: ${((performance.now() - startedMs) / 1000).toFixed(1)} s\n${err}`)
  process.env['NETGRADE_REAL_KUBECONFIG'] = join(home, 'state/kind/kubeconfig')
  process.env['NETGRADE_KIND_TEST_HOME'] = home
  return remove
}
