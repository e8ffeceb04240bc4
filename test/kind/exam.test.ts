// An exam on a cluster of its own, as a learner sits it and an instructor grades it: the cluster is made for the attempt and goes with it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ROOT, run, type Result } from '../e2e/support/session.ts'
import { freePorts, gradeAt } from './support/cluster.ts'

/** Of the cluster that was made for these tests; the exam has another one, beside it. */
const HOME = process.env['NETGRADE_KIND_TEST_HOME'] ?? ''

const EXAM = `title: { en: Final, ko: 기말시험 }
minutes: 30
environments: [kind]
shows: { during: checks, after: points }
slots:
  - { id: policy, points: 100, pool: [{ task: 3-3 }] }
`

let folder: string
let environment: Readonly<Record<string, string>>

const inFolder = (name: string): string => join(folder, name)
const grade = (who: string, ...args: readonly string[]): Promise<Result> => gradeAt(inFolder(who), args, environment)
const clusters = async (): Promise<string> => {
  const { code, out, err } = await run('kind', ['get', 'clusters', '--quiet'], {
    environment: { PATH: process.env['PATH'] ?? '', HOME },
  })
  expect(code, err).toBe(0)
  return out
}

/** In the cluster that `grade env` names while the exam runs. */
const kubectl = async (...args: readonly string[]): Promise<Result> => {
  const kubeconfig = /KUBECONFIG='?([^'\n]*)/u.exec((await grade('kim', 'env', '--on', 'kind')).out)?.[1] ?? ''
  return run('kubectl', ['--kubeconfig', kubeconfig, ...args], {
    environment: { PATH: process.env['PATH'] ?? '', HOME: inFolder('kim') },
    timeoutMs: 120_000,
  })
}

/** Ports as variables: `exam start` has no options for them. */
const portVariables = async (): Promise<Readonly<Record<string, string>>> => {
  const options = await freePorts()
  const valueOf = (option: string): string => {
    const index = options.indexOf(option)
    if (index < 0) throw new Error(`nothing near is free for ${option}`)
    return options[index + 1] ?? ''
  }
  return {
    NETGRADE_KIND_HTTP_PORT: valueOf('--http-port'),
    NETGRADE_KIND_HTTPS_PORT: valueOf('--https-port'),
    NETGRADE_KIND_NODE_PORTS: valueOf('--node-ports'),
  }
}

describe.skipIf(HOME === '')('an exam on a cluster of its own', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netgrade-kind-exam-'))
    environment = { ...(await portVariables()), NETGRADE_KIND_INGRESS: 'none' }
    await writeFile(inFolder('final.yaml'), EXAM)
    await writeFile(inFolder('secret.txt'), '01'.repeat(32))
    await writeFile(inFolder('roster.csv'), 'learner,name\nkim,김하나\n')
    await mkdir(inFolder('handed-in'))
  })
  afterAll(async () => {
    await grade('kim', 'exam', 'close', '--yes', inFolder('last.json'))
    await rm(folder, { recursive: true, force: true })
  })

  const instruct = (command: string, ...args: readonly string[]): Promise<Result> =>
    grade('instructor', 'exam', command, inFolder('final.yaml'), ...args, '--roster', inFolder('roster.csv'), '--secret', inFolder('secret.txt')) // prettier-ignore

  test('is begun, worked on with kubectl, handed in, closed and graded', async () => {
    const made = await instruct('new', '--out', inFolder('packages'))
    expect(made.code, made.err).toBe(0)
    const code = /: (?<code>[A-Z0-9-]+)/u.exec(made.out)?.groups?.['code'] ?? ''
    const start = [inFolder('packages/final-kim.netexam'), '--code', code, '--on', 'kind']
    const started = await grade('kim', 'exam', 'start', ...start)
    expect(started.code, started.err).toBe(0)
    const name = /netgrade-[\da-f]{8}/u.exec((await grade('kim', 'status', '--on', 'kind')).out)?.[0] ?? 'none'
    expect(await clusters()).toContain(name)

    // The start state is there, and nothing of the answer.
    expect((await grade('kim', 'policy')).code).toBe(1)
    const applied = await kubectl('apply', '-f', join(ROOT, 'tasks/3-3/solution'))
    expect(applied.code, applied.err).toBe(0)
    const passes = async (): Promise<void> => expect((await grade('kim', 'policy')).code).toBe(0)
    await vi.waitFor(passes, { timeout: 60_000, interval: 1_000 })
    expect((await grade('kim', 'policy', '--try-repairs')).err).toContain('not there while an exam runs')

    const submitted = await grade('kim', 'exam', 'submit', inFolder('handed-in/kim.json'))
    expect(submitted.out, submitted.err).toContain('Receipt: ')
    expect((await grade('kim', 'exam', 'close', '--yes', inFolder('last.json'))).code).toBe(0)
    expect(await clusters()).not.toContain(name)

    const graded = await instruct('grade', inFolder('handed-in'), '--format', 'json')
    expect(graded.code, graded.err).toBe(0)
    expect(JSON.parse(graded.out)).toMatchObject({
      learners: [{ learner: 'kim', score: 100, submissions: [{ counts: true, findings: [] }] }],
    })
  })
})
