import { expect, test } from 'vitest'
import { createSeededRandom } from '../../../../src/cluster/virtual.ts'
import { analyseResults } from '../../../../src/course/exam/analyse-results.ts'
import type { AnalysedLearner } from '../../../../src/course/exam/analysed.ts'

const below = (limit: number): number => createSeededRandom(limit).below(limit)
const draws = (): ((limit: number) => number) => {
  const random = createSeededRandom(7)
  return (limit) => random.below(limit)
}

const learner = (
  alternate: string,
  points: number,
  other: number,
  passed: boolean | null = points > 5,
  port = '80',
): AnalysedLearner => ({
  slots: [
    { slot: 'a', points, max: 10 },
    { slot: 'b', points: other, max: 10 },
  ],
  submissions: [
    {
      counts: true,
      items: [
        {
          id: 'a',
          slot: 'a',
          alternate,
          parameters: { port },
          points,
          max: 10,
          status: points === 0 ? 'blank' : 'partial',
          checks: [{ id: 'one', passed }],
        },
        { id: 'b', slot: 'b', alternate: 'q', parameters: {}, points: other, max: 10, status: 'partial', checks: [] },
      ],
    },
  ],
})

test('of nobody there are no figures, and who handed in nothing is in none', () => {
  expect(analyseResults([], below)).toBeUndefined()
  const absent: AnalysedLearner = { slots: [{ slot: 'a', points: 0, max: 10 }], submissions: [] }
  expect(analyseResults([absent], below)).toBeUndefined()
  const one = learner('x', 8, 8)
  expect(analyseResults([one, absent], below)).toMatchObject({ absent: 1, test: { learners: 1, mean: 16 } })
})

test('an alternate that is harder than the slot’s others is told by an interval without 0', () => {
  const easy = Array.from({ length: 30 }, (_, index) => learner('easy', 8 + (index % 3), 5))
  const hard = Array.from({ length: 30 }, (_, index) => learner('hard', index % 3, 5, false))
  const figures = analyseResults([...easy, ...hard], draws())
  const [first, second] = figures?.alternates ?? []
  expect(first).toMatchObject({ slot: 'a', alternate: 'easy', learners: 30, blank: 0, hardest: undefined })
  expect(first?.facility).toBeCloseTo(0.9)
  expect(first?.difference).toBeCloseTo(0.8)
  expect(first?.differenceInterval?.low).toBeGreaterThan(0.7)
  expect(second).toMatchObject({ alternate: 'hard', hardest: { check: 'one', failed: 1 } })
  expect(second?.blank).toBeCloseTo(1 / 3)
  expect(second?.differenceInterval?.high).toBeLessThan(-0.7)
})

test('alternates that are alike have an interval with 0', () => {
  const of = (alternate: string): readonly AnalysedLearner[] =>
    Array.from({ length: 30 }, (_, index) => learner(alternate, index % 10, index % 7))
  const figures = analyseResults([...of('x'), ...of('y')], draws())
  for (const { differenceInterval } of figures?.alternates.filter(({ slot }) => slot === 'a') ?? []) {
    expect(differenceInterval?.low).toBeLessThan(0)
    expect(differenceInterval?.high).toBeGreaterThan(0)
  }
})

test('of several submissions the last that counts is looked at', () => {
  const twice = learner('x', 10, 10)
  const [first] = twice.submissions
  const worse = { counts: false, items: (first?.items ?? []).map((item) => ({ ...item, points: 0, status: 'blank' })) }
  const both: AnalysedLearner = { ...twice, submissions: [...twice.submissions, worse] }
  expect(analyseResults([both], below)?.alternates[0]).toMatchObject({ facility: 1, blank: 0 })
})

test('a value of a parameter that makes a task harder is told by an interval without 0', () => {
  const of = (port: string, points: (index: number) => number) =>
    Array.from({ length: 20 }, (_, index) => learner('3-3', points(index), 5, true, port))
  const figures = analyseResults([...of('80', (index) => 8 + (index % 3)), ...of('443', (index) => index % 3)], draws())
  expect(figures?.parameters).toMatchObject([
    { slot: 'a', alternate: '3-3', parameter: 'port', value: '443', learners: 20 },
    { slot: 'a', alternate: '3-3', parameter: 'port', value: '80', learners: 20 },
  ])
  expect(figures?.parameters[0]?.differenceInterval?.high).toBeLessThan(-0.7)
  expect(
    analyseResults(
      of('80', () => 3),
      draws(),
    )?.parameters,
  ).toEqual([])
})

test('learners are counted by what they earned, and those whose submissions were refused by themselves', () => {
  const refused: AnalysedLearner = { slots: [], submissions: [{ counts: false, items: [] }] }
  const all = [learner('x', 0, 0), learner('x', 1, 1), learner('x', 1, 2), learner('x', 10, 10)]
  const figures = analyseResults([...all, refused, { slots: [], submissions: [] }], draws())
  expect(figures).toMatchObject({ distribution: [2, 1, 0, 0, 0, 0, 0, 0, 0, 1], absent: 2, refused: 1 })
})

test('a slot whose points were given to everybody is in no figure', () => {
  const forced = [learner('x', 3, 7), learner('y', 9, 2), learner('x', 5, 5)].map((one) => ({
    ...one,
    slots: one.slots.map((slot) => (slot.slot === 'a' ? { ...slot, points: 10, forced: true as const } : slot)),
  }))
  const figures = analyseResults(forced, draws())
  expect(figures?.test.items.map(({ id }) => id)).toEqual(['b'])
  expect(figures?.alternates.map(({ slot }) => slot)).toEqual(['b'])
})
