import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyseItems } from '../../../../src/course/analysis/items.ts'
import { alphaOf, bootstrap, correlation, covariance, mean, variance } from '../../../../src/course/analysis/statistics.ts'
import { createSeededRandom } from '../../../../src/cluster/virtual.ts'

const random = createSeededRandom(1)
const below = (limit: number): number => random.below(limit)

describe('what has no answer', () => {
  test.each<[readonly number[], readonly number[]]>([
    [[], []],
    [[1], [2]],
    [[1, 2], [1]],
    [
      [1, 1, 1],
      [1, 2, 3],
    ],
  ])('the correlation of %j and %j', (one, other) => expect(correlation(one, other)).toBeUndefined())

  test('alpha of one item, and where totals do not vary', () => {
    expect(alphaOf([], 1)).toBeUndefined()
    expect(alphaOf([1], 1)).toBeUndefined()
    expect(alphaOf([1, 1], 0)).toBeUndefined()
  })

  test('nobody, nothing, one learner', () => {
    expect(analyseItems({ items: [], rows: [] }, below)).toBeUndefined()
    expect(analyseItems({ items: [{ id: 'a', max: 1 }], rows: [] }, below)).toBeUndefined()
    const alone = analyseItems({ items: [{ id: 'a', max: 2 }], rows: [[1]] }, below)
    expect(alone).toMatchObject({ learners: 1, mean: 1, deviation: undefined, alpha: undefined })
    expect(alone?.items[0]).toMatchObject({
      facility: 0.5,
      itemRest: undefined,
      discrimination: undefined,
      alphaWithout: undefined,
    })
  })
})

// Anscombe, F. J. (1973), Graphs in Statistical Analysis: four sets of the same figures.
const X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
const Y = [
  [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68],
  [9.14, 8.14, 8.74, 8.77, 9.26, 8.1, 6.13, 3.1, 9.13, 7.26, 4.74],
  [7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73],
]

describe('published answers', () => {
  test.each(Y)('the quartet of Anscombe %#: r = 0.816, variance 11 and 4.13', (...y) => {
    expect(correlation(X, y)).toBeCloseTo(0.816, 3)
    expect(variance(X)).toBeCloseTo(11, 9)
    expect(variance(y)).toBeCloseTo(4.127, 2)
  })

  // JuliaStats/StatsBase.jl#701: reliability of a covariance matrix with 10, 11, 12, 13 on its diagonal and 6 elsewhere.
  test('alpha 0.8136, without each item 0.7500, 0.7606, 0.7714, 0.7826', () => {
    const diagonal = [10, 11, 12, 13]
    const sum = (items: readonly number[]): number =>
      items.reduce((total, item) => total + item, 0) + 6 * items.length * (items.length - 1)
    expect(alphaOf(diagonal, sum(diagonal))).toBeCloseTo(0.8136, 4)
    const without = diagonal.map((_, left) => diagonal.filter((__, index) => index !== left))
    expect(without.map((items) => alphaOf(items, sum(items))?.toFixed(4))).toEqual(['0.7500', '0.7606', '0.7714', '0.7826'])
  })
})

const dichotomous = fc
  .integer({ min: 2, max: 6 })
  .chain((width) => fc.array(fc.array(fc.nat(1), { minLength: width, maxLength: width }), { minLength: 3, maxLength: 30 }))
const tableOf = (rows: readonly (readonly number[])[]) => ({
  rows,
  items: (rows[0] ?? []).map((_, index) => ({ id: String(index), max: 1 })),
})

describe('properties', () => {
  test('of items that are 0 or 1, alpha is KR-20', () => {
    fc.assert(
      fc.property(dichotomous, (rows) => {
        const table = tableOf(rows)
        const figures = analyseItems(table, below)!
        const k = table.items.length
        const totals = rows.map((row) => row.reduce((sum, score) => sum + score, 0))
        const population = (covariance(totals, totals)! * (rows.length - 1)) / rows.length
        if (population < 1e-9) {
          expect(figures.alpha).toBeUndefined()
          return
        }
        const pq = figures.items.reduce((sum, { facility }) => sum + facility * (1 - facility), 0)
        expect(figures.alpha).toBeCloseTo((k / (k - 1)) * (1 - pq / population), 9)
      }),
    )
  })

  test('an item that is turned round has the negative of its correlation with the rest', () => {
    fc.assert(
      fc.property(dichotomous, (rows) => {
        const straight = analyseItems(tableOf(rows), below)!.items[0]!.itemRest
        const turned = analyseItems(tableOf(rows.map(([first = 0, ...rest]) => [1 - first, ...rest])), below)!.items[0]!
          .itemRest
        if (straight === undefined) expect(turned).toBeUndefined()
        else expect(turned).toBeCloseTo(-straight, 9)
      }),
    )
  })

  test('a perfect scale discriminates wholly in the middle, and an item that all pass not at all', () => {
    const rows = Array.from({ length: 100 }, (_, index) => [1, index >= 50 ? 1 : 0, index >= 90 ? 1 : 0])
    const [all, middle, few] = analyseItems(tableOf(rows), below)!.items
    expect([all?.discrimination, middle?.discrimination]).toEqual([0, 1])
    expect(few?.discrimination).toBeCloseTo(10 / 27, 9)
    expect(all?.itemRest).toBeUndefined()
  })

  test('the interval of a mean holds it, and is about as wide as it should be', () => {
    const values = Array.from({ length: 400 }, (_, index) => index % 2)
    const { low, high } = bootstrap(values, mean, { below })!
    expect(low).toBeLessThan(0.5)
    expect(high).toBeGreaterThan(0.5)
    // 1.96 · 0.5 / √400 to each side.
    expect((high - low) / 2).toBeCloseTo(0.049, 2)
    expect(bootstrap([1], mean, { below })).toBeUndefined()
  })
})
