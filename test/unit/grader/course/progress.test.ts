import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { bestOf, type TaskProgress } from '../../../../src/course/progress.ts'
import { readProgress, recordAttempt, recordHints } from '../../../../grader/course/progress.ts'
import { run } from '../../../../grader/cli/run.ts'
import { statePaths, type StatePaths } from '../../../../grader/terminal/paths.ts'

let paths: StatePaths

beforeEach(() => {
  paths = statePaths({ NETGRADE_HOME: mkdtempSync(path.join(tmpdir(), 'netgrade-progress-')) })
})

const attempt = (points: number, at = '2025-01-01T00:00:00Z'): { points: number; of: number; at: string } => ({
  points,
  of: 100,
  at,
})

const progressOf = async (task: string): Promise<TaskProgress> => (await readProgress(paths))[task] ?? { best: {} }

test('nothing is known of a task that was never graded, nor of a file that cannot be read', async () => {
  expect(await readProgress(paths)).toEqual({})
  writeFileSync(paths.progress, '{')
  expect(await readProgress(paths)).toEqual({})
})

test('a file takes nothing from what was done in the cluster', async () => {
  await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(100))
  await recordAttempt(paths, { id: '3-3' }, 'manifests', attempt(40))
  const found = await progressOf('3-3')
  expect(found.best.embedded?.points).toBe(100)
  expect(found.best.manifests?.points).toBe(40)
  expect(bestOf(found)?.points).toBe(100)
})

test('a worse attempt does not replace a better one, an equal one is newer', async () => {
  await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(80))
  await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(50))
  expect((await progressOf('3-3')).best.embedded?.points).toBe(80)
  await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(80, '2025-02-02T00:00:00Z'))
  expect((await progressOf('3-3')).best.embedded?.at).toBe('2025-02-02T00:00:00Z')
})

test('hints are counted beside attempts, and never fewer', async () => {
  await recordHints(paths, { id: '3-3' }, 2)
  await recordHints(paths, { id: '3-3' }, 1)
  await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(10))
  expect(await progressOf('3-3')).toMatchObject({ hints: 2, best: { embedded: { points: 10 } } })
})

test('what an earlier version wrote counts as done in the cluster', async () => {
  writeFileSync(paths.progress, JSON.stringify({ '3-3': attempt(70), '2-2': { points: 0, of: 0, at: '', hints: 3 } }))
  expect((await progressOf('3-3')).best).toEqual({ embedded: attempt(70) })
  expect(await progressOf('2-2')).toEqual({ best: {}, hints: 3 })
})

test('the overview shows the best, and both where they differ', async () => {
  await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(100))
  await recordAttempt(paths, { id: '3-3' }, 'manifests', attempt(40))
  for (const [language, expected] of [
    ['en', '100 of 100 points (in the cluster 100, from files 40)'],
    ['ko', '100점 가운데 100점 (클러스터 100, 파일 40)'],
  ] as const) {
    let out = ''
    const code = await run(['--lang', language], {
      stdout: { write: (text) => (out += text) },
      stderr: { write: () => undefined },
      environment: { NETGRADE_HOME: paths.home },
      root: path.join(import.meta.dirname, '../../../..'),
    })
    expect(code).toBe(0)
    expect(out).toMatch(/✔ 3-3 /u)
    expect(out).toContain(expected)
  }
})

describe('grade progress', () => {
  const grade = async (...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
    let [out, err] = ['', '']
    const code = await run(argv, {
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      environment: { NETGRADE_HOME: paths.home },
      root: path.join(import.meta.dirname, '../../../..'),
    })
    return { code, out, err }
  }

  test('what is exported can be imported elsewhere, and the better attempt stays', async () => {
    await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(60))
    const file = path.join(paths.home, 'progress-export.json')
    expect((await grade('progress', 'export', file)).code).toBe(0)
    expect((await grade('progress', 'export')).out).toContain('"points": 60')
    paths = statePaths({ NETGRADE_HOME: mkdtempSync(path.join(tmpdir(), 'netgrade-progress-')) })
    await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(90))
    await recordAttempt(paths, { id: '2-2' }, 'manifests', attempt(10))
    const imported = await grade('progress', 'import', file)
    expect(imported).toMatchObject({ code: 0, out: expect.stringContaining('1 section ') })
    expect((await progressOf('3-3')).best.embedded?.points).toBe(90)
    expect((await progressOf('2-2')).best.manifests?.points).toBe(10)
  })

  test('a file that is none is refused, and nothing changes', async () => {
    await recordAttempt(paths, { id: '3-3' }, 'embedded', attempt(60))
    const file = path.join(paths.home, 'other.json')
    writeFileSync(file, '[]')
    expect(await grade('progress', 'import', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no record of progress'),
    })
    expect(await grade('--lang', 'ko', 'progress', 'import', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('진도를'),
    })
    writeFileSync(file, '{"sections":"x"}')
    expect(await grade('progress', 'import', file)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('No progress was found'),
    })
    expect((await grade('--lang', 'ko', 'progress', 'import', file)).err).toContain('진도가 없습니다')
    expect((await grade('progress', 'import')).code).toBe(2)
    expect((await progressOf('3-3')).best.embedded?.points).toBe(60)
  })
})
