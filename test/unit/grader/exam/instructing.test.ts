/** Commands of somebody who sets an exam, each with what it refuses. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runGradeIn, type Ran } from '../support/run-grade.ts'

const EXAM = join(import.meta.dirname, '../../../../tasks/exams/services-and-policies.yaml')
const folder = mkdtempSync(join(tmpdir(), 'netgrade-instructing-'))
const inFolder = (name: string): string => join(folder, name)
const grade = (...argv: readonly string[]): Promise<Ran> => runGradeIn(folder, ...argv)
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(inFolder('roster.csv'), 'learner\nkim\n')
mkdirSync(inFolder('folder'))

describe('the secret', () => {
  test.each([
    ['that cannot be written', 'none/secret.txt', 3, '--secret'],
    ['that is a folder', 'folder', 2, 'EISDIR'],
  ])('%s is told, with its own option', async (_name, secret, code, text) => {
    for (const language of ['en', 'ko']) {
      const argv = ['exam', 'new', EXAM, '--roster', inFolder('roster.csv'), '--out', inFolder('out'), '--lang', language]
      const ran = await grade(...argv, '--secret', inFolder(secret))
      expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(text)])
      expect(ran.err).toContain(inFolder(secret))
      expect(ran.err).not.toContain('NETGRADE_HOME')
    }
  })
})

test('what --diff was called once is told with its new name', async () => {
  const { code, err } = await grade('exam', 'regrade', EXAM, folder, '--roster', inFolder('roster.csv'), '--against', 'x.json')
  expect([code, err]).toEqual([2, expect.stringContaining('--against is called --diff now.')])
})

describe('course check', () => {
  test('an exam is checked where it stands', async () => {
    writeFileSync(inFolder('mine.yaml'), 'title: { en: Mine, ko: 시험 }\nminutes: soon\nslots: []\n')
    const { code, out } = await grade('course', 'check', inFolder('mine.yaml'))
    expect([code, out]).toEqual([1, expect.stringContaining(`✘ ${inFolder('mine.yaml')}`)])
    expect(out).toContain('minutes')
    expect(out).not.toContain('1-1')
  })

  test('one that is not there is told', async () => {
    const { code, err } = await grade('course', 'check', inFolder('absent.yaml'))
    expect([code, err]).toEqual([2, expect.stringContaining('absent.yaml')])
  })
})
