/** Texts that could have been meant by one that YAML cannot read: each changes one thing. */
import type { YamlProblemCode } from './problem.ts'

export interface Mending {
  readonly text: string
  /** What was wrong, if this is what was meant. */
  readonly code: YamlProblemCode
  /** Where, counted from 1. */
  readonly line: number
  readonly column: number
}

/** Longer texts are not mended: each candidate is read as a whole. */
const MAX_LENGTH = 60_000
const TAB_WIDTHS = [2, 4, 8]
/** How far above the line that YAML complains of the mistake may stand. */
const REACH = 2

/** Candidates for an error at this line, counted from 1; those that change the least plausible thing come last. */
export const mendingsFor = (text: string, line: number): readonly Mending[] => {
  if (text.length > MAX_LENGTH) return []
  const rows = text.split('\n')
  return [...withoutTabs(rows), ...withColon(rows, line), ...closed(rows), ...indented(rows, line)]
}

const replaceRow = (rows: readonly string[], index: number, row: string): string =>
  rows.map((old, at) => (at === index ? row : old)).join('\n')

const indentOf = (row: string): number => row.search(/\S|$/u)

const withoutTabs = (rows: readonly string[]): readonly Mending[] => {
  const first = rows.findIndex((row) => /^\s*\t/u.test(row))
  if (first < 0) return []
  const place = { code: 'yaml-tab', line: first + 1, column: (rows[first] ?? '').indexOf('\t') + 1 } as const
  return TAB_WIDTHS.map((width) => ({
    ...place,
    text: rows.map((row) => row.replace(/^\s+/u, (blank) => blank.replaceAll('\t', ' '.repeat(width)))).join('\n'),
  }))
}

/** `name web` and `name:web`, on the line or shortly before it. */
const withColon = (rows: readonly string[], line: number): readonly Mending[] =>
  Array.from({ length: REACH + 1 }, (_, back) => line - 1 - back).flatMap((index) => {
    const row = rows[index] ?? ''
    const match = /^(\s*(?:- +)*)([A-Za-z][\w./-]*)(?: +|:(?=[^\s:/]))([^\s:#][^#]*)$/u.exec(row)
    if (match === null) return []
    const [, before = '', key = '', value = ''] = match
    const place = { code: 'yaml-syntax', line: index + 1, column: before.length + key.length + 1 } as const
    return [{ ...place, text: replaceRow(rows, index, `${before}${key}: ${value}`) }]
  })

const PAIRS: readonly (readonly [string, string])[] = [
  ['[', ']'],
  ['{', '}'],
]

const count = (text: string, letter: string): number => text.split(letter).length - 1

/** A quote or bracket that is opened on a line and not closed there. */
const closed = (rows: readonly string[]): readonly Mending[] =>
  rows.flatMap((row, index): readonly Mending[] => {
    const trimmed = row.trimEnd()
    const quotes = ['"', "'"].filter((quote) => count(trimmed, quote) % 2 === 1)
    const brackets = PAIRS.filter(([open, close]) => count(trimmed, open) > count(trimmed, close))
    const endings = [...quotes.map((quote) => [quote, quote] as const), ...brackets]
    return endings.map(([open, close]) => ({
      code: 'yaml-unclosed',
      line: index + 1,
      column: trimmed.lastIndexOf(open) + 1,
      text: replaceRow(rows, index, `${trimmed}${close}`),
    }))
  })

/** The line, or one before it, alone or with what stands below it, at the depth of another line. */
const indented = (rows: readonly string[], line: number): readonly Mending[] =>
  Array.from({ length: REACH }, (_, back) => line - 1 - back).flatMap((index) => {
    const row = rows[index] ?? ''
    if (row.trim() === '') return []
    const own = indentOf(row)
    const depths = [
      ...new Set(rows.slice(Math.max(0, index - 8), index + 3).flatMap((other) => [indentOf(other), indentOf(other) + 2])),
    ]
    const end = endOfBlock(rows, index)
    return depths
      .filter((depth) => depth !== own)
      .toSorted((one, other) => Math.abs(one - own) - Math.abs(other - own))
      .flatMap((depth) =>
        [...new Set([index + 1, end])].map((until) => ({
          code: 'yaml-indentation' as const,
          line: index + 1,
          column: own + 1,
          text: rows.map((one, at) => (at >= index && at < until ? shift(one, depth - own) : one)).join('\n'),
        })),
      )
  })

const shift = (row: string, by: number): string =>
  row.trim() === '' ? row : `${' '.repeat(Math.max(0, indentOf(row) + by))}${row.trimStart()}`

/** Where the lines end that stand deeper than this one. */
const endOfBlock = (rows: readonly string[], index: number): number => {
  const own = indentOf(rows[index] ?? '')
  const next = rows.findIndex((row, at) => at > index && row.trim() !== '' && indentOf(row) <= own)
  return next < 0 ? rows.length : next
}
