import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { combineAttempts, scoreSlots, type Shares } from '../../../../src/course/exam/attempts.ts'
import { SCORING, type Attempts } from '../../../../src/course/exam/exam.ts'

const WEIGHTS = { a: 60, b: 40 }
const policyOf = (scoring: Attempts['scoring'], limit = 10): Attempts => ({
  scoring,
  limit,
  shares: scoring === 'declining' ? [1, 0.7, 0.5, 0.2] : [],
})

describe('policies', () => {
  const submissions: readonly Shares[] = [
    { a: 0.5, b: 0.5 },
    { a: 1, b: 0 },
    { a: 0, b: 1 },
  ]

  test.each([
    ['best', { a: 1, b: 0 }],
    ['last', { a: 0, b: 1 }],
    ['first', { a: 0.5, b: 0.5 }],
    ['ioi', { a: 1, b: 1 }],
    ['declining', { a: 0.5 + 0.5 * 0.7, b: 0.5 + 0.5 * 0.5 }],
  ] as const)('%s', (scoring, expected) => {
    expect(combineAttempts(policyOf(scoring), submissions, WEIGHTS)).toEqual(expected)
  })

  test('PrairieLearn’s example of declining points: 50, 20, 80 and 70 % on 10, 7, 5, 2 points', () => {
    const earned = [0.5, 0.2, 0.8, 0.7].map((_, last, all) => {
      const given = all.slice(0, last + 1).map((share) => ({ a: share }))
      return (combineAttempts({ scoring: 'declining', limit: 4, shares: [1, 0.7, 0.5, 0.2] }, given, { a: 10 })['a'] ?? 0) * 10
    })
    expect(earned).toEqual([5, 5, 6.5, 6.5])
  })

  test('submissions beyond the limit count nothing', () => {
    expect(combineAttempts(policyOf('last', 2), submissions, WEIGHTS)).toEqual({ a: 1, b: 0 })
  })

  test.each(SCORING)('%s: nothing submitted is nothing earned', (scoring) => {
    expect(combineAttempts(policyOf(scoring), [], WEIGHTS)).toEqual({ a: 0, b: 0 })
  })
})

describe('a slot whose points are given to everybody', () => {
  const slot = { draw: 1, lock: false, pool: [], position: { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 } }
  const slots = [
    { ...slot, id: 'a', points: 60, forceMax: true },
    { ...slot, id: 'b', points: 40, forceMax: false },
  ]

  test.each([
    ['best', 40],
    ['last', 0],
    ['first', 20],
    ['declining', 34],
  ] as const)('%s: the others are scored as ever, and it says nothing of which submission is best', (scoring, points) => {
    const submissions = [
      { a: 1, b: 0.5 },
      { a: 0, b: 1 },
      { a: 1, b: 0 },
    ]
    expect(scoreSlots({ slots, attempts: policyOf(scoring) }, submissions)).toEqual([
      { slot: 'a', points: 60, max: 60, forced: true },
      { slot: 'b', points, max: 40 },
    ])
  })

  test('who handed in nothing that counts has none of them', () => {
    expect(scoreSlots({ slots, attempts: policyOf('best') }, []).map(({ points }) => points)).toEqual([0, 0])
  })
})

const shares = fc.record({ a: fc.double({ min: 0, max: 1, noNaN: true }), b: fc.double({ min: 0, max: 1, noNaN: true }) })
const total = (scored: Shares): number => (scored['a'] ?? 0) * WEIGHTS.a + (scored['b'] ?? 0) * WEIGHTS.b

describe('what holds of any submissions', () => {
  test.each(['best', 'ioi', 'declining'] as const)('%s: another submission never costs points', (scoring) => {
    fc.assert(
      fc.property(fc.array(shares, { maxLength: 6 }), shares, (before, next) => {
        const score = (given: readonly Shares[]): number => total(combineAttempts(policyOf(scoring), given, WEIGHTS))
        expect(score([...before, next])).toBeGreaterThanOrEqual(score(before))
      }),
    )
  })

  test.each(SCORING)('%s: between nothing and everything', (scoring) => {
    fc.assert(
      fc.property(fc.array(shares, { maxLength: 6 }), (given) => {
        for (const share of Object.values(combineAttempts(policyOf(scoring), given, WEIGHTS))) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('declining: what is right earlier is never worth less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), (one, other) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)]
        const after = (misses: number): number =>
          total(
            combineAttempts(policyOf('declining'), [...Array.from({ length: misses }, () => ({})), { a: 1, b: 1 }], WEIGHTS),
          )
        expect(after(early)).toBeGreaterThanOrEqual(after(late))
      }),
    )
  })

  test('ioi is never less than best, and best never less than first or last', () => {
    fc.assert(
      fc.property(fc.array(shares, { maxLength: 6 }), (given) => {
        const score = (scoring: Attempts['scoring']): number => total(combineAttempts(policyOf(scoring), given, WEIGHTS))
        expect(score('ioi')).toBeGreaterThanOrEqual(score('best'))
        expect(score('best')).toBeGreaterThanOrEqual(Math.max(score('first'), score('last')))
      }),
    )
  })
})
