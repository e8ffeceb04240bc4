/** Of several measurements, the one in the middle; NaN of none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

export const elapsedMs = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The embedded cluster's figure, a real one's, and their ratio. */
export const rowBeside = (name: string, embedded: number, real: number, unit: string, ratio: number): void =>
  console.log(
    `${name.padEnd(58)} ${embedded.toFixed(0).padStart(9)} ${real.toFixed(0).padStart(9)} ${unit.padEnd(4)} ratio ${ratio.toFixed(1)}`,
  )
