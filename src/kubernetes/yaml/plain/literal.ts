/** Literal blocks: `|`, `|-` and `|+`. */
import type { Line } from './lines.ts'

export interface Literal {
  readonly value: string
  /** The number, among the lines, of the first that is none of the block's. */
  readonly next: number
}

interface LiteralOptions {
  /** Of the mapping or list that holds the block. */
  readonly indent: number
  /** `-` without line breaks at the end, `+` with all of them, else with one. */
  readonly chomping: string
}

const chomp = (body: string, chomping: string): string => {
  const bare = body.replace(/\n+$/u, '')
  if (chomping === '-' || bare === '') return chomping === '+' ? body : bare
  return chomping === '+' ? body : `${bare}\n`
}

/** Reads from the line at `at`; `undefined` where the block's own indentation is not plain to see. */
export const readLiteral = (
  text: string,
  lines: readonly Line[],
  at: number,
  { indent, chomping }: LiteralOptions,
): Literal | undefined => {
  const first = lines[at]
  const before = lines[at - 1]
  if (first === undefined || before === undefined || first.indent <= indent) return undefined
  // Only empty lines may stand between the mark and the first line; a comment there could be the first line itself.
  if (!/^\n+$/u.test(text.slice(before.end, first.start))) return undefined
  const margin = ' '.repeat(first.indent)
  const body: string[] = []
  let next = at
  let offset = before.end + 1
  for (;;) {
    while ((lines[next]?.start ?? Number.POSITIVE_INFINITY) < offset) next += 1
    if (offset >= text.length) break
    const found = text.indexOf('\n', offset)
    if (found === -1) return undefined
    const line = text.slice(offset, found)
    if (line.startsWith(margin)) body.push(line.slice(first.indent))
    else if (line.trim() === '') body.push('')
    else break
    offset = found + 1
  }
  return { value: chomp(body.map((line) => `${line}\n`).join(''), chomping), next }
}
