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
    const square = off * off
    second += weight * square
    third += weight * square * off
    fourth += weight * square * square
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

/**
 * The covariance that an item and the rest of the test would have if both put learners in one order: the least score meets the least rest, and
 * so on; no other order gives more.
 */
export const largestCovariance = (item: number, { columns, totals, sorted }: PreparedScores, weights: Weights): number => {
  const [scores, orders, count] = [columns[item] ?? totals, sorted[item], countOf(weights)]
  if (orders === undefined || count < 2) return Number.NaN
  const mean = meanOf(scores, weights)
  const restMean = meanOf(totals, weights) - mean
  let [sum, place, left, rest] = [0, 0, 0, 0]
  for (const row of orders.byScore) {
    const score = (scores[row] ?? 0) - mean
    let due = weights[row] ?? 0
    while (due > 0) {
      for (; left === 0; place++) {
        const other = orders.byRest[place] ?? 0
        left = weights[other] ?? 0
        rest = (totals[other] ?? 0) - (scores[other] ?? 0) - restMean
      }
      const taken = Math.min(due, left)
      sum += taken * score * rest
      due -= taken
      left -= taken
    }
  }
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
