/** One row of the table of Damerau and Levenshtein. @see https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance */
function nextRow(
  a: string,
  b: string,
  rows: { readonly last: readonly number[]; readonly before: readonly number[] },
): number[] {
  const i = rows.last[0] ?? 0
  const row = [i + 1]
  for (let j = 1; j <= b.length; j++) {
    const changed = (rows.last[j - 1] ?? 0) + (a[i] === b[j - 1] ? 0 : 1)
    const added = (row[j - 1] ?? 0) + 1
    const removed = (rows.last[j] ?? 0) + 1
    const isSwap = a[i] === b[j - 2] && a[i - 1] === b[j - 1] && i > 0 && j > 1
    row.push(Math.min(changed, added, removed, isSwap ? (rows.before[j - 2] ?? 0) + 1 : Infinity))
  }
  return row
}

/** Edit distance in which two neighbouring letters swapped count once. */
function distance(a: string, b: string): number {
  let before: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 0; i < a.length; i++) {
    const row = nextRow(a, b, { last, before })
    before = last
    last = row
  }
  return last[b.length] ?? 0
}

/** The candidate that was most likely meant; undefined where none is near (more than a third of the letters differ). */
export function findNearest(given: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(given.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  if (best === undefined || best.distance > Math.max(1, Math.floor(Math.max(given.length, best.candidate.length) / 3)))
    return undefined
  return best.candidate
}
