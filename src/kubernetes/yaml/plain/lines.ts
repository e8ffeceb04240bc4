/** The lines of a text that hold something, and where its documents begin. */
import type { Position } from '../problem.ts'

/** A line that is neither empty nor a comment. */
export interface Line {
  /** Blanks before its first letter. */
  readonly indent: number
  /** Without these blanks. */
  readonly content: string
  /** Offset of the line's begin, and of its line break. */
  readonly start: number
  readonly end: number
}

export interface DocumentPart {
  readonly start: number
  readonly end: number
  /** Number of the first line, counted from 0. */
  readonly line: number
}

const SEPARATOR = /^---(?:[ \t].*)?$/gmu
/** Letters that break lines or are invisible: the whole reader knows what they mean. */
const ODD = /[\r\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u2028\u2029\ufeff]|[\ud800-\udfff]/u
const DIRECTIVE_OR_END = /^(?:%|\.\.\.)/mu
const CONTENT = /^[^\s#]/u

const countLines = (text: string, from: number, to: number): number => {
  let count = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

/** Texts between lines `---`; `undefined` where something else than a comment stands behind such a mark. */
export const splitDocuments = (text: string): readonly DocumentPart[] | undefined => {
  if (ODD.test(text) || DIRECTIVE_OR_END.test(text)) return undefined
  const parts: DocumentPart[] = []
  let start = 0
  let line = 0
  for (const match of text.matchAll(SEPARATOR)) {
    if (!/^---\s*(?:#.*)?$/u.test(match[0])) return undefined
    const isFirst = parts.length === 0
    // What stands before the first mark is a document only if there is something.
    if (!isFirst || holdsSomething(text.slice(start, match.index))) parts.push({ start, end: match.index, line })
    const next = match.index + match[0].length + 1
    line += countLines(text, start, next)
    start = Math.min(next, text.length)
  }
  parts.push({ start, end: text.length, line })
  return parts
}

const holdsSomething = (text: string): boolean => text.split('\n').some((line) => CONTENT.test(line.trimStart()))

/** `undefined` where a tab stands in one of them. Lines of literal blocks are among them, and are skipped by who reads those. */
export const toLines = (text: string, start: number, end: number): readonly Line[] | undefined => {
  const lines: Line[] = []
  let at = start
  while (at < end) {
    const found = text.indexOf('\n', at)
    const stop = found === -1 || found > end ? end : found
    let first = at
    while (first < stop && text.charCodeAt(first) === 0x20) first += 1
    if (first < stop && text.charCodeAt(first) !== 0x23)
      lines.push({ indent: first - at, content: text.slice(first, stop), start: at, end: stop })
    at = stop + 1
  }
  return lines
}

/** A place between two offsets. */
export const positionOf = (file: string, text: string, [start, end]: readonly [number, number]): Position => {
  const lineBegin = (offset: number): number => text.lastIndexOf('\n', offset - 1) + 1
  const startLine = countLines(text, 0, start) + 1
  return {
    file,
    line: startLine,
    column: start - lineBegin(start) + 1,
    endLine: startLine + countLines(text, start, end),
    endColumn: end - lineBegin(end) + 1,
  }
}
