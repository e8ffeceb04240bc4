// What a worker tells of a submission before it is graded: the time on its items.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createExamWork } from '../../../../../grader/exam/class/work.ts'
import { tokenOf } from '../../../../../grader/exam/secret.ts'
import { makeKey, signSubmission } from '../../../../../grader/exam/sign.ts'
import type { ReadSubmission } from '../../../../../grader/exam/class/job.ts'
import type { DrawnExam, DrawnItem } from '../../../../../src/course/exam/draw.ts'
import { readExam } from '../../../../../src/course/exam/read-exam.ts'
import { bodyOf, type Submission } from '../../../../../src/course/exam/submission.ts'
import { submissionOf } from '../../../../support/exam-submission.ts'

const SECRET = Buffer.from('07'.repeat(32), 'hex')
const item = (id: string): DrawnItem => ({
  ...{ id, slot: id, points: 10, parameters: {}, seed: id },
  alternate: { kind: 'task', task: '2-2' },
})
const DRAWN: DrawnExam = { exam: 'mid', version: 1, learner: 'kim', items: [item('server'), item('words')], hash: 'drawn' }
const HANDING = { secret: SECRET, objects: 'kind: List\n', answers: {}, minutes: 6, answered: [[2, 'words']] } as const

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'netgrade-exam-work-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const read = async (submission: Submission): Promise<ReadSubmission> => {
  const { exam } = readExam('mid', 'title: { en: a, ko: b }\nminutes: 60\nslots: [{ id: server, points: 1, pool: [{ task: 2-2 }] }]\n', 'mid.yaml') // prettier-ignore
  if (exam === undefined) throw new Error('no exam')
  const work = createExamWork(pathToFileURL(folder), {
    ...{ kind: 'exam', exam, receipts: {} },
    roster: [{ id: 'kim', name: 'Kim', multiplier: 1 }],
    draws: new Map([['kim', DRAWN]]),
    tokens: { kim: tokenOf(SECRET, 'mid', 1, 'kim') },
  })
  const file = join(folder, 'kim.json')
  await writeFile(file, JSON.stringify(submission))
  const reply = await work({ step: 'read', file })
  if (reply.kind !== 'read') throw new Error(reply.kind)
  return reply
}

test('a log that says what was saved tells the time of each item', async () => {
  const reply = await read(submissionOf(DRAWN, { ...HANDING, touched: ['server'] }))
  expect(reply).toMatchObject({ findings: [], times: { words: 2 * 60_000, server: 4 * 60_000 } })
})

test('a log of an earlier program is as sound, and tells none', async () => {
  const reply = await read(submissionOf(DRAWN, HANDING))
  expect(reply.findings).toEqual([])
  expect(reply).not.toHaveProperty('times')
})

test('a log that was changed tells none, though it was signed again', async () => {
  const body = bodyOf(submissionOf(DRAWN, { ...HANDING, touched: ['words'] }))
  const events = body.events.map((event) => (event.kind === 'save' ? { ...event, detail: { ...event.detail, items: ['server'] } } : event)) // prettier-ignore
  const reply = await read(signSubmission({ ...body, events }, tokenOf(SECRET, 'mid', 1, 'kim'), makeKey()))
  expect(reply.findings.map(({ kind }) => kind)).toEqual(['chain-broken'])
  expect(reply).not.toHaveProperty('times')
})
