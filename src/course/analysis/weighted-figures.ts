/** Figures of a test whose learners count more or less often: samples are drawn by thousands, so it goes through each score but a few times. */
import { groupsOf } from './groups.ts'
import {
  correlationOf,
  effectiveWeights,
  efficiencyOf,
  largestCovariance,
  momentsOf,
  NO_MOMENTS,
  shapeOf,
  type Shape,
} from './moments.ts'
import { alphaOf } from './statistics.ts'
import { meanOf, medianOf, type PreparedScores, type Weights } from './weights.ts'

export interface PlainItemFigures {
  /** Of the scores. */
  readonly mean: number
  readonly itemRest: number | undefined
  /** Of the scores: to be divided by what the item is worth, as the means of fifths. */
  readonly discrimination: number | undefined
  readonly fifths: readonly number[] | undefined
  readonly alphaWithout: number | undefined
  readonly effectiveWeight: number | undefined
  readonly efficiency: number | undefined
}

export interface PlainFigures extends Shape {
  readonly mean: number
  /** Of the totals; between two of them the mean of both. */
  readonly median: number
  readonly variance: number | undefined
  readonly alpha: number | undefined
  readonly items: readonly PlainItemFigures[]
}

export const weightedFigures = (scores: PreparedScores, weights: Weights): PlainFigures => {
  const { columns, totals, order } = scores
  const meansOf = groupsOf(scores, weights)
  const moments = columns.map((column) => momentsOf(column, totals, weights))
  const variances = moments.map(({ own }) => own ?? 0)
  const shares = effectiveWeights(moments)
  const nothing = new Float64Array(totals.length)
  const { rest: variance } = momentsOf(nothing, totals, weights)
  return {
    mean: meanOf(totals, weights),
    median: medianOf(totals, order, weights),
    variance,
    ...shapeOf(totals, weights),
    alpha: alphaOf(variances, variance),
    items: columns.map((column, index) => {
      const own = moments[index] ?? NO_MOMENTS
      return {
        mean: meanOf(column, weights),
        itemRest: correlationOf(own),
        ...meansOf(column),
        alphaWithout: alphaOf(
          variances.filter((_, other) => other !== index),
          own.rest,
        ),
        effectiveWeight: shares[index],
        efficiency: efficiencyOf(own, largestCovariance(index, scores, weights)),
      }
    }),
  }
}
