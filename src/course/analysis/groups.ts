/** Learners in groups by their totals. Of those with one total at a group's edge each counts in part: who stands first in a list must make no difference. */
import { countOf, type PreparedScores, type Weights } from './weights.ts'

/** Learners with one total, and where they stand among all, the last first. */
interface Tied {
  readonly rows: readonly number[]
  readonly from: number
  readonly to: number
}

const tiesOf = ({ totals, order }: PreparedScores, weights: Weights): readonly Tied[] => {
  const ties: Tied[] = []
  let [rows, from, to]: [number[], number, number] = [[], 0, 0]
  const close = (): void => {
    if (rows.length > 0) ties.push({ rows, from, to })
    ;[rows, from] = [[], to]
  }
  for (const row of order.toReversed()) {
    const weight = weights[row] ?? 0
    if (weight === 0) continue
    if (rows[0] !== undefined && totals[rows[0]] !== totals[row]) close()
    rows.push(row)
    to += weight
  }
  close()
  return ties
}

/** Kelley's share, at which the difference between groups is told best. */
const GROUP_SHARE = 0.27

const FIFTHS = 5

export interface GroupMeans {
  /** Mean among the best 27 % less that among the last; undefined where these are nobody. */
  readonly discrimination: number | undefined
  /** Mean of each fifth of the learners, the last first; undefined for fewer than five. */
  readonly fifths: readonly number[] | undefined
}

/** Means of scores in groups of the learners that count. */
export const groupsOf = (scores: PreparedScores, weights: Weights): ((values: Float64Array) => GroupMeans) => {
  const ties = tiesOf(scores, weights)
  const count = countOf(weights)
  const size = Math.round(count * GROUP_SHARE)
  return (values) => {
    const means = ties.map(({ rows, from, to }) => {
      let sum = 0
      for (const row of rows) sum += (weights[row] ?? 0) * (values[row] ?? 0)
      return sum / (to - from)
    })
    const meanBetween = (from: number, to: number): number => {
      let sum = 0
      for (let index = 0; index < ties.length; index++) {
        const tied = ties[index]
        if (tied === undefined || tied.from >= to) break
        const inside = Math.min(to, tied.to) - Math.max(from, tied.from)
        if (inside > 0) sum += inside * (means[index] ?? 0)
      }
      return sum / (to - from)
    }
    const fifth = count / FIFTHS
    return {
      discrimination: size === 0 ? undefined : meanBetween(count - size, count) - meanBetween(0, size),
      fifths:
        count < FIFTHS
          ? undefined
          : Array.from({ length: FIFTHS }, (_, index) => meanBetween(index * fifth, (index + 1) * fifth)),
    }
  }
}
