// What is found of a submission, each way of cheating and each honest mishap by itself.
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { DrawnExam } from '../../../../src/course/exam/draw.ts'
import { nextEvent, receiptOf, rootOf, type EventKind, type ExamEvent } from '../../../../src/course/exam/event-log.ts'
import { readExam } from '../../../../src/course/exam/read-exam.ts'
import type { Submission, SubmissionBody } from '../../../../src/course/exam/submission.ts'
import type { Reading } from '../../../../src/course/exam/time.ts'
import { makeKey, signSubmission } from '../../../../grader/exam/sign.ts'
import { isRefused, verifySubmission, type Expected } from '../../../../grader/exam/verify.ts'

const TOKEN = 'ab'.repeat(32)
const KEY = makeKey()
const MINUTE = 60_000
const START = Date.parse('2026-12-01T09:00:00Z')
const OBJECTS = 'apiVersion: v1\nkind: List\nitems: []\n'
const ATTEMPT = { exam: 'mid', learner: 'kim', variant: 'drawn' }

const examFrom = (more = '') => {
  const text = `title: { en: a, ko: b }\nminutes: 60\n${more}slots: [{ id: a, points: 1, pool: [{ task: 2-2 }] }]\n`
  const { exam } = readExam('mid', text, 'mid.yaml')
  if (exam === undefined) throw new Error('no exam')
  return exam
}

const DRAWN: DrawnExam = { exam: 'mid', version: 1, learner: 'kim', items: [], hash: 'drawn' }
const expected = (changes: Partial<Expected> = {}): Expected => ({
  exam: examFrom(),
  learner: { id: 'kim', name: 'Kim', multiplier: 1 },
  drawn: DRAWN,
  token: TOKEN,
  receipts: [],
  ...changes,
})

type Moment = readonly [minutes: number, kind: EventKind, reading?: Partial<Reading>]

const logOf = (...moments: readonly Moment[]): readonly ExamEvent[] => {
  const events: ExamEvent[] = []
  for (const [minutes, kind, reading] of moments) {
    const at = { wallMs: START + minutes * MINUTE, uptimeMs: (100 + minutes) * MINUTE, boot: 'first-boot', ...reading }
    const detail = kind === 'save' ? { sha256: createHash('sha256').update(OBJECTS).digest('hex') } : {}
    events.push(nextEvent(events.at(-1)?.hash ?? rootOf(ATTEMPT), events.length, { at, kind, detail }))
  }
  return events
}

const HONEST = logOf([0, 'start'], [10, 'save'], [20, 'submit'])
const bodyWith = (events: readonly ExamEvent[], changes: Partial<SubmissionBody> = {}): SubmissionBody => ({
  schema: 'netgrade/submission/v1',
  version: 1,
  ...ATTEMPT,
  attempt: 1,
  program: 'netgrade 1.0.0',
  environment: 'embedded',
  at: new Date(START).toISOString(),
  states: [{ slots: ['a'], objects: OBJECTS }],
  answers: {},
  events,
  ...changes,
})
const signed = (events: readonly ExamEvent[], changes: Partial<SubmissionBody> = {}, token = TOKEN): Submission =>
  signSubmission(bodyWith(events, changes), token, KEY)
const kindsOf = (submission: Submission, changes: Partial<Expected> = {}): readonly string[] =>
  verifySubmission(submission, expected(changes)).map(({ kind }) => kind)

