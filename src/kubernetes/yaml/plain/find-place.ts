/** Where a part of a plain document stands, without reading what is not on the way there. */
import type { PathStep } from '../../field-path.ts'
import type { Line } from './lines.ts'
import { BLOCK, ITEM, keyOf, KEY } from './read-plain.ts'
import { withoutComment } from './scalars.ts'

/** Offsets of the first letter, and behind the last. */
export type Range = readonly [number, number]

/** Lines of a mapping or a list; the first one's begin may stand behind a dash. */
type Block = readonly Line[]

interface Found {
  /** Undefined where it is not plain to see. */
  readonly range: Range | undefined
  /** The mapping or list that was found. Empty where there is none: a text, a number, nothing. */
  readonly block: Block
  /** True where there is one in braces or brackets. */
  readonly isFlow: boolean
}

const FULL_FLOW = /^(?:\[ *[^ \]]|\{ *[^ }])/u

const startOf = ({ start, indent }: Line): number => start + indent

/** The line without what stands before its value. */
const behind = (line: Line, mark: RegExp): Line => {
  const width = mark.exec(line.content)?.[0].length ?? 0
  return { ...line, indent: line.indent + width, content: line.content.slice(width) }
}

/** What the line holds of a value, without a comment; empty where nothing. */
const textOf = ({ content }: Line): string => {
  const text = withoutComment(content) ?? ''
  return text.startsWith('#') ? '' : text
}

const isKey = ({ content }: Line): boolean => KEY.test(content)
const isItem = ({ content }: Line): boolean => ITEM.test(content)

/** A block, behind the break of its last line. No end is plain to see where that line is a literal block's, or holds no value. */
const rangeOf = (block: Block): Range | undefined => {
  const [first] = block
  let literal = Number.POSITIVE_INFINITY
  let end: number | undefined
  for (const line of block) {
    if (line.indent > literal) continue
    const text = textOf(behind(behind(line, ITEM), KEY))
    literal = BLOCK.test(text) ? line.indent : Number.POSITIVE_INFINITY
    end = text === '' || BLOCK.test(text) ? undefined : line.end + 1
  }
  return first === undefined || end === undefined ? undefined : [startOf(first), end]
}

/** The lines from one to the next one that begins a field or an item beside it. */
const partFrom = (block: Block, at: number, isNext: (line: Line) => boolean): Block => {
  const length = block.slice(at + 1).findIndex(isNext)
  return block.slice(at, length === -1 ? undefined : at + 1 + length)
}

const findItem = (block: Block, indent: number, step: PathStep): Found | undefined => {
  const isNext = (line: Line): boolean => line.indent === indent && isItem(line)
  const starts = block.flatMap((line, index) => (isNext(line) ? [index] : []))
  const at = typeof step === 'number' ? starts[step] : undefined
  const [first, ...rest] = at === undefined ? [] : partFrom(block, at, isNext)
  if (first === undefined) return undefined
  const value = behind(first, ITEM)
  const text = textOf(value)
  if (isKey(value)) return foundBlock([value, ...rest])
  if (text === '') return foundBlock(rest)
  const start = startOf(value)
  return { range: BLOCK.test(text) ? undefined : [start, start + text.length], block: [], isFlow: FULL_FLOW.test(text) }
}

const foundBlock = (block: Block): Found => ({ range: rangeOf(block), block, isFlow: false })

const findField = (block: Block, indent: number, step: PathStep): Found | undefined => {
  const isNext = (line: Line): boolean => line.indent === indent && isKey(line)
  const at = block.findIndex((line) => {
    const match = isNext(line) ? KEY.exec(line.content) : null
    return match !== null && keyOf(match) === String(step)
  })
  const [first, ...rest] = at === -1 ? [] : partFrom(block, at, isNext)
  if (first === undefined) return undefined
  const text = textOf(behind(first, KEY))
  const start = startOf(first)
  const end = start + (KEY.exec(first.content)?.[0].trimEnd().length ?? 0) - ':'.length
  return { range: [start, end], block: text === '' ? rest : [], isFlow: FULL_FLOW.test(text) }
}

/** Comments and empty lines behind a block may belong to it. */
const HOLDS_NOTHING = / *(?:#|$)/muy

const isClear = ({ text, end }: Document, [, at]: Range): boolean => {
  HOLDS_NOTHING.lastIndex = at
  return at >= end || text[at - 1] !== '\n' || !HOLDS_NOTHING.test(text)
}

interface Document {
  /** The whole file's. */
  readonly text: string
  readonly lines: readonly Line[]
  /** Offset of the document's end. */
  readonly end: number
}

/** The nearest parent that exists where the steps lead to nothing; undefined where the whole reader has to say. */
export const findPlace = (document: Document, steps: readonly PathStep[]): Range | undefined => {
  let found = foundBlock(document.lines)
  for (const step of steps) {
    if (found.isFlow) return undefined
    const [first] = found.block
    const inside = first === undefined ? undefined : (isItem(first) ? findItem : findField)(found.block, first.indent, step)
    if (inside === undefined) break
    found = inside
  }
  const { range } = found
  if (range === undefined || !isClear(document, range)) return undefined
  // No line break need stand behind the last line.
  return [range[0], Math.min(range[1], document.end)]
}
