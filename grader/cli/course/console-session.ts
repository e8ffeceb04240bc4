/** A cluster of its own for a section's console blocks, and a shell with kubectl and grade beside it. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const STEP_MS = 30_000

export interface ConsoleSession {
  /** What a command prints, on standard output and error alike; `(exit code N)` is no part of it. */
  readonly run: (command: string) => Promise<string>
  readonly close: () => Promise<void>
}

const shimOf = (root: URL): string =>
  `#!/bin/sh\nexec "${process.execPath}" "${fileURLToPath(new URL('grader/bin/grade.mjs', root))}" "$@"\n`

/** Starts a cluster in a folder of its own and applies the manifests; all is removed when it is closed. */
export async function openConsole(root: URL, manifests: string): Promise<ConsoleSession> {
  const home = await mkdtemp(join(tmpdir(), 'netgrade-course-'))
  const [bin, work] = [join(home, 'bin'), join(home, 'work')]
  await Promise.all([mkdir(bin), mkdir(work)])
  await writeFile(join(bin, 'grade'), shimOf(root))
  await chmod(join(bin, 'grade'), 0o755)
  const env = {
    PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: home,
    NETGRADE_HOME: join(home, 'state'),
    KUBECONFIG: join(home, 'state', 'kubeconfig'),
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    NO_COLOR: '1',
  }
  const options = { env, extendEnv: false, cwd: work, stdin: 'ignore', timeout: STEP_MS } as const
  const close = async (): Promise<void> => {
    await execa(join(bin, 'grade'), ['down'], { ...options, reject: false })
    await rm(home, { recursive: true, force: true })
  }
  try {
    await execa(join(bin, 'grade'), ['up', '--brief'], options)
    await writeFile(join(home, 'state.yaml'), manifests)
    await execa('kubectl', ['apply', '-f', join(home, 'state.yaml')], options)
    await execa('kubectl', ['wait', '--for=condition=Ready', 'pod', '--all', '-A', '--timeout=10s'], {
      ...options,
      reject: false,
    })
  } catch (error) {
    await close()
    throw error
  }
  return {
    close,
    run: async (command) => {
      const { all } = await execa('bash', ['-c', command], { ...options, all: true, reject: false })
      return all
    },
  }
}
