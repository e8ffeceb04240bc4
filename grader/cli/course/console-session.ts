/** A cluster of its own for a section's console blocks, and a shell with kubectl and grade beside it. */
import type { Printed } from '../../../src/course/console.ts'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { readManifests } from '../../../src/kubernetes/yaml/read-manifests.ts'

const STEP_MS = 30_000

export interface ConsoleSession {
  /** What a command prints; `(exit code N)` is no part of it. */
  readonly run: (command: string) => Promise<Printed>
  /** Applies manifests and waits for their Pods. */
  readonly apply: (manifests: string) => Promise<void>
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
  const apply = async (text: string): Promise<void> => {
    // kubectl takes a text without any object for a mistake; a start state may have none.
    if (readManifests(text, '').documents.every(({ value }) => value['kind'] === undefined)) return
    await execa('kubectl', ['apply', '-f', '-'], { ...options, stdin: 'pipe', input: text })
    await execa('kubectl', ['wait', '--for=condition=Ready', 'pod', '--all', '-A', '--timeout=10s'], {
      ...options,
      reject: false,
    })
  }
  try {
    await execa(join(bin, 'grade'), ['up', '--brief'], options)
    await apply(manifests)
  } catch (error) {
    await close()
    throw error
  }
  return {
    apply,
    close,
    run: async (command) => {
      const { all, stdout, stderr } = await execa('bash', ['-c', command], { ...options, all: true, reject: false })
      return { all, stdout, stderr }
    },
  }
}
