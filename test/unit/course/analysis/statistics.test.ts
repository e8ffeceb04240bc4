import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyseItems } from '../../../../src/course/analysis/items.ts'
import { alphaOf, bootstrap, mean } from '../../../../src/course/analysis/statistics.ts'
import { weightedFigures } from '../../../../src/course/analysis/weighted-figures.ts'
import { prepareScores } from '../../../../src/course/analysis/weights.ts'
import { createSeededRandom } from '../../../../src/cluster/virtual.ts'

const random = createSeededRandom(1)
const below = (limit: number): number => random.below(limit)

/** Two items: the rest of the first is the second. */
const pair = (one: readonly number[], other: readonly number[]) =>
  analyseItems(
    {
      items: ['x', 'y'].map((id) => ({ id, max: 1 })),
      rows: one.map((score, row) => [score, other[row] ?? 0]),
    },
    below,
  )!

describe('what has no answer', () => {
  test.each<[readonly number[], readonly number[]]>([
    [[1], [2]],
    [
      [1, 1, 1],
      [1, 2, 3],
    ],
    [
      [0.1, 0.1, 0.1],
      [0.1 + 0.2, 0.3, 0.3],
    ],
  ])('the correlation of %j and %j', (one, other) => expect(pair(one, other).items[0]?.itemRest).toBeUndefined())

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
    expect(pair(X, y).items[0]?.itemRest).toBeCloseTo(0.816, 3)
    expect(
      pair(
        X,
        X.map(() => 0),
      ).deviation! ** 2,
    ).toBeCloseTo(11, 9)
    expect(
      pair(
        y,
        y.map(() => 0),
      ).deviation! ** 2,
    ).toBeCloseTo(4.127, 2)
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

// The data set `attitude` of R (Chatterjee and Price 1977): what thirty departments of a firm think, in per cent.
const ATTITUDE = {
  rating: '43 63 71 61 81 43 58 71 72 67 64 67 69 68 77 81 74 65 65 50 50 64 53 40 63 66 78 48 85 82',
  complaints: '51 64 70 63 78 55 67 75 82 61 53 60 62 83 77 90 85 60 70 58 40 61 66 37 54 77 75 57 85 82',
  privileges: '30 51 68 45 56 49 42 50 72 45 53 47 57 83 54 50 64 65 46 68 33 52 52 42 42 66 58 44 71 39',
  learning: '39 54 69 47 66 44 56 55 67 47 58 39 42 45 72 72 69 75 57 54 34 62 50 58 48 63 74 45 71 59',
  raises: '61 63 76 54 71 54 66 70 71 62 58 59 55 59 79 60 79 55 75 64 43 66 63 50 66 88 80 51 77 64',
  critical: '92 73 86 84 83 49 68 66 83 80 67 74 63 77 77 54 79 80 85 78 64 80 80 57 75 76 78 83 74 78',
  advance: '45 47 48 35 47 34 35 41 31 41 34 41 25 35 46 36 63 60 46 52 33 41 37 49 33 72 49 38 55 39',
}

describe('published answers of whole tests', () => {
  const columns = Object.values(ATTITUDE).map((text) => text.split(' ').map(Number))
  const rows = (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? 0))
  const items = Object.keys(ATTITUDE).map((id) => ({ id, max: 100 }))
  const figures = analyseItems({ items, rows }, below)!

  // psych::alpha(attitude), in the manual of R's package psych: raw_alpha, r.drop, and raw_alpha with the item dropped.
  test('alpha 0.84, and what each item has to do with the rest', () => {
    expect(figures.alpha?.toFixed(2)).toBe('0.84')
    expect(figures.items.map(({ id, itemRest, alphaWithout }) => [id, itemRest?.toFixed(2), alphaWithout?.toFixed(2)])).toEqual(
      [
        ['rating', '0.67', '0.81'],
        ['complaints', '0.74', '0.80'],
        ['privileges', '0.56', '0.83'],
        ['learning', '0.71', '0.80'],
        ['raises', '0.79', '0.80'],
        ['critical', '0.27', '0.86'],
        ['advance', '0.46', '0.84'],
      ],
    )
  })

  test('each figure has an interval that holds it', () => {
    const holds = (interval: { low: number; high: number } | undefined, figure: number | undefined): boolean =>
      interval !== undefined && figure !== undefined && interval.low <= figure && figure <= interval.high
    expect(holds(figures.meanInterval, figures.mean)).toBe(true)
    expect(holds(figures.alphaInterval, figures.alpha)).toBe(true)
    for (const item of figures.items) {
      expect(holds(item.interval, item.facility)).toBe(true)
      expect(holds(item.itemRestInterval, item.itemRest)).toBe(true)
      expect(holds(item.discriminationInterval, item.discrimination)).toBe(true)
      expect(holds(item.alphaWithoutInterval, item.alphaWithout)).toBe(true)
    }
  })

  // A worked example of teachers' courses: of 40 learners 11 are 27 %; 9 of the best 11 are right and 3 of the last, D = 6/11.
  test('D = 0.545', () => {
    const right = (row: number): number => (row < 11 ? Number(row < 9) : row < 29 ? row % 2 : Number(row < 32))
    const table = Array.from({ length: 40 }, (_, row) => [right(row), 100 - 2 * row])
    const [item] = analyseItems(
      {
        items: [
          { id: 'a', max: 1 },
          { id: 'b', max: 100 },
        ],
        rows: table,
      },
      below,
    )!.items
    expect(item?.discrimination).toBeCloseTo(0.545, 3)
  })
})

const dichotomous = fc
  .integer({ min: 2, max: 6 })
  .chain((width) => fc.array(fc.array(fc.nat(1), { minLength: width, maxLength: width }), { minLength: 3, maxLength: 30 }))
const tableOf = (rows: readonly (readonly number[])[]) => ({
  rows,
  items: (rows[0] ?? []).map((_, index) => ({ id: String(index), max: 1 })),
})

/** Without intervals, which take a thousand times as long. */
const plainOf = (rows: readonly (readonly number[])[]) =>
  weightedFigures(prepareScores(rows[0]?.length ?? 0, rows), new Float64Array(rows.length).fill(1))

describe('properties', () => {
  test('of items that are 0 or 1, alpha is KR-20', () => {
    fc.assert(
      fc.property(dichotomous, (rows) => {
        const figures = plainOf(rows)
        const k = figures.items.length
        const totals = rows.map((row) => row.reduce((sum, score) => sum + score, 0))
        const average = mean(totals)
        const population = mean(totals.map((total) => (total - average) ** 2))
        if (population < 1e-9) {
          expect(figures.alpha).toBeUndefined()
          return
        }
        const pq = figures.items.reduce((sum, { mean: share }) => sum + share * (1 - share), 0)
        expect(figures.alpha).toBeCloseTo((k / (k - 1)) * (1 - pq / population), 9)
      }),
    )
  })

  test('an item that is turned round has the negative of its correlation with the rest', () => {
    fc.assert(
      fc.property(dichotomous, (rows) => {
        const straight = plainOf(rows).items[0]!.itemRest
        const turned = plainOf(rows.map(([first = 0, ...rest]) => [1 - first, ...rest])).items[0]!.itemRest
        if (straight === undefined) expect(turned).toBeUndefined()
        else expect(turned).toBeCloseTo(-straight, 9)
      }),
    )
  })

  test('the order of learners changes nothing, also where many have one total', () => {
    fc.assert(
      fc.property(dichotomous, (rows) => {
        const figuresOf = (given: readonly (readonly number[])[]) =>
          plainOf(given).items.map(({ discrimination, itemRest, efficiency, fifths = [] }) => [
            ...[discrimination, itemRest, efficiency],
            ...fifths,
          ])
        const [straight, turned] = [figuresOf(rows), figuresOf(rows.toReversed())]
        for (const [index, figures] of straight.entries())
          for (const [which, figure] of figures.entries()) expect(turned[index]?.[which] ?? 9).toBeCloseTo(figure ?? 9, 9)
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

describe('the median of totals', () => {
  const medianOf = (totals: readonly number[]): number | undefined =>
    analyseItems({ items: [{ id: 'a', max: 10 }], rows: totals.map((total) => [total]) }, below)?.median

  test.each<[readonly number[], number]>([
    [[4], 4],
    [[1, 9], 5],
    [[9, 1, 2], 2],
    [[7, 1, 7, 2], 4.5],
  ])('of %j', (totals, median) => expect(medianOf(totals)).toBe(median))

  test('as many learners have less as have more', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 30 }), (totals) => {
        const median = medianOf(totals) ?? Number.NaN
        const [less, more] = [totals.filter((total) => total < median), totals.filter((total) => total > median)]
        expect(Math.max(less.length, more.length)).toBeLessThanOrEqual(totals.length / 2)
      }),
      { numRuns: 40 },
    )
  })
})
