/** Indexes of Jobs as texts. @see k8s.io/kubernetes pkg/apis/batch/validation/validation.go, validateIndexesFormat, v1.34 */

/** The first index and the last of `3-5`; a text says what is wrong. */
export const readInterval = (text: string, completions: number): readonly [number, number] | string => {
  const parts = text.split('-')
  if (parts.length > 2)
    return `the fragment ${JSON.stringify(text)} violates the requirement that an index interval can have at most two parts separated by '-'`
  const bad = parts.find((part) => !/^\+?\d+$/u.test(part))
  if (bad !== undefined) return `cannot convert string to integer for index: ${JSON.stringify(bad)}`
  const large = parts.find((part) => Number(part) >= completions)
  if (large !== undefined) return `too large index: ${JSON.stringify(large)}`
  const [first = 0, last = first] = parts.map(Number)
  return parts.length > 1 && first >= last ? `non-increasing order, previous: ${first}, current: ${last}` : [first, last]
}

/** How many indexes `0,3-5` names; a text says what is wrong. */
export const countIndexes = (text: string, completions: number): number | string => {
  let [total, previous] = [0, -1]
  for (const part of text === '' ? [] : text.split(',')) {
    const interval = readInterval(part, completions)
    if (typeof interval === 'string') return interval
    const [first, last] = interval
    if (previous >= first) return `non-increasing order, previous: ${previous}, current: ${first}`
    total += last - first + 1
    previous = last
  }
  return total
}
