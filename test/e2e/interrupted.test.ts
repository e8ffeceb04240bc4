// A real process that is ended while it has something in a cluster, or makes one: nothing of it is left.
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { CONTEXT, serveCluster, type ServedCluster } from '../unit/grader/support/served-cluster.ts'
import { freePorts } from '../kind/support/cluster.ts'
import { GRADE, ROOT } from './support/session.ts'

let served: ServedCluster

beforeEach(async () => {
  served = await serveCluster()
  await served.putWrongAnswer()
})
afterEach(() => served.end())

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Sends the signal once `isTime`, and waits for the end. */
async function interrupt(signal: NodeJS.Signals, args: readonly string[], isTime: () => boolean): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    HOME: served.home,
    NETGRADE_HOME: join(served.home, 'state'),
    KUBECONFIG: process.env['KUBECONFIG'],
    LANG: 'C.UTF-8',
  }
  const child = spawn(process.execPath, [GRADE, ...args, ...CONTEXT], { env, cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  try {
    await vi.waitFor(() => expect(isTime(), err).toBe(true), { timeout: 30_000, interval: 5 })
  } finally {
    child.kill(signal)
  }
  return { code: await ended, out, err }
}

/** What there is of the kinds that probes are made of. */
const everything = (): readonly string[] => [
  ...served.names('pods'),
  ...served.names('configmaps'),
  ...served.names('namespaces'),
]

const LANGUAGES = { SIGINT: ['en', 'grade: Interrupted.'], SIGTERM: ['ko', 'grade: 중단했습니다.'] } as const

test.each(['SIGINT', 'SIGTERM'] as const)('%s while learners’ Pods are asked from', async (signal) => {
  let probing = 0
  // The command of a probe is a part of the path.
  served.server.server.prependListener('upgrade', ({ url = '' }: { readonly url?: string }) => {
    if (decodeURIComponent(url).includes('netgrade-tool')) probing++
  })
  const [before, [language, told]] = [everything(), LANGUAGES[signal]]
  const { code, out, err } = await interrupt(signal, ['3-3', '--observe', '--lang', language], () => probing > 0)
  expect(err).toContain(told)
  expect([code, out, everything()]).toEqual([3, '', before])
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s while a Pod of our own is asked from', async (signal) => {
  const isProbe = (name: string): boolean => name.includes('netgrade-probe')
  const [node = ''] = served.names('nodes')
  const before = everything()
  const question = ['trace', `node/${node}`, 'pod/default/poc:80', '--observe']
  const { code, out, err } = await interrupt(signal, question, () => served.names('pods').some(isProbe))
  expect(err).toContain('grade: Interrupted.')
  expect([code, out, everything()]).toEqual([3, '', before])
})

const isCopy = (name: string): boolean => name.startsWith('netgrade-copy-')

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s while a repair is tried in a copy', async (signal) => {
  const before = everything()
  const isTried = (): boolean => served.names('namespaces').some(isCopy)
  const { code, out, err } = await interrupt(signal, ['3-3', '--try-repairs', '--yes'], isTried)
  expect(err).toContain('grade: Interrupted.')
  expect([code, out, everything()]).toEqual([3, '', before])
})

test('what a killed one leaves goes with grade clean', async () => {
  const ended = await interrupt('SIGKILL', ['3-3', '--try-repairs', '--yes'], () => served.names('namespaces').some(isCopy))
  expect(ended.code).toBeNull()
  expect((await served.grade('clean', '--yes', ...CONTEXT)).out).toContain('namespace/netgrade-copy-')
  expect(served.names('namespaces').filter(isCopy)).toEqual([])
})

describe('a terminal that is closed while kind makes a cluster', () => {
  let folder: string
  const program = (name: string, body: string): void => {
    const path = join(folder, 'bin', name)
    writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> ${folder}/calls\n${body}\n`)
    chmodSync(path, 0o755)
  }
  beforeEach(() => {
    folder = join(served.home, 'machine')
    mkdirSync(join(folder, 'bin'), { recursive: true })
    writeFileSync(join(folder, 'clusters'), '')
    for (const name of ['docker', 'kubectl']) program(name, 'exit 0')
    const create = `cat > /dev/null; echo "$4" > ${folder}/clusters; exec sleep 60`
    program('kind', `case "$1" in get) cat ${folder}/clusters;; create) ${create};; delete) : > ${folder}/clusters;; esac`)
  })

  // The program and what it runs get the signal, and nobody reads what it says any more.
  test('what was made goes with it', async () => {
    const home = join(folder, 'state')
    const env = {
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      NETGRADE_HOME: home,
      LANG: 'C.UTF-8',
    }
    const args = [GRADE, 'up', '--on', 'kind', ...(await freePorts())]
    const child = spawn(process.execPath, args, { env, cwd: ROOT, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
    const clusters = (): string => readFileSync(join(folder, 'clusters'), 'utf8')
    await vi.waitFor(() => expect(clusters()).toMatch(/^netgrade-/u), { timeout: 30_000, interval: 5 })
    child.stdout.destroy()
    child.stderr.destroy()
    process.kill(-(child.pid ?? 0), 'SIGHUP')
    expect(await ended).toBe(3)
    expect([clusters(), existsSync(join(home, 'kind/cluster.json'))]).toEqual(['', false])
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(/^kind delete cluster --name netgrade-/mu)
  })
})
