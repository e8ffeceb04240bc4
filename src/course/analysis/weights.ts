/** Samples in which learners count more or less often. */

/** How often each learner counts. */
export type Weights = Float64Array

export interface PreparedScores {
  /** By item, then by learner. */
  readonly columns: readonly Float64Array[]
  readonly totals: Float64Array
  /** Learners by their totals, the best first. */
  readonly order: readonly number[]
  /** By item: learners by what they have of it, and by what they have of the rest of the test, the least first. */
  readonly sorted: readonly { readonly byScore: readonly number[]; readonly byRest: readonly number[] }[]
}

export const countOf = (weights: Weights): number => weights.reduce((sum, weight) => sum + weight, 0)

/** For each learner that counts. */
export const each = (weights: Weights, use: (row: number, weight: number) => void): void => {
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] ?? 0
    if (weight > 0) use(row, weight)
  }
}

export const meanOf = (values: Float64Array, weights: Weights): number => {
  let sum = 0
  let count = 0
  each(weights, (row, weight) => {
    sum += weight * (values[row] ?? 0)
    count += weight
  })
  return sum / count
}

/** The middle of values in an order. */
export const medianOf = (values: Float64Array, order: readonly number[], weights: Weights): number => {
  const count = countOf(weights)
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

/** Rows by their values, the least first. */
export const rowsBy = (values: Float64Array): readonly number[] =>
  [...values.keys()].sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0))

export const prepareScores = (count: number, rows: readonly (readonly number[])[]): PreparedScores => {
  const totals = Float64Array.from(rows, (row) => row.reduce((sum, score) => sum + score, 0))
  const columns = Array.from({ length: count }, (_, item) => Float64Array.from(rows, (row) => row[item] ?? 0))
  return {
    columns,
    totals,
    order: rowsBy(totals).toReversed(),
    sorted: columns.map((column) => ({
      byScore: rowsBy(column),
      byRest: rowsBy(totals.map((total, row) => total - (column[row] ?? 0))),
    })),
  }
}
