import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSeededRandom } from '../../../../src/cluster/virtual.ts'
import { analyseOptions, guessOf } from '../../../../src/course/exam/analyse-options.ts'
import type { AnalysedLearner, AnalysedQuestion } from '../../../../src/course/exam/analysed.ts'

const draws = (): ((limit: number) => number) => {
  const random = createSeededRandom(7)
  return (limit) => random.below(limit)
}

const question = (form: AnalysedQuestion['form'], ids: string, key: readonly string[]): AnalysedQuestion => ({
  form,
  key,
  options: Array.from(ids, (id) => ({ id, text: { en: `option ${id}`, ko: `선택지 ${id}` } })),
})
const QUESTIONS = { 'q#one': question('one', 'abc', ['a']), 'q#order': question('order', 'abc', ['a', 'b', 'c']) }

/** Who chose what, and earned so much elsewhere. */
const learner = (answer: readonly string[] | undefined, rest: number, alternate = 'q#one'): AnalysedLearner => {
  const points = answer?.join('') === 'a' ? 10 : 0
  const of = (slot: string, name: string, earned: number) => ({
    ...{ id: slot, slot, alternate: name, parameters: {}, points: earned, max: 10, status: 'fail', checks: [] },
  })
  return {
    slots: [
      { slot: 'words', points, max: 10 },
      { slot: 'task', points: rest, max: 10 },
    ],
    submissions: [
      {
        counts: true,
        items: [{ ...of('words', alternate, points), ...(answer === undefined ? {} : { answer }) }, of('task', '2-2', rest)],
      },
    ],
  }
}
const analyse = (learners: readonly AnalysedLearner[]) => analyseOptions(learners, QUESTIONS, draws())

describe('the options of a question', () => {
  test('of nobody, of nobody who answered, of unknown questions and of orders there are none', () => {
    expect(analyse([])).toEqual([])
    expect(analyse([learner(undefined, 5)])).toEqual([])
    expect(analyse([learner(['a'], 5, 'q#lost'), learner(['a'], 5, 'constructor')])).toEqual([])
    expect(analyse([learner(['b', 'a', 'c'], 5, 'q#order')])).toEqual([])
  })

  test('how often each was chosen, of those who answered, and by whom', () => {
    const strong = Array.from({ length: 12 }, (_, index) => learner(['a'], 7 + (index % 3)))
    const weak = Array.from({ length: 6 }, (_, index) => learner(['b'], index % 3))
    const figures = analyse([...strong, ...weak, learner(undefined, 9)])
    expect(figures.map(({ option, isKey, learners, chosen }) => [option, isKey, learners, chosen])).toEqual([
      ['a', true, 18, expect.closeTo(2 / 3)],
      ['b', false, 18, expect.closeTo(1 / 3)],
      ['c', false, 18, 0],
    ])
    const [key, distractor, unused] = figures
    expect(key?.optionRestInterval?.low).toBeGreaterThan(0.8)
    expect(distractor?.optionRestInterval?.high).toBeLessThan(-0.8)
    expect(distractor?.interval?.low).toBeLessThan(1 / 3)
    expect(distractor?.interval?.high).toBeGreaterThan(1 / 3)
    expect(unused).toMatchObject({ optionRest: undefined, optionRestInterval: undefined, interval: { low: 0, high: 0 } })
    expect(key?.text.ko).toBe('선택지 a')
  })

  test('correlations are point-biserial: the difference of means, over the deviation, times the root of both shares', () => {
    const class_ = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 10 })), { minLength: 4, maxLength: 12 }) // prettier-ignore
    fc.assert(
      fc.property(class_, (drawn) => {
        const of = (wanted: string): readonly number[] => drawn.flatMap(([option, rest]) => (option === wanted ? [rest] : []))
        const meanOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length
        const [chose, others, all] = [of('a'), of('b'), drawn.map(([, rest]) => rest)]
        const deviation = Math.sqrt(meanOf(all.map((rest) => (rest - meanOf(all)) ** 2)))
        fc.pre(chose.length > 0 && others.length > 0 && deviation > 0)
        const shares = (chose.length * others.length) / drawn.length ** 2
        const expected = ((meanOf(chose) - meanOf(others)) / deviation) * Math.sqrt(shares)
        expect(analyse(drawn.map(([option, rest]) => learner([option], rest)))[0]?.optionRest).toBeCloseTo(expected, 9)
      }),
      { numRuns: 30 },
    )
  })

  test('the slot’s own points do not make its key look good', () => {
    const figures = analyse([learner(['a'], 5), learner(['b'], 5), learner(['a'], 6), learner(['b'], 6)])
    expect(figures[0]?.optionRest).toBeCloseTo(0)
  })

  test('of a slot whose points were given to everybody nothing is told', () => {
    const forced = [learner(['a'], 5), learner(['b'], 7)].map((one) => ({
      ...one,
      slots: one.slots.map((slot) => (slot.slot === 'words' ? { ...slot, forced: true as const } : slot)),
    }))
    expect(analyse(forced)).toEqual([])
  })
})

test('chance alone finds one of the options, one of their sets, one of their orders, and no text', () => {
  expect(guessOf(question('one', 'abcd', ['b']))).toBe(1 / 4)
  expect(guessOf(question('many', 'abc', ['b', 'c']))).toBe(1 / 7)
  expect(guessOf(question('order', 'abcd', ['a', 'b', 'c', 'd']))).toBe(1 / 24)
  expect(guessOf(question('text', '', ['10.0.0.1']))).toBeUndefined()
  expect(guessOf(question('one', '', []))).toBeUndefined()
})
