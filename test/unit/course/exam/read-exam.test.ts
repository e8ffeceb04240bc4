import { describe, expect, test } from 'vitest'
import { renderContentProblem } from '../../../../src/course/problem.ts'
import { readExam } from '../../../../src/course/exam/read-exam.ts'

const HEAD = 'title: { en: Exam, ko: 시험 }\nminutes: 60\n'
const SLOT = 'slots:\n  - id: policy\n    points: 30\n    pool:\n      - task: 3-3\n      - task: 3-3/egress\n'
const problemsOf = (text: string): readonly string[] =>
  readExam('mid', text, 'tasks/exams/mid.yaml').problems.map(renderContentProblem)

describe('an exam', () => {
  test('with the least it needs', () => {
    const { exam, problems } = readExam('mid', HEAD + SLOT, 'tasks/exams/mid.yaml')
    expect(problems).toEqual([])
    expect(exam).toMatchObject({
      id: 'mid',
      version: 1,
      minutes: 60,
      graceMinutes: 2,
      attempts: { scoring: 'best', limit: 1, shares: [] },
      environments: ['embedded'],
      shows: { during: 'nothing', after: 'points' },
      slots: [
        {
          id: 'policy',
          points: 30,
          draw: 1,
          lock: false,
          forceMax: false,
          pool: [
            { kind: 'task', task: '3-3' },
            { kind: 'task', task: '3-3', variant: 'egress' },
          ],
        },
      ],
    })
  })

  test('with everything', () => {
    const rest = [
      'version: 3',
      'honour: { en: I work alone., ko: 혼자 풉니다. }',
      'graceMinutes: 0',
      'opens: 2026-12-01T09:00:00+09:00',
      'closes: "2026-12-01T12:00:00+09:00"',
      'attempts: { scoring: declining, shares: [1, 0.5], limit: 2 }',
      'environments: [embedded]',
      'shows: { during: checks, after: everything }',
    ].join('\n')
    const { exam, problems } = readExam('mid', `${HEAD}${rest}\n${SLOT}`, 'mid.yaml')
    expect(problems).toEqual([])
    expect(exam).toMatchObject({
      version: 3,
      opens: '2026-12-01T09:00:00+09:00',
      attempts: { scoring: 'declining', shares: [1, 0.5], limit: 2 },
      shows: { during: 'checks', after: 'everything' },
    })
  })

  test.each([
    ['', 'tasks/exams/mid.yaml:1:1: The file holds no'],
    [`minutes: 60\n${SLOT}`, 'title: needs texts for en and ko'],
    [`title: { en: Exam, ko: 시험 }\n${SLOT}`, 'minutes: must be a number, 0.1 to 1440'],
    [`${HEAD}minuets: 5\n${SLOT}`, 'tasks/exams/mid.yaml:3:1: minuets: is no field; known: title, '],
    [`${HEAD}opens: tomorrow\n${SLOT}`, 'opens: must be a time with its offset'],
    [`${HEAD}opens: 2026-12-01T09:00:00Z\ncloses: 2026-12-01T08:00:00Z\n${SLOT}`, 'closes: must come after opens'],
    [`${HEAD}attempts: { scoring: highest }\n${SLOT}`, 'attempts.scoring: must be one of best, last'],
    [
      `${HEAD}attempts: { scoring: declining }\n${SLOT}`,
      'attempts.shares: goes with scoring: declining, and declining needs it',
    ],
    [`${HEAD}attempts: { scoring: declining, shares: [0.5, 1] }\n${SLOT}`, 'none greater than the one before'],
    [`${HEAD}environments: [docker]\n${SLOT}`, 'environments: must be a list of embedded, kind; nothing else is supported'],
    [`${HEAD}shows: { during: everything }\n${SLOT}`, 'shows.during: must be one of nothing, verdict, checks'],
    [`${HEAD}slots: []\n`, 'slots: must be a list with at least one slot'],
    [HEAD + SLOT.replace('points: 30', 'points: 0'), 'slots[0].points: must be a number, 1 to 1000'],
    [HEAD + SLOT.replace('id: policy', 'id: The Policy'), 'slots[0].id: must be a name of small letters'],
    [HEAD + SLOT.replace('task: 3-3/egress', 'task: 3-3'), 'slots[0].pool[1]: 3-3 stands twice'],
    [HEAD + SLOT.replace('task: 3-3/egress', 'question: 3-1'), 'slots[0].pool[1]: needs { task: 3-3 }'],
    [HEAD + SLOT.replace('    points', '    draw: 3\n    points'), 'slots[0].draw: must be a whole number, 1 to 2'],
    [`${HEAD}${SLOT}  - { id: policy, points: 1, pool: [{ task: 2-2 }] }\n`, 'slots[1].id: policy stands twice'],
  ])('a mistake is told with its place: %j', (text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected)
  })

  test('all mistakes are told at once', () => {
    expect(problemsOf('title: Exam\nminutes: long\nslots: none\n').length).toBe(3)
  })
})
