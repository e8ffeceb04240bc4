/** Figures of a test whose learners count more or less often: samples are drawn by thousands, so it goes through each score but twice. */
import { alphaOf, isPositive } from './statistics.ts'

export interface PreparedScores {
  /** By item, then by learner. */
  readonly columns: readonly Float64Array[]
  readonly totals: Float64Array
  /** Learners by their totals, the best first. */
  readonly order: readonly number[]
}

export interface PlainItemFigures {
  /** Of the scores. */
  readonly mean: number
  readonly itemRest: number | undefined
  /** Of the scores: to be divided by what the item is worth. */
  readonly discrimination: number | undefined
  readonly alphaWithout: number | undefined
}

export interface PlainFigures {
  readonly mean: number
  /** Of the totals; between two of them the mean of both. */
  readonly median: number
  readonly variance: number | undefined
  readonly alpha: number | undefined
  readonly items: readonly PlainItemFigures[]
}

export const prepareScores = (count: number, rows: readonly (readonly number[])[]): PreparedScores => {
  const totals = Float64Array.from(rows, (row) => row.reduce((sum, score) => sum + score, 0))
  return {
    columns: Array.from({ length: count }, (_, item) => Float64Array.from(rows, (row) => row[item] ?? 0)),
    totals,
    order: [...totals.keys()].sort((one, other) => (totals[other] ?? 0) - (totals[one] ?? 0)),
  }
}

/** How often each learner counts. */
type Weights = Float64Array

/** For each learner that counts. */
const each = (weights: Weights, use: (row: number, weight: number) => void): void => {
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] ?? 0
    if (weight > 0) use(row, weight)
  }
}

const meanOf = (values: Float64Array, weights: Weights): number => {
  let sum = 0
  let count = 0
  each(weights, (row, weight) => {
    sum += weight * (values[row] ?? 0)
    count += weight
  })
  return sum / count
}

/** The middle of values in an order. */
const medianOf = (values: Float64Array, order: readonly number[], weights: Weights): number => {
  const count = weights.reduce((sum, weight) => sum + weight, 0)
  const at = (place: number): number => {
    let seen = 0
    for (const row of order) {
      seen += weights[row] ?? 0
      if (seen > place) return values[row] ?? 0
    }
    return Number.NaN
  }
  return (at(Math.floor((count - 1) / 2)) + at(Math.floor(count / 2))) / 2
}

interface Moments {
  readonly own: number | undefined
  readonly rest: number | undefined
  readonly both: number | undefined
}

/** Variances of an item and of the rest of the test, and their covariance: those of samples. */
const momentsOf = (scores: Float64Array, totals: Float64Array, weights: Weights): Moments => {
  const mean = meanOf(scores, weights)
  const restMean = meanOf(totals, weights) - mean
  let [own, rest, both, count] = [0, 0, 0, 0]
  each(weights, (row, weight) => {
    const score = scores[row] ?? 0
    const one = score - mean
    const other = (totals[row] ?? 0) - score - restMean
    own += weight * one * one
    rest += weight * other * other
    both += weight * one * other
    count += weight
  })
  if (count < 2) return { own: undefined, rest: undefined, both: undefined }
  return { own: own / (count - 1), rest: rest / (count - 1), both: both / (count - 1) }
}

const correlationOf = ({ own, rest, both }: Moments): number | undefined =>
  both === undefined || !isPositive(own) || !isPositive(rest) ? undefined : both / Math.sqrt(own * rest)

/** Kelley's share, at which the difference between groups is told best. */
const GROUP_SHARE = 0.27

/** Of those with one total at its edge each counts in part: who stands first in a list must make no difference. */
interface Group {
  readonly size: number
  readonly inside: readonly number[]
  readonly tied: readonly number[]
}

/** The first so many of an order. */
const firstOf = (
  order: readonly number[],
  size: number,
  { totals, weights }: { totals: Float64Array; weights: Weights },
): Group => {
  const inside: number[] = []
  let tied: number[] = []
  let counted = 0
  for (const row of order) {
    const weight = weights[row] ?? 0
    if (weight === 0) continue
    if (tied[0] !== undefined && totals[tied[0]] !== totals[row]) {
      if (counted >= size) break
      inside.push(...tied)
      tied = []
    }
    tied.push(row)
    counted += weight
  }
  return { size, inside, tied }
}

const groupMean = (scores: Float64Array, { size, inside, tied }: Group, weights: Weights): number => {
  const sum = (rows: readonly number[], of: (row: number) => number): number =>
    rows.reduce((total, row) => total + (weights[row] ?? 0) * of(row), 0)
  const scoreOf = (row: number): number => scores[row] ?? 0
  const within = sum(inside, () => 1)
  return (sum(inside, scoreOf) + (size - within) * (sum(tied, scoreOf) / sum(tied, () => 1))) / size
}

/** The best 27 % and the last; undefined where these are nobody. */
const groupsOf = ({ totals, order }: PreparedScores, weights: Weights): readonly [Group, Group] | undefined => {
  const size = Math.round(weights.reduce((sum, weight) => sum + weight, 0) * GROUP_SHARE)
  if (size === 0) return undefined
  const of = { totals, weights }
  return [firstOf(order, size, of), firstOf(order.toReversed(), size, of)]
}

export const weightedFigures = (scores: PreparedScores, weights: Weights): PlainFigures => {
  const { columns, totals, order } = scores
  const groups = groupsOf(scores, weights)
  const moments = columns.map((column) => momentsOf(column, totals, weights))
  const variances = moments.map(({ own }) => own ?? 0)
  const nothing = new Float64Array(totals.length)
  const { rest: variance } = momentsOf(nothing, totals, weights)
  return {
    mean: meanOf(totals, weights),
    median: medianOf(totals, order, weights),
    variance,
    alpha: alphaOf(variances, variance),
    items: columns.map((column, index) => {
      const own = moments[index] ?? { own: undefined, rest: undefined, both: undefined }
      return {
        mean: meanOf(column, weights),
        itemRest: correlationOf(own),
        discrimination:
          groups === undefined ? undefined : groupMean(column, groups[0], weights) - groupMean(column, groups[1], weights),
        alphaWithout: alphaOf(
          variances.filter((_, other) => other !== index),
          own.rest,
        ),
      }
    }),
  }
}
