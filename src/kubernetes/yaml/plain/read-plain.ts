/**
 * Reads the YAML that nearly all manifests are written in: block mappings and lists of values that stand on one line, and literal
 * blocks. It gives what the whole reader gives, much faster, or `undefined`: then the whole reader has to be asked.
 */
import { splitDocuments, toLines, type Line } from './lines.ts'
import { readValue, readPlain, withoutComment } from './scalars.ts'
import { readLiteral } from './literal.ts'

export interface PlainDocument {
  /** The null of an empty document. */
  readonly value: unknown
  /** Of the document in its file, counted from 0. */
  readonly index: number
  /** Its text's place in the file's, and the number of the text's first line, counted from 0. */
  readonly start: number
  readonly end: number
  readonly line: number
}

/** Thrown, and caught here, where the text is not plain. */
class NotPlain extends Error {}

export const KEY = /^(?:([A-Za-z_][A-Za-z0-9_./-]*)|"([^"\\]*)"|'([^']*)'):(?: +|$)/u
export const ITEM = /^-(?: +|$)/u
/** The mark of a literal block. */
export const BLOCK = /^\|([+-]?)$/u

interface Cursor {
  readonly text: string
  readonly lines: readonly Line[]
  at: number
}

/** The key that KEY has found. */
export const keyOf = (match: RegExpExecArray): string => {
  const [, plain, double, single] = match
  const key = plain ?? double ?? single ?? ''
  // `yes:` is a key of YAML 1.1's that is no text, and the other one is none of JavaScript's own.
  if (key === '__proto__' || (plain !== undefined && typeof readPlain(plain)?.value !== 'string')) throw new NotPlain()
  return key
}

const scalarOf = (cursor: Cursor, text: string, indent: number): unknown => {
  const block = BLOCK.exec(text)
  if (block !== null) {
    const literal = readLiteral(cursor.text, cursor.lines, cursor.at, { indent, chomping: block[1] ?? '' })
    if (literal === undefined) throw new NotPlain()
    cursor.at = literal.next
    return literal.value
  }
  const scalar = readValue(text)
  // What goes on, deeper, on the next line is a part of the value.
  if (scalar === undefined || (cursor.lines[cursor.at]?.indent ?? -1) > indent) throw new NotPlain()
  return scalar.value
}

/** The value behind `key:` on the same line, or below it. `indent` is the mapping's. */
const valueOf = (cursor: Cursor, rest: string, indent: number): unknown => {
  const text = withoutComment(rest)
  if (text === undefined) throw new NotPlain()
  if (text !== '' && !text.startsWith('#')) return scalarOf(cursor, text, indent)
  const next = cursor.lines[cursor.at]
  if (next === undefined || next.indent < indent) return null
  if (next.indent > indent) return blockOf(cursor, next.indent)
  return ITEM.test(next.content) ? listOf(cursor, indent) : null
}

const mappingOf = (cursor: Cursor, indent: number): Record<string, unknown> => {
  const result: Record<string, unknown> = {}
  for (;;) {
    const line = cursor.lines[cursor.at]
    if (line === undefined || line.indent < indent) return result
    const match = line.indent === indent ? KEY.exec(line.content) : null
    if (match === null) {
      // A list that stands as far left as the key it belongs to ends here, and the mapping goes on in the caller.
      throw new NotPlain()
    }
    const key = keyOf(match)
    if (Object.hasOwn(result, key)) throw new NotPlain()
    cursor.at += 1
    result[key] = valueOf(cursor, line.content.slice(match[0].length), indent)
  }
}

const listOf = (cursor: Cursor, indent: number): readonly unknown[] => {
  const result: unknown[] = []
  for (;;) {
    const line = cursor.lines[cursor.at]
    if (line === undefined || line.indent < indent) return result
    const match = line.indent === indent ? ITEM.exec(line.content) : null
    if (match === null) {
      if (line.indent > indent) throw new NotPlain()
      return result
    }
    result.push(itemOf(cursor, line, match[0].length))
  }
}

const itemOf = (cursor: Cursor, line: Line, width: number): unknown => {
  const rest = line.content.slice(width)
  if (KEY.test(rest)) {
    // The mapping begins on the item's own line, behind its dash.
    const inner: Line = { ...line, indent: line.indent + width, content: rest }
    const lines = cursor.lines as Line[]
    lines[cursor.at] = inner
    return mappingOf(cursor, inner.indent)
  }
  const text = withoutComment(rest)
  if (text === undefined || ITEM.test(text)) throw new NotPlain()
  cursor.at += 1
  if (text !== '' && !text.startsWith('#')) return scalarOf(cursor, text, line.indent)
  const next = cursor.lines[cursor.at]
  return next !== undefined && next.indent > line.indent ? blockOf(cursor, next.indent) : null
}

const blockOf = (cursor: Cursor, indent: number): unknown => {
  const line = cursor.lines[cursor.at]
  return line !== undefined && ITEM.test(line.content) ? listOf(cursor, indent) : mappingOf(cursor, indent)
}

const documentOf = (text: string, lines: readonly Line[]): unknown => {
  const [first] = lines
  if (first === undefined) return null
  if (first.indent !== 0) throw new NotPlain()
  const cursor: Cursor = { text, lines: [...lines], at: 0 }
  const value = blockOf(cursor, 0)
  if (cursor.at < cursor.lines.length) throw new NotPlain()
  return value
}

/** All documents of a text, or `undefined` where one of them is not plain. */
export const readPlainDocuments = (text: string): readonly PlainDocument[] | undefined => {
  const parts = splitDocuments(text)
  if (parts === undefined) return undefined
  try {
    return parts.map(({ start, end, line }, index) => {
      const lines = toLines(text, start, end)
      if (lines === undefined) throw new NotPlain()
      return { value: documentOf(text, lines), index, start, end, line }
    })
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}
