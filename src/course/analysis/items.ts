/** How well the items of a test tell learners apart. An item is a task, or a check of one. */
import { alphaOf, bootstrap, correlation, mean, variance, type Interval } from './statistics.ts'

export interface Item {
  readonly id: string
  readonly max: number
}

/** Learners by their scores, in the order of the items; every learner has a score for each. */
export interface ScoreTable {
  readonly items: readonly Item[]
  readonly rows: readonly (readonly number[])[]
}

export interface ItemFigures extends Item {
  /** Mean share of the points: 1 is easy. */
  readonly facility: number
  readonly interval: Interval | undefined
  /** Correlation with the sum of the other items; near 0 or negative, the item measures something else, or its key is wrong. */
  readonly itemRest: number | undefined
  /** Facility among the best 27 % less that among the last 27 %, by their totals. */
  readonly discrimination: number | undefined
  /** Of the test without this item. */
  readonly alphaWithout: number | undefined
}

export interface TestFigures {
  readonly learners: number
  readonly mean: number
  readonly deviation: number | undefined
  readonly alpha: number | undefined
  /** How far a total would vary if the same learner were tested again. */
  readonly measurementError: number | undefined
  readonly items: readonly ItemFigures[]
}

/** Kelley's share, at which the difference between groups is told best. */
const GROUP_SHARE = 0.27

/** Undefined where nobody was tested; single figures are undefined where they mean nothing. `below` draws for the intervals. */
export const analyseItems = (table: ScoreTable, below: (limit: number) => number): TestFigures | undefined => {
  const { rows, items } = table
  if (rows.length === 0 || items.length === 0) return undefined
  const columns = items.map((_, index) => rows.map((row) => row[index] ?? 0))
  const totals = rows.map((row) => row.reduce((sum, score) => sum + score, 0))
  const alpha = alphaWithout(columns, totals)
  const spread = variance(totals)
  const order = [...totals.keys()].sort((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0))
  return {
    learners: rows.length,
    mean: mean(totals),
    deviation: spread === undefined ? undefined : Math.sqrt(spread),
    alpha,
    measurementError: alpha === undefined || spread === undefined ? undefined : Math.sqrt(spread * Math.max(0, 1 - alpha)),
    items: items.map((item, index) => {
      const scores = columns[index] ?? []
      const shares = item.max === 0 ? scores.map(() => 0) : scores.map((score) => score / item.max)
      const rest = totals.map((total, row) => total - (scores[row] ?? 0))
      return {
        ...item,
        facility: mean(shares),
        interval: bootstrap(shares, mean, { below }),
        itemRest: correlation(scores, rest),
        discrimination: discriminationOf(shares, order),
        alphaWithout: alphaWithout(columns, rest, index),
      }
    }),
  }
}

const alphaWithout = (
  columns: readonly (readonly number[])[],
  totals: readonly number[],
  left?: number,
): number | undefined => {
  const variances = columns.flatMap((column, index) => (index === left ? [] : [variance(column) ?? 0]))
  return alphaOf(variances, variance(totals))
}

const discriminationOf = (shares: readonly number[], order: readonly number[]): number | undefined => {
  const size = Math.round(order.length * GROUP_SHARE)
  if (size === 0) return undefined
  const of = (rows: readonly number[]): number => mean(rows.map((row) => shares[row] ?? 0))
  return of(order.slice(0, size)) - of(order.slice(-size))
}
