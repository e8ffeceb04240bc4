import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupsOf } from '../../../../src/course/analysis/groups.ts'
import { prepareScores } from '../../../../src/course/analysis/weights.ts'

const fifthsIn = (rows: readonly (readonly number[])[], item = 0): readonly number[] | undefined => {
  const scores = prepareScores(rows[0]?.length ?? 0, rows)
  return groupsOf(scores, new Float64Array(rows.length).fill(1))(scores.columns[item] ?? scores.totals).fifths
}

test('fifths of nobody and of four there are none', () => {
  expect(fifthsIn([])).toBeUndefined()
  expect(fifthsIn([[1], [2], [3], [4]])).toBeUndefined()
})

test('ten learners are two in each fifth, the last first, in whatever order they stand', () => {
  const rows = [9, 0, 4, 7, 2, 5, 1, 8, 3, 6].map((total) => [total % 2, total - (total % 2)])
  expect(fifthsIn(rows)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5])
  expect(fifthsIn(rows, 1)).toEqual([0, 2, 4, 6, 8])
})

test('seven learners stand in part on both sides of an edge', () => {
  // A fifth is 1.4 learners: the first two give 1 and 0.4 of their 0 and 10.
  expect(fifthsIn([[0], [10], [20], [30], [40], [50], [60]])?.[0]).toBeCloseTo(4 / 1.4)
})

test('of learners with one total none stands before another', () => {
  const rows = [[1, 0], [0, 1], [1, 0], [0, 1], [1, 0]] as const // prettier-ignore
  expect(fifthsIn(rows)).toEqual([0, 1, 2, 3, 4].map((): unknown => expect.closeTo(0.6)))
})

test('the mean of the fifths is that of all', () => {
  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
    minLength: 5,
    maxLength: 30,
  })
  fc.assert(
    fc.property(rows, (drawn) => {
      const mean = drawn.reduce((sum, [score]) => sum + score, 0) / drawn.length
      expect((fifthsIn(drawn) ?? []).reduce((sum, one) => sum + one, 0) / 5).toBeCloseTo(mean, 9)
    }),
  )
})
