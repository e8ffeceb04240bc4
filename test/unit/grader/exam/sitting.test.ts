/** Commands of somebody who sits an exam, each with what it refuses. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createAttempt, record, type Attempt } from '../../../../grader/exam/attempt.ts'
import { readExamCourse, requireExam } from '../../../../grader/exam/course-files.ts'
import { drawExam } from '../../../../src/course/exam/draw.ts'
import { makePaper } from '../../../../src/course/exam/paper.ts'
import { runGradeIn, type Ran } from '../support/run-grade.ts'

const ROOT = pathToFileURL(join(import.meta.dirname, '../../../../'))
const SECRET = new Uint8Array(32).fill(7)

let home: string
let attempt: Attempt
const inHome = (name: string): string => join(home, name)
const grade = (...argv: readonly string[]): Promise<Ran> => runGradeIn(home, ...argv)
const submissionIn = (name: string): unknown => JSON.parse(readFileSync(inHome(name), 'utf8'))

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'netgrade-sitting-'))
  const exam = await requireExam({ root: ROOT }, 'services-and-policies')
  const course = await readExamCourse({ root: ROOT })
  const drawn = drawExam(exam, 'kim', SECRET, course)
  const learner = { id: 'kim', name: 'Kim', multiplier: 1 }
  attempt = await createAttempt({ home }, await makePaper({ exam, learner, drawn, token: 'ab'.repeat(32) }, course))
  mkdirSync(attempt.cluster.data, { recursive: true })
  await record(attempt, 'start')
})
afterEach(() => rmSync(home, { recursive: true }))

describe('handing in', () => {
  test('a file that is there is never written over: the second hand-in needs a name of its own', async () => {
    expect((await grade('exam', 'submit', inHome('kim.json'))).code).toBe(0)
    const again = await grade('exam', 'submit', inHome('kim.json'))
    expect([again.code, again.err]).toEqual([2, expect.stringContaining(`such as ${inHome('kim-2.json')}`)])
    expect(submissionIn('kim.json')).toMatchObject({ attempt: 1 })
    expect((await grade('exam', 'submit', inHome('kim-2.json'))).out).toContain('submission 2')
    expect(submissionIn('kim-2.json')).toMatchObject({ attempt: 2 })
  })

  test('any other file stays as it is, and costs no submission', async () => {
    writeFileSync(inHome('notes.json'), 'mine')
    expect((await grade('exam', 'submit', inHome('notes.json'), '--lang', 'ko')).err).toContain('제출하지 않았습니다')
    expect(readFileSync(inHome('notes.json'), 'utf8')).toBe('mine')
    expect((await grade('exam', 'close', '--yes', inHome('notes.json'))).code).toBe(2)
    const nowhere = await grade('exam', 'submit', inHome('no-folder/kim.json'))
    expect([nowhere.code, nowhere.err]).toEqual([3, expect.stringContaining('Name another file.')])
    expect(nowhere.err).not.toContain('--output')
    expect((await grade('exam', 'submit', inHome('kim.json'))).out).toContain('submission 1')
  })

  test('once the time is over the same submission may be asked for again', async () => {
    await record(attempt, 'end', { reason: 'time' })
    expect((await grade('exam', 'submit', inHome('kim.json'))).code).toBe(0)
    const text = readFileSync(inHome('kim.json'), 'utf8')
    expect((await grade('exam', 'submit', inHome('kim.json'))).code).toBe(0)
    expect(readFileSync(inHome('kim.json'), 'utf8')).toBe(text)
    writeFileSync(inHome('other.json'), 'mine')
    expect((await grade('exam', 'submit', inHome('other.json'))).code).toBe(2)
    expect(readFileSync(inHome('other.json'), 'utf8')).toBe('mine')
  })
})

describe('what is refused', () => {
  test('an answer in words to a task', async () => {
    const item = attempt.paper.items.find(({ kind }) => kind === 'task')?.id ?? ''
    const { code, err } = await grade('exam', 'answer', item, 'a')
    expect([code, err]).toEqual([2, expect.stringContaining(`${item} is a task: it is answered in the cluster`)])
    expect((await grade('exam', 'answer', item, 'a', '--lang', 'ko')).err).toContain('과제라서')
  })

  test.each([['--format=json'], ['--output=x'], ['--file=x.yaml'], ['--on=kind'], ['--watch'], ['--missed']])(
    'grade ITEM %s, whose answer would not be what was asked for',
    async (option) => {
      const item = attempt.paper.items.find(({ kind }) => kind === 'task')?.id ?? ''
      const { code, err } = await grade(item, option)
      const [name = ''] = option.split('=')
      expect([code, err]).toEqual([2, expect.stringContaining(`takes no ${name} during an exam`)])
      expect(existsSync(join(attempt.folder, 'states/current.yaml'))).toBe(false)
    },
  )
})
