import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  effectiveWeights,
  efficiencyOf,
  largestCovariance,
  momentsOf,
  shapeOf,
} from '../../../../src/course/analysis/moments.ts'
import { prepareScores } from '../../../../src/course/analysis/weights.ts'

const ones = (count: number): Float64Array => new Float64Array(count).fill(1)
const shape = (...values: readonly number[]) => shapeOf(Float64Array.from(values), ones(values.length))

describe('skewness and kurtosis', () => {
  // The examples of SKEW and KURT in Microsoft’s reference of Excel.
  test('are those that a spreadsheet publishes: 0.359543, −0.151800', () => {
    const { skewness, kurtosis } = shape(3, 4, 5, 2, 3, 4, 5, 6, 4, 7)
    expect(skewness).toBeCloseTo(0.359543, 6)
    expect(kurtosis).toBeCloseTo(-0.1518, 5)
  })

  test('have no answer for few learners, and where totals do not vary', () => {
    expect(shape(1, 2)).toEqual({ skewness: undefined, kurtosis: undefined })
    expect(shape(1, 2, 4)).toMatchObject({ kurtosis: undefined })
    expect(shape(1, 2, 4).skewness).toBeGreaterThan(0)
    expect(shape(5, 5, 5, 5, 5)).toEqual({ skewness: undefined, kurtosis: undefined })
  })

  test('a tail to the left is below 0, two heaps are flatter than a normal distribution', () => {
    expect(shape(1, 9, 9, 10, 10, 10).skewness).toBeLessThan(0)
    expect(shape(1, 1, 1, 9, 9, 9).kurtosis).toBeLessThan(-1)
    expect(shape(1, 1, 1, 9, 9, 9).skewness).toBeCloseTo(0)
  })

  test('who counts twice is as good as two', () => {
    const values = Float64Array.from([1, 4, 4, 9, 2])
    const twice = shapeOf(values, Float64Array.from([2, 1, 0, 3, 1]))
    const written = shape(1, 1, 4, 9, 9, 9, 2)
    expect(twice.skewness).toBeCloseTo(written.skewness!, 9)
    expect(twice.kurtosis).toBeCloseTo(written.kurtosis!, 9)
  })
})

const tables = fc.tuple(fc.integer({ min: 3, max: 6 }), fc.integer({ min: 2, max: 4 })).chain(([learners, items]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: items, maxLength: items }), {
    minLength: learners,
    maxLength: learners,
  }),
)

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** By the book: products of differences from the means, over one less than there are. */
const covariance = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, index) => sum + (value - meanOf(one)) * ((other[index] ?? 0) - meanOf(other)), 0) / (one.length - 1)

const permutations = (values: readonly number[]): readonly (readonly number[])[] =>
  values.length < 2
    ? [values]
    : values.flatMap((value, index) =>
        permutations(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]),
      )

const columnOf = (rows: readonly (readonly number[])[], item: number): readonly number[] => rows.map((row) => row[item] ?? 0)
const totalsOf = (rows: readonly (readonly number[])[]): readonly number[] =>
  rows.map((row) => row.reduce((sum, score) => sum + score, 0))
const momentsIn = (rows: readonly (readonly number[])[]) => {
  const { columns, totals } = prepareScores(rows[0]?.length ?? 0, rows)
  return columns.map((column) => momentsOf(column, totals, ones(rows.length)))
}

describe('effective weights', () => {
  test('of items that are alike are alike, and one that hardly varies weighs little', () => {
    const same = [0, 1, 2, 3].map((score) => [score, score])
    expect(effectiveWeights(momentsIn(same))).toEqual([expect.closeTo(0.5), expect.closeTo(0.5)])
    const [wide, narrow] = effectiveWeights(momentsIn([0, 10, 20, 30].map((score, row) => [score, 5 + (row % 2)])))
    expect(wide).toBeGreaterThan(0.8)
    expect(narrow).toBeLessThan(0.2)
  })

  test('an item that moves against the total has none, and where nothing varies nobody has', () => {
    const against = [0, 10, 20, 30].map((score, row) => [score, 3 - row])
    expect(effectiveWeights(momentsIn(against))).toEqual([expect.closeTo(1), undefined])
    expect(effectiveWeights(momentsIn([[1, 1], [1, 1]]))).toEqual([undefined, undefined]) // prettier-ignore
    expect(effectiveWeights(momentsIn([[1, 2]]))).toEqual([undefined, undefined])
  })

  test('are the roots of covariances with the total, divided by their sum', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const totals = totalsOf(rows)
        const covariances = (rows[0] ?? []).map((_, item) => covariance(columnOf(rows, item), totals))
        const roots = covariances.map((value) => (value < -1e-9 ? undefined : Math.sqrt(Math.max(0, value))))
        const sum = roots.reduce<number>((all, root) => all + (root ?? 0), 0)
        fc.pre(sum > 1e-3)
        const weights = effectiveWeights(momentsIn(rows))
        for (const [item, root] of roots.entries())
          if (root === undefined) expect(weights[item]).toBeUndefined()
          else expect(weights[item]).toBeCloseTo(root / sum, 6)
      }),
    )
  })
})

describe('discriminative efficiency', () => {
  test('is against the largest covariance of all orders in which the same scores could stand', () => {
    fc.assert(
      fc.property(tables, (rows) => {
        const scores = prepareScores(rows[0]?.length ?? 0, rows)
        const own = columnOf(rows, 0)
        const rest = totalsOf(rows).map((total, row) => total - (own[row] ?? 0))
        const largest = Math.max(...permutations(own).map((order) => covariance(order, rest)))
        expect(largestCovariance(0, scores, ones(rows.length))).toBeCloseTo(largest, 9)
      }),
      { numRuns: 60 },
    )
  })

  test('is 1 where an item puts learners in the order of the rest, −1 where it turns symmetric scores about', () => {
    const efficiency = (rows: readonly (readonly number[])[]): number | undefined =>
      efficiencyOf(momentsIn(rows)[0]!, largestCovariance(0, prepareScores(2, rows), ones(rows.length)))
    expect(efficiency([[0, 1], [0, 2], [0, 3], [1, 9]])).toBeCloseTo(1) // prettier-ignore
    expect(efficiency([[1, 1], [0, 2], [1, 2], [0, 1]])).toBeCloseTo(0) // prettier-ignore
    expect(efficiency([[3, 1], [2, 2], [1, 3]])).toBeCloseTo(-1) // prettier-ignore
    expect(efficiency([[1, 1], [1, 2], [1, 3]])).toBeUndefined() // prettier-ignore
  })

  test('of a drawn sample is that of the sample written out', () => {
    const rows = [[1, 4], [3, 2], [2, 2], [0, 5]] as const // prettier-ignore
    const weights = [2, 0, 1, 3]
    const written = rows.flatMap((row, index) => Array.from({ length: weights[index] ?? 0 }, () => row))
    const drawn = largestCovariance(0, prepareScores(2, rows), Float64Array.from(weights))
    expect(drawn).toBeCloseTo(largestCovariance(0, prepareScores(2, written), ones(written.length)), 9)
  })
})
