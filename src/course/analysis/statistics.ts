/** Figures of samples: variances are those of samples, divided by one less than the number of values. */

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Undefined for fewer than two values of each, or lists of different lengths. */
export const covariance = (one: readonly number[], other: readonly number[]): number | undefined => {
  if (one.length < 2 || one.length !== other.length) return undefined
  const [oneMean, otherMean] = [mean(one), mean(other)]
  return one.reduce((sum, value, index) => sum + (value - oneMean) * ((other[index] ?? 0) - otherMean), 0) / (one.length - 1)
}

export const variance = (values: readonly number[]): number | undefined => covariance(values, values)

/** Pearson's r; undefined where either does not vary. */
export const correlation = (one: readonly number[], other: readonly number[]): number | undefined => {
  const [both, oneVariance, otherVariance] = [covariance(one, other), variance(one), variance(other)]
  if (both === undefined || !isPositive(oneVariance) || !isPositive(otherVariance)) return undefined
  return both / Math.sqrt(oneVariance * otherVariance)
}

/** What is left of rounding is no variance. */
const isPositive = (value: number | undefined): value is number => value !== undefined && value > 1e-12

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

/** The middle 95 % of what samples drawn anew from the values give (percentile bootstrap). `below` draws a whole number. */
export const bootstrap = (
  values: readonly number[],
  figure: (sample: readonly number[]) => number,
  { below, rounds = 1000 }: { readonly below: (limit: number) => number; readonly rounds?: number },
): Interval | undefined => {
  if (values.length < 2) return undefined
  const figures = Array.from({ length: rounds }, () =>
    figure(values.map(() => values[below(values.length)] ?? Number.NaN)),
  ).sort((a, b) => a - b)
  const at = (share: number): number => figures[Math.min(rounds - 1, Math.floor(share * rounds))] ?? Number.NaN
  return { low: at(0.025), high: at(0.975) }
}
