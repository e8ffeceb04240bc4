import { describe, expect, test } from 'vitest'
import { createSeededRandom } from '../../../../src/cluster/virtual.ts'
import { analyseAttempts, analyseTimes } from '../../../../src/course/exam/analyse-times.ts'
import type { AnalysedLearner } from '../../../../src/course/exam/analysed.ts'
import type { ItemTimes } from '../../../../src/course/exam/time-on-items.ts'

const MINUTE = 60_000
const draws = (): ((limit: number) => number) => {
  const random = createSeededRandom(7)
  return (limit) => random.below(limit)
}

const item = (id: string, slot: string, alternate: string, points = 5) => ({
  ...{ id, slot, alternate, parameters: {}, points, max: 10, status: 'partial', checks: [] },
})
const ITEMS = [item('server', 'server', '2-2'), item('words-1', 'words', 'q#a'), item('words-2', 'words', 'q#b')]
const SLOTS = ['server', 'words'].map((slot) => ({ slot, points: 5, max: 10 }))

const learner = (times?: ItemTimes, items = ITEMS): AnalysedLearner => ({
  slots: SLOTS,
  submissions: [{ counts: true, ...(times === undefined ? {} : { times }), items }],
})
const analyse = (...learners: readonly AnalysedLearner[]) => analyseTimes(learners, ['server', 'words'], draws())

describe('time on the items of a class', () => {
  test('of nobody, of logs that do not tell it, and of items without a trace there is none', () => {
    expect(analyse()).toEqual([])
    expect(analyse(learner(), { slots: [], submissions: [] })).toEqual([])
    expect(analyse(learner({}), learner({ server: 0 }))).toEqual([])
  })

  test('the median of those that have a trace, of a slot the sum of its items', () => {
    const figures = analyse(
      learner({ server: 4 * MINUTE, 'words-1': MINUTE, 'words-2': 2 * MINUTE }),
      learner({ server: 8 * MINUTE, 'words-1': 5 * MINUTE }),
      learner({ server: 30 * MINUTE }),
      learner(),
    )
    expect(figures.map(({ slot, alternate, learners, medianMinutes }) => [slot, alternate, learners, medianMinutes])).toEqual([
      ['server', undefined, 3, 8],
      ['server', '2-2', 3, 8],
      ['words', undefined, 2, 4],
      ['words', 'q#a', 2, 3],
      ['words', 'q#b', 1, 2],
    ])
    expect(figures[0]?.interval).toEqual({ low: 4, high: 30 })
    expect(figures.at(-1)?.interval).toBeUndefined()
  })

  test('what takes longer than what else was drawn has an interval above it', () => {
    const of = (alternate: string, minutes: number) =>
      Array.from({ length: 15 }, (_, index) =>
        learner({ server: (minutes + (index % 5)) * MINUTE }, [item('server', 'server', alternate)]),
      )
    const [slot, short, long] = analyse(...of('2-2', 3), ...of('2-3', 12))
    expect(slot).toMatchObject({ learners: 30 })
    expect(short?.interval?.high).toBeLessThan(long?.interval?.low ?? 0)
  })

  test('only the last submission that counts is asked, whose log holds what was before', () => {
    const [first] = learner({ server: MINUTE }).submissions
    const [later] = learner({ server: 3 * MINUTE }).submissions
    const refused = { ...later!, counts: false, times: { server: 9 * MINUTE } }
    expect(analyse({ slots: SLOTS, submissions: [first!, later!, refused] })[0]).toMatchObject({
      learners: 1,
      medianMinutes: 3,
    })
  })
})

/** What each submission has of 20 points in two slots. */
const handsIn = (...points: readonly (readonly [server: number, words: number, counts?: boolean])[]): AnalysedLearner => ({
  slots: SLOTS,
  submissions: points.map(([server, words, counts = true]) => ({
    counts,
    items: [item('server', 'server', '2-2', server), item('words', 'words', 'q#a', words)],
  })),
})

describe('what handing in again gains', () => {
  test('nothing is told where nobody did, nor where the second does not count', () => {
    expect(analyseAttempts([], draws())).toEqual([])
    expect(analyseAttempts([handsIn([5, 5]), handsIn([5, 5], [9, 9, false])], draws())).toEqual([])
  })

  test('each submission against the same learner’s before, worse ones too', () => {
    const figures = analyseAttempts([handsIn([4, 6], [10, 10]), handsIn([6, 6], [4, 4], [8, 8]), handsIn([0, 2])], draws())
    expect(figures).toMatchObject([
      { attempt: 1, learners: 3, gain: undefined, gainInterval: undefined },
      { attempt: 2, learners: 2, interval: { low: 0.4, high: 1 }, gainInterval: { low: expect.closeTo(-0.2), high: 0.5 } },
      { attempt: 3, learners: 1, gainInterval: undefined },
    ])
    expect(figures[0]?.facility).toBeCloseTo((0.5 + 0.6 + 0.1) / 3)
    expect(figures[1]?.gain).toBeCloseTo((0.5 - 0.2) / 2)
    expect(figures[2]?.gain).toBeCloseTo(0.4)
  })

  test('a class that gains has an interval above 0', () => {
    const all = Array.from({ length: 20 }, (_, index) => handsIn([index % 4, 2], [5 + (index % 3), 6]))
    expect(analyseAttempts(all, draws())[1]?.gainInterval?.low).toBeGreaterThan(0.2)
  })

  test('points that were given to everybody are no gain', () => {
    const one = handsIn([0, 5], [10, 5])
    const forced = {
      ...one,
      slots: one.slots.map((slot) => (slot.slot === 'server' ? { ...slot, forced: true as const } : slot)),
    }
    expect(analyseAttempts([forced], draws())[1]).toMatchObject({ gain: 0, facility: 0.5 })
  })
})
