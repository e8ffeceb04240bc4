// Real processes before an API server that freezes in the middle: it takes connections, and says nothing any more.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { renderKubeconfig } from '../../grader/daemon/kubeconfig.ts'
import { statePaths } from '../../grader/terminal/paths.ts'
import { ensureKindFolder, kindPaths, writeClusterRecord } from '../../grader/environments/kind/record.ts'
import { DEFAULT_SETTINGS } from '../../grader/environments/kind/settings.ts'
import { freezable, type Freezable } from '../unit/grader/support/freezable.ts'
import { CONTEXT, serveCluster, type ServedCluster } from '../unit/grader/support/served-cluster.ts'
import { GRADE, ROOT, run, type Result } from './support/session.ts'

const NAME = 'netgrade-d1'
const ON_KIND = ['--on', 'kind'] as const

let served: ServedCluster
let way: Freezable

beforeEach(async () => {
  served = await serveCluster()
  way = await freezable(served.server.port)
  const kubeconfig = renderKubeconfig(served.server.credentials, way.port)
  writeFileSync(process.env['KUBECONFIG'] ?? '', kubeconfig)
  // As `grade up --on kind` leaves it.
  const paths = statePaths({ NETGRADE_HOME: join(served.home, 'state') })
  await ensureKindFolder(paths)
  await writeClusterRecord(paths, { name: NAME, phase: 'ready', settings: DEFAULT_SETTINGS, former: [] })
  writeFileSync(kindPaths(paths).kubeconfig, kubeconfig.replaceAll(/: netgrade$/gmu, `: kind-${NAME}`))
})
afterEach(() => {
  way.close()
  served.end()
})

const environment = (): Readonly<Record<string, string>> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: served.home,
  NETGRADE_HOME: join(served.home, 'state'),
  KUBECONFIG: process.env['KUBECONFIG'] ?? '',
  LANG: 'C.UTF-8',
})

/** Freezes the server once `isTime`, and waits for the end of the process. */
async function freezing(args: readonly string[], isTime: () => boolean): Promise<Result> {
  const child = spawn(process.execPath, [GRADE, ...args], { env: environment(), cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  await vi.waitFor(() => expect(isTime(), err).toBe(true), { timeout: 30_000, interval: 2 })
  way.frozen = true
  return { code: (await ended) ?? -1, out, err }
}

const grade = (...args: readonly string[]): Promise<Result> =>
  run(process.execPath, [GRADE, ...args], { environment: environment(), timeoutMs: 60_000 })

const isThere = (name: string): boolean => served.names('namespaces').some((one) => one.startsWith(name))

describe('a server that freezes', { timeout: 240_000 }, () => {
  test('while a task is graded: nothing is graded, in one message', async () => {
    await served.putWrongAnswer()
    let reviews = 0
    served.server.server.on('request', () => reviews++)
    const { code, out, err } = await freezing(['3-3', ...CONTEXT], () => reviews > 3)
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('grade: The cluster of context netgrade does not answer.')
    expect(err).toMatch(/no answer within 15 s/u)
    expect(err).toContain('kubectl --context netgrade get nodes')
    expect(err.match(/grade:/gu)).toHaveLength(1)
  })

  test('while a Pod of ours is asked from: what stays is told, and goes with the command that is told', async () => {
    await served.putWrongAnswer()
    const [node = ''] = served.names('nodes')
    const isProbe = (name: string): boolean => name.includes('netgrade-probe')
    const question = ['trace', `node/${node}`, 'pod/default/poc:80', '--observe', ...CONTEXT]
    const { code, out, err } = await freezing(question, () => served.names('pods').some(isProbe))
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('was lost meanwhile')
    const [, command = ''] = /grade (clean --on kubeconfig --context netgrade)/u.exec(err) ?? []
    way.thaw()
    expect((await grade(...command.split(' '), '--yes')).code).toBe(0)
    expect([...served.names('pods'), ...served.names('configmaps')].filter(isProbe)).toEqual([])
  })

  test('while a class is graded: one message, and the next command removes what stays and goes on', async () => {
    const folder = join(served.home, 'class')
    for (const learner of ['ann', 'bob']) {
      mkdirSync(join(folder, learner), { recursive: true })
      const answer = readFileSync(join(ROOT, 'tasks/3-3/solution/answer.yaml'), 'utf8')
      writeFileSync(join(folder, learner, 'answer.yaml'), answer)
    }
    const batch = ['batch', folder, '--task', '3-3', ...ON_KIND, '--output', join(served.home, 'out')]
    const { code, err } = await freezing(batch, () => isThere('customera-'))
    expect(err).toContain(`grade: The cluster of context kind-${NAME} was lost while submissions stood in it.`)
    expect(err).toContain('grade clean --on kind')
    expect(err.match(/grade:/gu)).toHaveLength(1)
    expect(code).toBe(3)
    way.thaw()
    const again = await grade(...batch, '--resume')
    expect([again.code, again.err]).toEqual([0, ''])
    expect(again.out).toContain('2 learners, 2 results · pass 2 ')
    expect(isThere('customera-')).toBe(false)
  })

  test('and thaws once it was given up: nothing stays', async () => {
    await served.putWrongAnswer()
    const folder = join(served.home, 'class')
    mkdirSync(join(folder, 'ann'), { recursive: true })
    writeFileSync(join(folder, 'ann/answer.yaml'), readFileSync(join(ROOT, 'tasks/3-3/solution/answer.yaml'), 'utf8'))
    const graded = freezing(['batch', folder, '--task', '3-3', ...ON_KIND], () => isThere('customera-'))
    await vi.waitFor(() => expect(way.givenUp).toBeGreaterThan(0), { timeout: 60_000 })
    way.thaw()
    const { code } = await graded
    expect([code, isThere('customera-')]).toEqual([3, false])
  })
})
