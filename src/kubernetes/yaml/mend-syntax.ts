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
/** How many lines above show to which depths a line may belong. */
const LINES_ABOVE = 8

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
    const match = /^(\s*(?:- +)*)([A-Za-z][\w./-]*)(?: +(?!\/\/)|:(?=[^\s:/]))([^\s:#][^#]*)$/u.exec(row)
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

/** The line, or one beside it, alone or with what stands below it, at the depth of another line; small moves first. */
const indented = (rows: readonly string[], line: number): readonly Mending[] =>
  [line - 1, line, line - 2]
    .flatMap((index) => movesOf(rows, index))
    .toSorted((one, other) => Math.abs(one.by) - Math.abs(other.by))
    .map(({ index, until, by }) => ({
      code: 'yaml-indentation',
      line: index + 1,
      column: indentOf(rows[index] ?? '') + 1,
      text: rows.map((row, at) => (at >= index && at < until ? shift(row, by) : row)).join('\n'),
    }))

interface Move {
  readonly index: number
  /** The first line that stays. */
  readonly until: number
  readonly by: number
}

/** Fields of the document itself stand where they should. */
const movesOf = (rows: readonly string[], index: number): readonly Move[] => {
  const row = rows[index] ?? ''
  const own = indentOf(row)
  if (row.trim() === '' || own === 0) return []
  const around = rows.slice(Math.max(0, index - LINES_ABOVE), index + 2).map(indentOf)
  const depths = [...new Set(around.flatMap((depth) => [depth, depth + 2]))].filter((depth) => depth !== own)
  const ends = [...new Set([index + 1, endOfBlock(rows, index)])]
  return depths.flatMap((depth) => ends.map((until) => ({ index, until, by: depth - own })))
}

const shift = (row: string, by: number): string =>
  row.trim() === '' ? row : `${' '.repeat(Math.max(0, indentOf(row) + by))}${row.trimStart()}`

/** Where the lines end that stand deeper than this one. */
const endOfBlock = (rows: readonly string[], index: number): number => {
  const own = indentOf(rows[index] ?? '')
  const next = rows.findIndex((row, at) => at > index && row.trim() !== '' && indentOf(row) <= own)
  return next < 0 ? rows.length : next
}
