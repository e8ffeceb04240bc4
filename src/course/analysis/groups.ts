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

/** From which place to which, the last learner's being 0. */
type Places = readonly [from: number, to: number]

/** Kelley's share, at which the difference between groups is told best. */
const GROUP_SHARE = 0.27

const FIFTHS = 5

export interface Groups {
  /** Mean among the best 27 % less that among the last; undefined where these are nobody. */
  discrimination(scores: Float64Array): number | undefined
  /** Mean of each fifth of the learners, the last first; undefined for fewer than five. */
  fifths(scores: Float64Array): readonly number[] | undefined
}

export const groupsOf = (scores: PreparedScores, weights: Weights): Groups => {
  const ties = tiesOf(scores, weights)
  const count = countOf(weights)
  const meanBetween = (values: Float64Array, [from, to]: Places): number => {
    let sum = 0
    for (const tied of ties) {
      const inside = Math.min(to, tied.to) - Math.max(from, tied.from)
      if (inside <= 0) continue
      const own = tied.rows.reduce((total, row) => total + (weights[row] ?? 0) * (values[row] ?? 0), 0)
      sum += (inside / (tied.to - tied.from)) * own
    }
    return sum / (to - from)
  }
  const size = Math.round(count * GROUP_SHARE)
  return {
    discrimination: (values) =>
      size === 0 ? undefined : meanBetween(values, [count - size, count]) - meanBetween(values, [0, size]),
    fifths: (values) =>
      count < FIFTHS
        ? undefined
        : Array.from({ length: FIFTHS }, (_, fifth) =>
            meanBetween(values, [(fifth * count) / FIFTHS, ((fifth + 1) * count) / FIFTHS]),
          ),
  }
}
