/** A learner's machine: an empty home, a shell with kubectl and our own program. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
export const GRADE = join(ROOT, 'grader/bin/grade.mjs')

export interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

export interface Session {
  readonly home: string
  readonly state: string
  readonly environment: Readonly<Record<string, string>>
  grade(...args: readonly string[]): Promise<Result>
  kubectl(...args: readonly string[]): Promise<Result>
  /** A line of bash, with KUBECONFIG set as `grade env` says. */
  shell(line: string): Promise<Result>
  start(line: string): ChildProcess
  close(): Promise<void>
}

interface RunOptions {
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutMs?: number
}

export function run(file: string, args: readonly string[], options: RunOptions): Promise<Result> {
  return new Promise((resolve) => {
    const child = execFile(
      file,
      [...args],
      { env: options.environment, cwd: ROOT, timeout: options.timeoutMs ?? 60_000, maxBuffer: 1 << 26 },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 124
        resolve({ code, out, err })
      },
    )
    child.stdin?.end()
  })
}

export async function openSession(extra: Readonly<Record<string, string>> = {}): Promise<Session> {
  const home = await mkdtemp(join(tmpdir(), 'netgrade-e2e-'))
  const state = join(home, 'state')
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    NETGRADE_HOME: state,
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    ...extra,
  }
  const withKubeconfig = { ...environment, KUBECONFIG: join(state, 'kubeconfig') }
  const grade = (...args: readonly string[]): Promise<Result> => run(process.execPath, [GRADE, ...args], { environment })
  return {
    home,
    state,
    environment,
    grade,
    kubectl: (...args) => run('kubectl', args, { environment: withKubeconfig }),
    shell: (line) => run('bash', ['-c', line], { environment: withKubeconfig }),
    start: (line) =>
      spawn('bash', ['-c', line], { env: withKubeconfig, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: true }),
    close: async () => {
      await grade('down')
      await rm(home, { recursive: true, force: true })
    },
  }
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** kubectl and every kubectl.1.NN on the PATH, or what NETGRADE_KUBECTLS lists. */
export async function findKubectls(): Promise<readonly string[]> {
  const listed = process.env['NETGRADE_KUBECTLS']
  if (listed !== undefined && listed !== '') return listed.split(delimiter)
  const found: string[] = []
  for (const directory of new Set((process.env['PATH'] ?? '').split(delimiter))) {
    const names = existsSync(directory) ? await readdir(directory).catch(() => []) : []
    found.push(...names.filter((name) => /^kubectl(\.1\.\d+)?$/.test(name)).map((name) => join(directory, name)))
  }
  return found.filter(isExecutable)
}

export const hasKubectl = (await findKubectls()).some((path) => path.endsWith('/kubectl'))

export const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