describe('a submission', () => {
  test('as it was made has nothing odd', () => {
    expect(kindsOf(signed(HONEST))).toEqual([])
    expect(kindsOf(signed(HONEST), { receipts: HONEST.map(({ hash }) => receiptOf(hash)) })).toEqual([])
  })

  test.each<readonly [string, Submission, readonly string[]]>([
    ['answers written into it', { ...signed(HONEST), answers: { a: ['b'] } }, ['signature-broken', 'proof-broken']],
    ['made with another package', signed(HONEST, {}, 'cd'.repeat(32)), ['proof-broken']],
    ['of another draw', signed(HONEST, { variant: 'other' }), ['other-variant', 'chain-broken']],
    ['of another exam', signed(HONEST, { exam: 'end' }), ['other-exam', 'chain-broken']],
    ['of another version', signed(HONEST, { version: 2 }), ['other-exam']],
  ])('%s is not scored', (_name, submission, kinds) => {
    expect(kindsOf(submission)).toEqual(kinds)
    expect(isRefused(verifySubmission(submission, expected()))).toBe(true)
  })

  test.each<readonly [string, Submission, readonly string[]]>([
    ['with an entry left out of its log', signed(HONEST.filter(({ n }) => n !== 0)), ['chain-broken', 'chain-broken']],
    ['with a state that nobody saved', signed(HONEST, { states: [{ slots: ['a'], objects: 'x' }] }), ['state-unlogged']],
    ['whose clock was set back', signed(logOf([0, 'start'], [10, 'save', { wallMs: START }])), ['clock-set']],
    [
      'whose machine was started anew',
      signed(logOf([0, 'start'], [10, 'save'], [20, 'resume', { boot: 'second-boot', uptimeMs: MINUTE }])),
      ['restarted'],
    ],
    ['of too long a time', signed(logOf([0, 'start'], [10, 'save'], [62.1, 'submit'])), ['late']],
    ['within the grace', signed(logOf([0, 'start'], [10, 'save'], [61.9, 'submit'])), []],
  ])('%s is scored as far as it may be, and that is told', (_name, submission, kinds) => {
    expect(kindsOf(submission)).toEqual(kinds)
    expect(isRefused(verifySubmission(submission, expected()))).toBe(false)
  })

  test('a log whose end was cut off lacks the receipts that were told', () => {
    const receipts = HONEST.map(({ hash }) => receiptOf(hash))
    expect(kindsOf(signed(HONEST.slice(0, 2)), { receipts })).toEqual(['receipt-missing'])
  })

  test('a multiplier gives its learner more time, the log of another learner none', () => {
    const slow = signed(logOf([0, 'start'], [10, 'save'], [85, 'submit']))
    expect(kindsOf(slow)).toEqual(['late'])
    expect(kindsOf(slow, { learner: { id: 'kim', name: 'Kim', multiplier: 1.5 } })).toEqual([])
  })

  test('the window holds, a learner’s own before the exam’s', () => {
    const exam = examFrom('opens: 2026-12-01T09:05:00Z\ncloses: 2026-12-01T09:15:00Z\n')
    expect(kindsOf(signed(HONEST), { exam })).toEqual(['late', 'before-opening'])
    const learner = { id: 'kim', name: 'Kim', multiplier: 1, opens: '2026-12-01T08:00:00Z', closes: '2026-12-01T10:00:00Z' }
    expect(kindsOf(signed(HONEST), { exam, learner })).toEqual([])
  })

  test('a clock that was set back before the window closed is of no use', () => {
    const exam = examFrom('closes: 2026-12-01T09:15:00Z\n')
    const log = logOf([0, 'start'], [10, 'save'], [40, 'submit', { wallMs: START + 12 * MINUTE }])
    expect(kindsOf(signed(log), { exam })).toEqual(['late', 'clock-set'])
  })

  test('what is found is told in both languages', () => {
    const exam = examFrom('opens: 2026-12-01T09:05:00Z\ncloses: 2026-12-01T09:15:00Z\n')
    const restarted = { boot: 'second-boot', uptimeMs: MINUTE }
    const log = logOf([0, 'start'], [10, 'save', { wallMs: START }], [20, 'resume', restarted], [90, 'submit', restarted])
    const found = [
      ...verifySubmission(signed(HONEST), expected({ exam })),
      ...verifySubmission(signed(log.slice(1), { exam: 'end' }), expected()),
      ...verifySubmission(signed(logOf([0, 'start'], [62.1, 'submit'])), expected()),
    ].filter(({ detail }) => detail.en !== '')
    expect([...new Set(found.map(({ kind }) => kind))].toSorted()).toEqual(
      ['before-opening', 'chain-broken', 'clock-set', 'late', 'other-exam', 'restarted', 'state-unlogged'].toSorted(),
    )
    for (const { kind, detail } of found)
      if (kind !== 'state-unlogged') {
        expect(detail.en).not.toMatch(/[가-힣]/u)
        expect(detail.ko).toMatch(/[가-힣]/u)
        expect(detail.ko).not.toMatch(/\b(?:after|before|event|began|by|of|with)\b/u)
      }
  })
})
