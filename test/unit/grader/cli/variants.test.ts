import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { recordChosen, readProgress } from '../../../../grader/course/progress.ts'
import { statePaths } from '../../../../grader/terminal/paths.ts'
import type { Result } from '../../../../src/grading/result.ts'
import { runGradeIn, type Ran } from '../support/run-grade.ts'

const SOLUTION = 'tasks/3-3/variants/egress/solution'
const WRONG = 'tasks/3-3/variants/egress/wrong/dns-forgotten/answer.yaml'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'netgrade-variants-'))
})

const grade = (...argv: readonly string[]): Promise<Ran> => runGradeIn(home, ...argv)

const choose = (id: string, variant: string): Promise<void> =>
  recordChosen(statePaths({ NETGRADE_HOME: home }), id, { variant, at: '2026-01-01T00:00:00Z' })

describe('grade 3-3 --variant', () => {
  test('grades that variant, says so, and keeps its points beside those of the section’s own task', async () => {
    const { code, out } = await grade('3-3', '--variant', 'egress', '--file', SOLUTION)
    expect(code).toBe(0)
    expect(out).toMatch(/^3-3 egress {2}One tenant may only go to the ledger/u)
    const known = (await readProgress(statePaths({ NETGRADE_HOME: home })))['3-3']
    expect(known?.best).toEqual({})
    expect(known?.variants?.['egress']?.best.manifests).toMatchObject({ points: 100, of: 100 })
    expect(known?.chosen).toBeUndefined()
  })

  test('its answer is none to the section’s own task, and the other way round', async () => {
    expect((await grade('3-3', '--file', SOLUTION)).code).toBe(1)
    expect((await grade('3-3', '--variant', 'egress', '--file', 'tasks/3-3/solution')).code).toBe(1)
  })

  test('the result names it', async () => {
    const { out } = await grade('3-3', '--variant', 'egress', '--format', 'json', '--file', SOLUTION)
    expect((JSON.parse(out) as Result).task).toMatchObject({ id: '3-3', variant: 'egress' })
    const plain = await grade('3-3', '--variant', 'default', '--format', 'json', '--file', SOLUTION)
    expect((JSON.parse(plain.out) as Result).task).not.toHaveProperty('variant')
  })

  test.each([
    ['en', 'egres', /Task 3-3 has no variant "egres"\.[\s\S]*Did you mean "egress"\? There are: default, egress, tenant\./u],
    [
      'ko',
      'egres',
      /과제 3-3에 "egres"라는 변형이 없습니다\.[\s\S]*혹시 "egress"인가요\? 있는 변형: default, egress, tenant\./u,
    ],
    ['en', '../../2-2', /no variant/u],
  ])('an unknown name is answered in %s with the nearest and the list: %s', async (language, name, expected) => {
    for (const command of [
      ['3-3', '--file', SOLUTION],
      ['hint', '3-3'],
      ['solution', '3-3'],
      ['start', '3-3'],
    ]) {
      const { code, err } = await grade(...command, `--variant=${name}`, '--lang', language)
      expect(code).toBe(2)
      expect(err).toMatch(expected)
    }
  })

  test('questions have no variants', async () => {
    const { code, err } = await grade('1-2', '--variant', 'egress')
    expect(code).toBe(2)
    expect(err).toContain('--variant')
  })
})

