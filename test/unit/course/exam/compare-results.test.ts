import { expect, test } from 'vitest'
import { compareResults } from '../../../../src/course/exam/compare-results.ts'

const learner = (id: string, score: number, passed: boolean | null, points = score) => ({
  learner: id,
  score,
  submissions: [{ attempt: 1, items: [{ id: 'policy', alternate: '3-3', points, checks: [{ id: 'others', passed }] }] }],
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
    },
    {
      learner: 'c',
      before: 5,
      after: 1,
      items: [{ attempt: 1, item: 'policy', alternate: '3-3', before: 5, after: 1, checks: ['others'] }],
    },
    { learner: 'gone', before: 3, after: 0, items: [] },
    { learner: 'new', before: 0, after: 2, items: [] },
  ])
})

test('a check that turned without a point of difference is told, too', () => {
  expect(compareResults([learner('a', 10, false)], [learner('a', 10, null)])).toMatchObject([
    { items: [{ checks: ['others'] }] },
  ])
})
