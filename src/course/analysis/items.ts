/** How well the items of a test tell learners apart. An item is a task, or a check of one. */
import { bootstrapAll, type Interval } from './statistics.ts'
import { weightedFigures, type PlainFigures, type PlainItemFigures } from './weighted-figures.ts'
import { prepareScores } from './weights.ts'

export interface Item {
  readonly id: string
  readonly max: number
}

/** Learners by their scores, in the order of the items; every learner has a score for each. */
export interface ScoreTable {
  readonly items: readonly Item[]
  readonly rows: readonly (readonly number[])[]
}

/** Of a fifth of the learners. */
export interface FifthFigures {
  /** Mean share of the points. */
  readonly facility: number
  readonly interval: Interval | undefined
}

/** An interval holds the middle 95 % of classes drawn anew from this one; undefined where the figure is. */
export interface ItemFigures extends Item {
  /** Mean share of the points: 1 is easy. */
  readonly facility: number
  readonly interval: Interval | undefined
  /** Correlation with the sum of the other items; near 0 or negative, the item measures something else, or its key is wrong. */
  readonly itemRest: number | undefined
  readonly itemRestInterval: Interval | undefined
  /** Facility among the best 27 % less that among the last 27 %, by their totals. */
  readonly discrimination: number | undefined
  readonly discriminationInterval: Interval | undefined
  /** Of the test without this item. */
  readonly alphaWithout: number | undefined
  readonly alphaWithoutInterval: Interval | undefined
  /** Its part of the test's points: what its author meant it to weigh. */
  readonly intendedWeight: number
  /** Its part of the spread of totals, from 0 to 1: see effectiveWeights. */
  readonly effectiveWeight: number | undefined
  readonly effectiveWeightInterval: Interval | undefined
  /** How well it tells learners apart, as a share of how well the same scores could: see efficiencyOf. */
  readonly efficiency: number | undefined
  readonly efficiencyInterval: Interval | undefined
  /** Facility in each fifth of the learners by their totals, the last fifth first; none for fewer than five learners. */
  readonly fifths: readonly FifthFigures[]
}

export interface TestFigures {
  readonly learners: number
  readonly mean: number
  readonly meanInterval: Interval | undefined
  readonly median: number
  readonly medianInterval: Interval | undefined
  readonly deviation: number | undefined
  /** Of totals: below 0 where few have much less than the others. */
  readonly skewness: number | undefined
  readonly skewnessInterval: Interval | undefined
  /** Of totals, less that of a normal distribution. */
  readonly kurtosis: number | undefined
  readonly kurtosisInterval: Interval | undefined
  readonly alpha: number | undefined
  readonly alphaInterval: Interval | undefined
  /** How far a total would vary if the same learner were tested again. */
  readonly measurementError: number | undefined
  readonly items: readonly ItemFigures[]
}

/** What an item is worth; one that is worth nothing gives no shares. */
const shareOf = (figure: number, { max }: Item): number => (max === 0 ? 0 : figure / max)

type Shared = Omit<PlainItemFigures, 'mean'> & { readonly facility: number }

const inShares = (item: Item, { mean, ...figures }: PlainItemFigures): Shared => ({
  ...figures,
  facility: shareOf(mean, item),
  discrimination: figures.discrimination === undefined ? undefined : shareOf(figures.discrimination, item),
  fifths: figures.fifths?.map((one) => shareOf(one, item)),
})

const sharedOf = (items: readonly Item[], figures: PlainFigures): readonly Shared[] =>
  items.flatMap((item, index) => {
    const one = figures.items[index]
    return one === undefined ? [] : [inShares(item, one)]
  })

const FIFTHS = [0, 1, 2, 3, 4] as const

/** The figures of an item of which there are intervals, in one order. */
const listOf = ({ fifths, ...one }: Shared): readonly (number | undefined)[] => [
  ...[one.facility, one.itemRest, one.discrimination, one.alphaWithout, one.effectiveWeight, one.efficiency],
  ...FIFTHS.map((fifth) => fifths?.[fifth]),
]
const COUNT = 6 + FIFTHS.length

const withIntervals = (
  { fifths, ...own }: Shared,
  intervals: readonly (Interval | undefined)[],
): Omit<ItemFigures, keyof Item | 'intendedWeight'> => {
  const [interval, ofRest, ofGroups, ofAlpha, ofWeight, ofEfficiency, ...ofFifths] = intervals
  const orNone = (figure: number | undefined, found: Interval | undefined) => (figure === undefined ? undefined : found)
  return {
    ...own,
    interval,
    itemRestInterval: orNone(own.itemRest, ofRest),
    discriminationInterval: orNone(own.discrimination, ofGroups),
    alphaWithoutInterval: orNone(own.alphaWithout, ofAlpha),
    effectiveWeightInterval: orNone(own.effectiveWeight, ofWeight),
    efficiencyInterval: orNone(own.efficiency, ofEfficiency),
    fifths: (fifths ?? []).map((facility, index) => ({ facility, interval: ofFifths[index] })),
  }
}

/** Undefined where nobody was tested; single figures are undefined where they mean nothing. `below` draws for the intervals. */
export const analyseItems = (table: ScoreTable, below: (limit: number) => number): TestFigures | undefined => {
  const { rows, items } = table
  if (rows.length === 0 || items.length === 0) return undefined
  const scores = prepareScores(items.length, rows)
  const plain = weightedFigures(scores, new Float64Array(rows.length).fill(1))
  const [meanInterval, medianInterval, alphaInterval, skewnessInterval, kurtosisInterval, ...intervals] = bootstrapAll(
    rows.length,
    (weights) => {
      const drawn = weightedFigures(scores, weights)
      const { mean, median, alpha, skewness, kurtosis } = drawn
      return [mean, median, alpha, skewness, kurtosis, ...sharedOf(items, drawn).flatMap(listOf)]
    },
    { below },
  )
  const { alpha, variance, mean, median, skewness, kurtosis } = plain
  const figures = sharedOf(items, plain)
  const worth = items.reduce((sum, { max }) => sum + max, 0)
  return {
    learners: rows.length,
    mean,
    meanInterval,
    median,
    medianInterval,
    deviation: variance === undefined ? undefined : Math.sqrt(variance),
    skewness,
    skewnessInterval: skewness === undefined ? undefined : skewnessInterval,
    kurtosis,
    kurtosisInterval: kurtosis === undefined ? undefined : kurtosisInterval,
    alpha,
    alphaInterval: alpha === undefined ? undefined : alphaInterval,
    measurementError: alpha === undefined || variance === undefined ? undefined : Math.sqrt(variance * Math.max(0, 1 - alpha)),
    items: items.flatMap((item, index) => {
      const own = figures[index]
      if (own === undefined) return []
      const ownIntervals = withIntervals(own, intervals.slice(COUNT * index, COUNT * (index + 1)))
      return [{ ...item, ...ownIntervals, intendedWeight: worth === 0 ? 0 : item.max / worth }]
    }),
  }
}