describe('a variant that was chosen', () => {
  test('is what the section’s commands mean, until another is', async () => {
    await choose('3-3', 'egress')
    expect((await grade('3-3', '--file', SOLUTION)).code).toBe(0)
    expect((await grade('hint', '3-3')).out).toContain('Which direction')
    expect((await grade('solution', '3-3')).out).toBe(`\n${readFileSync(`${SOLUTION}/answer.yaml`, 'utf8')}`)
    expect((await grade('hint', '3-3', '--variant', 'default')).out).toContain('--show-labels')
    await recordChosen(statePaths({ NETGRADE_HOME: home }), '3-3', { variant: 'default', at: '2026-01-02T00:00:00Z' })
    expect((await grade('3-3', '--file', SOLUTION)).code).toBe(1)
  })

  test('is told by the overview, with its own points', async () => {
    await choose('3-3', 'egress')
    await grade('3-3', '--file', WRONG)
    const { out } = await grade()
    expect(out).toMatch(/· 3-3 egress {2}One tenant may only go to the ledger +\d+ of 100 points/u)
    await grade('3-3', '--file', SOLUTION)
    expect((await grade()).out).toMatch(/✔ 3-3 egress .*100 of 100 points/u)
  })

  test('and is no longer in the course counts as none', async () => {
    await choose('3-3', 'gone')
    expect((await grade('hint', '3-3')).out).toContain('--show-labels')
  })

  test('has hints of its own, counted by themselves', async () => {
    expect((await grade('hint', '3-3')).out).toContain('Hint 1 of 3')
    expect((await grade('hint', '3-3', '--variant', 'tenant')).out).toContain('Hint 1 of 3')
    expect((await grade('hint', '3-3', '--variant', 'tenant')).out).toContain('Hint 2 of 3')
    expect((await grade('hint', '3-3')).out).toContain('Hint 2 of 3')
  })
})

describe('grade hint without a task', () => {
  test('is about the one that was begun last, and its number may follow', async () => {
    await recordChosen(statePaths({ NETGRADE_HOME: home }), '2-2', { variant: 'default', at: '2026-01-02T00:00:00Z' })
    await choose('3-3', 'egress')
    expect((await grade('hint')).out).toMatch(/^2-2 {2}Hint 1 of/u)
    expect((await grade('hint', '2')).out).toMatch(/^2-2 {2}Hint 2 of/u)
    expect((await grade('hint', '3-3')).out).toMatch(/^3-3 egress {2}Hint 1 of/u)
  })

  test.each([
    ['en', /No task is named, and none was begun/u],
    ['ko', /시작한 과제도 없습니다/u],
  ])('says in %s how to name one where none was begun', async (language, expected) => {
    const { code, err } = await grade('hint', '--lang', language)
    expect(code).toBe(2)
    expect(err).toMatch(expected)
  })
})

test('hints are plain words, broken to the terminal', async () => {
  const { out } = await grade('hint', '3-3', '2', '--variant', 'egress')
  expect(out).not.toMatch(/[`*]/u)
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
})

test('parameters have their defaults in hints and solutions', async () => {
  const { out } = await grade('solution', '3-3', '--variant', 'tenant')
  expect(out).toContain('kubectl label namespace tenant-blue tenant-blue-lab tenant=tenant-blue')
  expect(out).not.toContain('{{')
  expect((await grade('hint', '3-3', '3', '--variant', 'tenant')).out).toContain('tenant: tenant-blue')
})

describe('the debrief', () => {
  const isTold = ({ out }: Ran): boolean => out.includes('A policy for egress is asked at the client')

  test('comes with the first success, and once', async () => {
    expect(isTold(await grade('3-3', '--variant', 'egress', '--file', WRONG))).toBe(false)
    expect(isTold(await grade('3-3', '--variant', 'egress', '--file', SOLUTION))).toBe(true)
    expect(isTold(await grade('3-3', '--variant', 'egress', '--file', SOLUTION))).toBe(false)
  })

  test('is each task’s own', async () => {
    await grade('3-3', '--variant', 'egress', '--file', SOLUTION)
    expect((await grade('3-3', '--file', 'tasks/3-3/solution')).out).toContain('everybody else is kept out follows')
  })

  test('is in the reader’s language, and in text alone', async () => {
    const korean = await grade('3-3', '--lang', 'ko', '--variant', 'egress', '--file', SOLUTION)
    expect(korean.out).toContain('되돌아보기')
    home = mkdtempSync(join(tmpdir(), 'netgrade-variants-'))
    const { out } = await grade('3-3', '--variant', 'egress', '--format', 'json', '--file', SOLUTION)
    expect(() => JSON.parse(out) as unknown).not.toThrow()
  })
})
