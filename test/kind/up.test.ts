// The cluster that `grade up --on kind` has made: what a fake machine cannot show.
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { ROOT, run, type Result } from '../e2e/support/session.ts'
import { gradeAt } from './support/cluster.ts'

/** Of the cluster that was made for these tests. */
const HOME = process.env['NETGRADE_KIND_TEST_HOME'] ?? ''

const grade = (...args: readonly string[]): Promise<Result> => gradeAt(HOME, args)

describe.skipIf(HOME === '')('a cluster that was made with kind', () => {
  test('is found again, with its status and its kubeconfig', async () => {
    const up = await grade('up', '--on', 'kind', '--brief')
    expect(up.out).toMatch(/^The cluster netgrade-[\da-f]{8} is already running\.\n/u)
    expect((await grade('status', '--on', 'kind')).code).toBe(0)
    expect((await grade('env', '--on', 'kind')).out).toContain(join(HOME, 'state/kind/kubeconfig'))
  })

  test('gets a start state, is graded, walked and asked who reaches whom, and is left empty', async () => {
    expect((await grade('start', '3-3', '--on', 'kind', '--brief')).code).toBe(0)
    const graded = await grade('3-3', '--on', 'kind', '--format', 'json')
    expect(JSON.parse(graded.out)).toMatchObject({ environment: 'kind', status: 'fail' })
    const walked = await grade('trace', 'pod/customera/client', 'pod/customerb/client:80', '--on', 'kind')
    expect(walked.err).not.toContain('grade:')
    // Pods have addresses once the first of their images is there.
    const reached = async (): Promise<void> => expect((await grade('matrix', '--on', 'kind')).out).toContain('customera')
    await vi.waitFor(reached, { timeout: 30_000, interval: 1_000 })
    const cleaned = await grade('clean', '--on', 'kind')
    expect(cleaned.out).toContain('namespace/customera')
    expect((await grade('clean', '--on', 'kind')).out).toContain('Nothing is there')
  })
})

describe.skipIf(HOME === '')('a class', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'netgrade-kind-class-'))
    for (const [learner, answer] of [
      ['anna', 'solution'],
      ['ben', 'wrong/selects-pod-poc'],
    ] as const) {
      await mkdir(join(folder, learner, '3-3'), { recursive: true })
      await cp(join(ROOT, 'tasks/3-3', answer, 'answer.yaml'), join(folder, learner, '3-3/answer.yaml'))
    }
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const namespaces = async (): Promise<string> =>
    (
      await run('kubectl', ['--kubeconfig', join(HOME, 'state/kind/kubeconfig'), 'get', 'namespaces', '--output', 'name'], {
        environment: { PATH: process.env['PATH'] ?? '', HOME },
      })
    ).out

  test('is graded by what becomes of it there, and nothing is left', async () => {
    const before = await namespaces()
    const graded = await grade('batch', folder, '--task', '3-3', '--on', 'kind', '--format', 'json')
    expect(graded.code).toBe(1)
    expect(JSON.parse(graded.out)).toMatchObject({
      results: [
        { learner: { id: 'anna' }, environment: 'kind', status: 'pass' },
        { learner: { id: 'ben' }, environment: 'kind', status: 'partial' },
      ],
    })
    expect(graded.out).toContain('policy-selects-no-pod')
    expect(await namespaces()).toBe(before)
  })
})
