/** How well the items of a test tell learners apart. An item is a task, or a check of one. */
import { bootstrapAll, type Interval } from './statistics.ts'
import { prepareScores, weightedFigures, type PlainItemFigures } from './weighted-figures.ts'

export interface Item {
  readonly id: string
  readonly max: number
}

/** Learners by their scores, in the order of the items; every learner has a score for each. */
export interface ScoreTable {
  readonly items: readonly Item[]
  readonly rows: readonly (readonly number[])[]
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
}

export interface TestFigures {
  readonly learners: number
  readonly mean: number
  readonly meanInterval: Interval | undefined
  readonly median: number
  readonly medianInterval: Interval | undefined
  readonly deviation: number | undefined
  readonly alpha: number | undefined
  readonly alphaInterval: Interval | undefined
  /** How far a total would vary if the same learner were tested again. */
  readonly measurementError: number | undefined
  readonly items: readonly ItemFigures[]
}

/** What an item is worth; one that is worth nothing gives no shares. */
const shareOf = (figure: number, { max }: Item): number => (max === 0 ? 0 : figure / max)

const inShares = (item: Item, { mean, itemRest, discrimination, alphaWithout }: PlainItemFigures) => ({
  facility: shareOf(mean, item),
  itemRest,
  discrimination: discrimination === undefined ? undefined : shareOf(discrimination, item),
  alphaWithout,
})

/** Undefined where nobody was tested; single figures are undefined where they mean nothing. `below` draws for the intervals. */
export const analyseItems = (table: ScoreTable, below: (limit: number) => number): TestFigures | undefined => {
  const { rows, items } = table
  if (rows.length === 0 || items.length === 0) return undefined
  const scores = prepareScores(items.length, rows)
  const plain = weightedFigures(scores, new Float64Array(rows.length).fill(1))
  const shared = (figures: readonly PlainItemFigures[]): readonly ReturnType<typeof inShares>[] =>
    items.flatMap((item, index) => {
      const one = figures[index]
      return one === undefined ? [] : [inShares(item, one)]
    })
  const [meanInterval, medianInterval, alphaInterval, ...intervals] = bootstrapAll(
    rows.length,
    (weights) => {
      const drawn = weightedFigures(scores, weights)
      const ofItems = shared(drawn.items).flatMap((one) => [one.facility, one.itemRest, one.discrimination, one.alphaWithout])
      return [drawn.mean, drawn.median, drawn.alpha, ...ofItems]
    },
    { below },
  )
  const { alpha, variance, mean, median } = plain
  const figures = shared(plain.items)
  return {
    learners: rows.length,
    mean,
    meanInterval,
    median,
    medianInterval,
    deviation: variance === undefined ? undefined : Math.sqrt(variance),
    alpha,
    alphaInterval: alpha === undefined ? undefined : alphaInterval,
    measurementError: alpha === undefined || variance === undefined ? undefined : Math.sqrt(variance * Math.max(0, 1 - alpha)),
    items: items.flatMap((item, index) => {
      const own = figures[index]
      return own === undefined ? [] : [{ ...item, ...own, ...intervalsOf(own, intervals.slice(4 * index)) }]
    }),
  }
}

const intervalsOf = (
  { itemRest, discrimination, alphaWithout }: ReturnType<typeof inShares>,
  [interval, ofRest, ofGroups, ofAlpha]: readonly (Interval | undefined)[],
): Pick<ItemFigures, 'interval' | 'itemRestInterval' | 'discriminationInterval' | 'alphaWithoutInterval'> => ({
  interval,
  itemRestInterval: itemRest === undefined ? undefined : ofRest,
  discriminationInterval: discrimination === undefined ? undefined : ofGroups,
  alphaWithoutInterval: alphaWithout === undefined ? undefined : ofAlpha,
})
