/** Figures that tests of learners have in common. Variances are those of samples, divided by one less than the number of values. */

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Between the two in the middle, their mean. */
export const median = (values: readonly number[]): number => {
  const order = values.toSorted((one, other) => one - other)
  const at = (place: number): number => order[Math.floor(place)] ?? Number.NaN
  return (at((order.length - 1) / 2) + at(order.length / 2)) / 2
}

/** What is left of rounding is no variance. */
export const isPositive = (value: number | undefined): value is number => value !== undefined && value > 1e-12

/**
 * Cronbach's alpha, which for items of 0 or 1 is KR-20: k/(k−1) · (1 − Σ variance of items / variance of totals). Undefined for fewer
 * than two items, and where totals do not vary.
 */
export const alphaOf = (itemVariances: readonly number[], totalVariance: number | undefined): number | undefined => {
  const count = itemVariances.length
  if (count < 2 || !isPositive(totalVariance)) return undefined
  return (count / (count - 1)) * (1 - itemVariances.reduce((sum, value) => sum + value, 0) / totalVariance)
}

export interface Interval {
  readonly low: number
  readonly high: number
}

interface Redraw {
  /** Draws a whole number below the limit. */
  readonly below: (limit: number) => number
  readonly rounds?: number
}

/** Where more of the samples have no figure, those that have one say nothing of it. */
const LEAST_SHARE = 0.95

const middle = (figures: readonly (number | undefined)[]): Interval | undefined => {
  const known = figures.filter((figure) => figure !== undefined).sort((a, b) => a - b)
  if (known.length < LEAST_SHARE * figures.length) return undefined
  const at = (share: number): number => known[Math.min(known.length - 1, Math.floor(share * known.length))] ?? Number.NaN
  return { low: at(0.025), high: at(0.975) }
}

/** The middle 95 % of what samples drawn anew from the values give (percentile bootstrap). */
export const bootstrap = (
  values: readonly number[],
  figure: (sample: readonly number[]) => number,
  { below, rounds = 1000 }: Redraw,
): Interval | undefined => {
  if (values.length < 2) return undefined
  const redraw = (): readonly number[] => values.map(() => values[below(values.length)] ?? Number.NaN)
  return middle(Array.from({ length: rounds }, () => figure(redraw())))
}

/**
 * As {@link bootstrap}, of several figures of so many rows at once. A sample is how often each row is in it. An interval is undefined where
 * its figure mostly means nothing.
 */
export const bootstrapAll = (
  count: number,
  figures: (weights: Float64Array) => readonly (number | undefined)[],
  { below, rounds = 1000 }: Redraw,
): readonly (Interval | undefined)[] => {
  if (count < 2) return []
  const weights = new Float64Array(count)
  const found = Array.from({ length: rounds }, () => {
    weights.fill(0)
    for (let drawn = 0; drawn < count; drawn++) {
      const row = below(count)
      weights[row] = (weights[row] ?? 0) + 1
    }
    return figures(weights)
  })
  return (found[0] ?? []).map((_, index) => middle(found.map((one) => one[index])))
}
