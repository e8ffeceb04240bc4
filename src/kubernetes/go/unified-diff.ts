/**
 * Differences of two texts as the API server shows them: unified, with three lines around each change, without a head.
 * Which lines belong together is found as Python's difflib finds it: by the longest stretches that both have.
 * @see docs.python.org/3/library/difflib.html, SequenceMatcher
 */

const CONTEXT = 3
/** From so many lines on, lines that are frequent say nothing of what belongs together. */
const MANY = 200

interface Match {
  readonly a: number
  readonly b: number
  readonly size: number
}

interface Range {
  readonly aStart: number
  readonly aEnd: number
  readonly bStart: number
  readonly bEnd: number
}

interface Change extends Range {
  readonly isEqual: boolean
}

const indexLines = (lines: readonly string[]): ReadonlyMap<string, readonly number[]> => {
  const places = new Map<string, number[]>()
  for (const [index, line] of lines.entries()) places.set(line, [...(places.get(line) ?? []), index])
  const limit = Math.floor(lines.length / 100) + 1
  if (lines.length >= MANY) for (const [line, found] of [...places]) if (found.length > limit) places.delete(line)
  return places
}

class Comparison {
  private readonly a: readonly string[]
  private readonly b: readonly string[]
  private readonly places: ReadonlyMap<string, readonly number[]>

  constructor(a: readonly string[], b: readonly string[]) {
    this.a = a
    this.b = b
    this.places = indexLines(b)
  }

  /** Stretches that both have, in order. */
  matches({ aStart, aEnd, bStart, bEnd }: Range): readonly Match[] {
    const found = this.longest({ aStart, aEnd, bStart, bEnd })
    if (found.size === 0) return []
    return [
      ...this.matches({ aStart, aEnd: found.a, bStart, bEnd: found.b }),
      found,
      ...this.matches({ aStart: found.a + found.size, aEnd, bStart: found.b + found.size, bEnd }),
    ]
  }

  private longest(range: Range): Match {
    const { aStart, aEnd, bStart, bEnd } = range
    let best: Match = { a: aStart, b: bStart, size: 0 }
    let lengths = new Map<number, number>()
    for (let a = aStart; a < aEnd; a++) {
      const next = new Map<number, number>()
      for (const b of this.places.get(this.a[a] ?? '') ?? []) {
        if (b < bStart || b >= bEnd) continue
        const size = (lengths.get(b - 1) ?? 0) + 1
        next.set(b, size)
        if (size > best.size) best = { a: a - size + 1, b: b - size + 1, size }
      }
      lengths = next
    }
    return this.extend(best, range)
  }

  /** Takes in equal neighbours, frequent lines among them. */
  private extend({ a, b, size }: Match, { aStart, aEnd, bStart, bEnd }: Range): Match {
    const same = (i: number, j: number): boolean => this.a[i] === this.b[j]
    let before = 0
    while (a - before > aStart && b - before > bStart && same(a - before - 1, b - before - 1)) before++
    let after = size
    while (a + after < aEnd && b + after < bEnd && same(a + after, b + after)) after++
    return { a: a - before, b: b - before, size: after + before }
  }
}

const changesOf = (a: readonly string[], b: readonly string[]): readonly Change[] => {
  const whole = { aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }
  const changes: Change[] = []
  let [i, j] = [0, 0]
  for (const match of [...new Comparison(a, b).matches(whole), { a: a.length, b: b.length, size: 0 }]) {
    if (i < match.a || j < match.b) changes.push({ aStart: i, aEnd: match.a, bStart: j, bEnd: match.b, isEqual: false })
    i = match.a + match.size
    j = match.b + match.size
    if (match.size > 0) changes.push({ aStart: match.a, aEnd: i, bStart: match.b, bEnd: j, isEqual: true })
  }
  return changes
}

/** What is equal is cut to the lines around changes; where much is, one group ends and another begins. */
const groupsOf = (changes: readonly Change[]): readonly (readonly Change[])[] => {
  const groups: Change[][] = [[]]
  for (const [index, change] of changes.entries()) {
    const group = groups.at(-1) ?? []
    const head = {
      ...change,
      aEnd: Math.min(change.aEnd, change.aStart + CONTEXT),
      bEnd: Math.min(change.bEnd, change.bStart + CONTEXT),
    }
    const tail = {
      ...change,
      aStart: Math.max(change.aStart, change.aEnd - CONTEXT),
      bStart: Math.max(change.bStart, change.bEnd - CONTEXT),
    }
    if (!change.isEqual) group.push(change)
    else if (index === 0) group.push(tail)
    else if (index === changes.length - 1) group.push(head)
    else if (change.aEnd - change.aStart <= 2 * CONTEXT) group.push(change)
    else {
      group.push(head)
      groups.push([tail])
    }
  }
  return groups.filter((group) => group.some(({ isEqual }) => !isEqual))
}

const renderRange = (start: number, end: number): string => {
  const length = end - start
  if (length === 1) return `${start + 1}`
  return `${length === 0 ? start : start + 1},${length}`
}

/** Empty where the texts are equal; else every line ends. */
export const unifiedDiff = (a: readonly string[], b: readonly string[]): string => {
  const lines = groupsOf(changesOf(a, b)).flatMap((group) => {
    const [first, last] = [group[0], group.at(-1)]
    const head = `@@ -${renderRange(first?.aStart ?? 0, last?.aEnd ?? 0)} +${renderRange(first?.bStart ?? 0, last?.bEnd ?? 0)} @@`
    return [
      head,
      ...group.flatMap(({ isEqual, aStart, aEnd, bStart, bEnd }) =>
        isEqual
          ? a.slice(aStart, aEnd).map((line) => ` ${line}`)
          : [...a.slice(aStart, aEnd).map((line) => `-${line}`), ...b.slice(bStart, bEnd).map((line) => `+${line}`)],
      ),
    ]
  })
  return lines.map((line) => `${line}\n`).join('')
}
