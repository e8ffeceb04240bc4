import { expect, test } from 'vitest'
import { compareResults } from '../../../../src/course/exam/compare-results.ts'

const learner = (id: string, score: number, passed: boolean | null, points = score) => ({
  learner: id,
  score,
  submissions: [
    {
      attempt: 1,
      findings: [{ kind: 'resumed' }],
      items: [{ id: 'policy', alternate: '3-3', points, checks: [{ id: 'others', passed }] }],
    },
  ],
})

test('who moves, by how much and for which checks; those that move most first', () => {
  const before = [learner('a', 10, true), learner('b', 10, false), learner('c', 5, true), learner('gone', 3, true)]
  const after = [learner('a', 10 + 1e-12, true), learner('b', 40, true), learner('c', 1, false), learner('new', 2, true)]
  expect(compareResults(before, after)).toEqual([
    {
      learner: 'b',
      before: 10,
      after: 40,
      items: [{ attempt: 1, item: 'policy', alternate: '3-3', before: 10, after: 40, checks: ['others'] }],
      findings: [],
      forced: [],
      submissions: [],
    },
    {
      learner: 'c',
      before: 5,
      after: 1,
      items: [{ attempt: 1, item: 'policy', alternate: '3-3', before: 5, after: 1, checks: ['others'] }],
      findings: [],
      forced: [],
      submissions: [],
    },
    { learner: 'gone', before: 3, after: 0, items: [], findings: [], forced: [], submissions: [{ attempt: 1, now: false }] },
    { learner: 'new', before: 0, after: 2, items: [], findings: [], forced: [], submissions: [{ attempt: 1, now: true }] },
  ])
})

test('a check that turned without a point of difference is told, too', () => {
  expect(compareResults([learner('a', 10, false)], [learner('a', 10, null)])).toMatchObject([
    { items: [{ checks: ['others'] }] },
  ])
})

const of = (...items: readonly { id: string; points: number; checks: readonly string[] }[]) => ({
  learner: 'a',
  score: items.reduce((sum, { points }) => sum + points, 0),
  submissions: [
    {
      attempt: 1,
      findings: [] as readonly { kind: string }[],
      items: items.map(({ id, points, checks }) => ({
        id,
        alternate: '3-3',
        points,
        checks: checks.map((check) => ({ id: check, passed: true })),
      })),
    },
  ],
})

test('checks that came and went are named, and items that are graded no more', () => {
  const before = of({ id: 'policy', points: 10, checks: ['kept', 'gone'] }, { id: 'lost', points: 5, checks: ['deny'] })
  const after = of({ id: 'policy', points: 10, checks: ['kept', 'new'] })
  expect(compareResults([before], [after])).toMatchObject([
    {
      before: 15,
      after: 10,
      items: [
        { item: 'policy', before: 10, after: 10, checks: ['gone', 'new'] },
        { item: 'lost', alternate: '3-3', before: 5, after: 0, checks: ['deny'] },
      ],
    },
  ])
})

test('why a submission counts no more is told', () => {
  const before = of({ id: 'policy', points: 10, checks: [] })
  const late = { ...before, score: 0, submissions: before.submissions.map((one) => ({ ...one, findings: [{ kind: 'late' }] })) }
  const finding = (now: boolean) => [{ findings: [{ attempt: 1, kind: 'late', now }] }]
  expect(compareResults([before], [late])).toMatchObject(finding(true))
  expect(compareResults([late], [before])).toMatchObject(finding(false))
})

test('points that are given to everybody are the reason of those that move', () => {
  const slotOf = (forced: boolean) => ({ slots: [{ slot: 'policy', ...(forced ? { forced: true as const } : {}) }] })
  const [before, after] = [
    { ...learner('a', 10, false), ...slotOf(false) },
    { ...learner('a', 30, false, 10), ...slotOf(true) },
  ]
  const best = { ...learner('b', 30, true), ...slotOf(true) }
  expect(compareResults([before, { ...best, ...slotOf(false) }], [after, best])).toMatchObject([
    { learner: 'a', items: [], forced: [{ slot: 'policy', now: true }] },
  ])
  expect(compareResults([after], [before])).toMatchObject([{ learner: 'a', forced: [{ slot: 'policy', now: false }] }])
})
