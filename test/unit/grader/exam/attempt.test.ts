import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExamPaper } from '../../../../src/course/exam/paper.ts'
import { createAttempt, readEvents, record, type Attempt } from '../../../../grader/exam/attempt.ts'
import { isTickDue } from '../../../../grader/exam/invigilator.ts'

const PAPER: ExamPaper = {
  schema: 'netgrade/exam-paper/v1',
  exam: {
    id: 'mid',
    version: 1,
    title: { en: 'Mid-term', ko: '중간시험' },
    minutes: 60,
    graceMinutes: 2,
    environments: ['embedded'],
    shows: { during: 'nothing', after: 'points' },
    locks: [],
    limit: 1,
  },
  learner: { id: 'kim', name: 'Kim', multiplier: 1 },
  variant: 'drawn',
  token: 'ab'.repeat(32),
  items: [],
}

let home: string
let attempt: Attempt
const log = (): string => join(attempt.folder, 'events.jsonl')

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'netgrade-attempt-'))
  attempt = await createAttempt({ home }, PAPER)
})
afterEach(() => rm(home, { recursive: true, force: true }))

describe('the log of an attempt', () => {
  test('a line that a crash cut off is left out, and the next entry takes its place', async () => {
    await record(attempt, 'start')
    const whole = await readFile(log(), 'utf8')
    await writeFile(log(), `${whole}{"n":1,"at":{"wallMs":17`)
    expect(await readEvents(attempt)).toHaveLength(1)
    await record(attempt, 'resume')
    expect((await readEvents(attempt)).map(({ kind, n }) => `${n} ${kind}`)).toEqual(['0 start', '1 resume'])
  })

  test.each(['{"n":1', 'null', '{"n":1,"kind":"save"}'])(
    'a line that was written over, %j, is told with its place',
    async (line) => {
      await record(attempt, 'start')
      await writeFile(log(), `${await readFile(log(), 'utf8')}${line}\n`)
      await expect(readEvents(attempt)).rejects.toMatchObject({ code: 'exam-log-broken', detail: { path: `${log()}:2` } })
    },
  )
})

test('a tick is due a minute after the last entry, by the machine’s own count', () => {
  const at = (wallMs: number, uptimeMs: number) => ({ wallMs, uptimeMs, boot: 'one' })
  expect(isTickDue(undefined, at(0, 0))).toBe(false)
  expect(isTickDue(at(0, 0), at(59_000, 59_000))).toBe(false)
  expect(isTickDue(at(0, 0), at(60_000, 60_000))).toBe(true)
  expect(isTickDue(at(0, 0), at(-60_000, 60_000))).toBe(true)
})
