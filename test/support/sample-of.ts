/** Some of what could be tried, evenly spread over all of it and always the same; NETGRADE_RUNS asks for more than the usual. */
export const sampleOf = <T>(all: readonly T[], usual: number): readonly T[] => {
  const share = Math.min(1, Number(process.env['NETGRADE_RUNS'] ?? usual) / all.length)
  return all.filter((_, index) => Math.floor(index * share) !== Math.floor((index - 1) * share))
}
