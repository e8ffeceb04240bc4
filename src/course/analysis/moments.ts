/** Moments of scores: those of samples, so that other classes like this one have them on average. */
import { isPositive } from './statistics.ts'
import { countOf, each, meanOf, type PreparedScores, type Weights } from './weights.ts'

export interface Moments {
  readonly own: number | undefined
  readonly rest: number | undefined
  readonly both: number | undefined
}

export const NO_MOMENTS: Moments = { own: undefined, rest: undefined, both: undefined }

/** Variances of an item and of the rest of the test, and their covariance. */
export const momentsOf = (scores: Float64Array, totals: Float64Array, weights: Weights): Moments => {
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
  if (count < 2) return NO_MOMENTS
  return { own: own / (count - 1), rest: rest / (count - 1), both: both / (count - 1) }
}

export const correlationOf = ({ own, rest, both }: Moments): number | undefined =>
  both === undefined || !isPositive(own) || !isPositive(rest) ? undefined : both / Math.sqrt(own * rest)

export interface Shape {
  /** Of fewer than three learners there is none. */
  readonly skewness: number | undefined
  /** Excess over that of a normal distribution; of fewer than four learners there is none. */
  readonly kurtosis: number | undefined
}

/**
 * Skewness and excess kurtosis of a sample by Fisher's k-statistics: k₃ / k₂^(3/2) and k₄ / k₂², known as G₁ and G₂. Spreadsheets call them
 * SKEW and KURT, Moodle's quiz statistics have the same two. Undefined where totals do not vary.
 * @see https://docs.moodle.org/dev/Quiz_statistics_calculations
 * @see Joanes, D. N., and Gill, C. A. (1998), Comparing measures of sample skewness and kurtosis.
 */
export const shapeOf = (values: Float64Array, weights: Weights): Shape => {
  const mean = meanOf(values, weights)
  let [second, third, fourth] = [0, 0, 0]
  each(weights, (row, weight) => {
    const off = (values[row] ?? 0) - mean
    second += weight * off ** 2
    third += weight * off ** 3
    fourth += weight * off ** 4
  })
  const count = countOf(weights)
  const variance = second / (count - 1)
  if (count < 3 || !isPositive(variance)) return { skewness: undefined, kurtosis: undefined }
  const skewness = (count / ((count - 1) * (count - 2))) * (third / variance ** 1.5)
  if (count < 4) return { skewness, kurtosis: undefined }
  const below = (count - 2) * (count - 3)
  const raw = ((count * (count + 1)) / ((count - 1) * below)) * (fourth / variance ** 2)
  return { skewness, kurtosis: raw - (3 * (count - 1) ** 2) / below }
}

/** The sum of products of two rows of values when the least meets the least, and so on: no order of them gives more. */
const sumOfSorted = (
  [one, other]: readonly [(row: number) => number, (row: number) => number],
  [byOne, byOther]: readonly [readonly number[], readonly number[]],
  weights: Weights,
): number => {
  let sum = 0
  let place = 0
  let left = 0
  for (const row of byOne) {
    let due = weights[row] ?? 0
    while (due > 0) {
      while (left === 0) left = weights[byOther[place++] ?? 0] ?? 0
      const taken = Math.min(due, left)
      sum += taken * one(row) * other(byOther[place - 1] ?? 0)
      due -= taken
      left -= taken
    }
  }
  return sum
}

/** The covariance that an item and the rest of the test would have if both put learners in one order. */
export const largestCovariance = (item: number, { columns, totals, sorted }: PreparedScores, weights: Weights): number => {
  const [scores, orders, count] = [columns[item] ?? totals, sorted[item], countOf(weights)]
  if (orders === undefined || count < 2) return Number.NaN
  const mean = meanOf(scores, weights)
  const restMean = meanOf(totals, weights) - mean
  const sum = sumOfSorted(
    [(row) => (scores[row] ?? 0) - mean, (row) => (totals[row] ?? 0) - (scores[row] ?? 0) - restMean],
    [orders.byScore, orders.byRest],
    weights,
  )
  return sum / (count - 1)
}

/**
 * Moodle's discriminative efficiency: the covariance of an item with the rest of the test, as a share of the largest that the same scores
 * could have. An item that is too easy or too hard to tell many apart may still have 1. Undefined where nothing varies.
 * @see https://docs.moodle.org/dev/Quiz_statistics_calculations
 */
export const efficiencyOf = ({ both }: Moments, largest: number): number | undefined =>
  both === undefined || !isPositive(largest) ? undefined : both / largest

/**
 * Moodle's effective weights: how much of the spread of totals comes from each item, as the square root of its covariance with the total,
 * divided by the sum of all of these. Undefined for an item that moves against the total; it is in no sum either.
 * @see https://docs.moodle.org/dev/Quiz_statistics_calculations
 */
export const effectiveWeights = (moments: readonly Moments[]): readonly (number | undefined)[] => {
  const roots = moments.map(({ own, both }) => {
    const withTotal = (own ?? 0) + (both ?? 0)
    return own === undefined || withTotal < -1e-12 ? undefined : Math.sqrt(Math.max(0, withTotal))
  })
  const sum = roots.reduce<number>((total, root) => total + (root ?? 0), 0)
  return roots.map((root) => (root === undefined || !isPositive(sum) ? undefined : root / sum))
}
