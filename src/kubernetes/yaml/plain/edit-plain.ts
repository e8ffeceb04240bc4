/** Changes fields in a plain text of manifests. All that is not changed stays as it was written, with its comments. */
import { parsePath, setPath, type PathStep } from '../../field-path.ts'
import { ITEM, keyOf, KEY, readPlainDocuments } from './read-plain.ts'
import { withoutComment } from './scalars.ts'
import { writePlain } from './write-plain.ts'

/** A field, as its path in Kubernetes notation, and what it shall be. */
export interface FieldEdit {
  readonly path: string
  /** Undefined removes the field. */
  readonly value: unknown
}

/** Thrown, and caught here, where it is not plain how the text has to be changed. */
class NotPlain extends Error {}

/** Rows of a mapping or a list, the last one not among them; the first may begin behind a dash. */
interface Block {
  readonly from: number
  readonly to: number
  /** Letters before its fields or its dashes. */
  readonly indent: number
}

type Rows = readonly string[]

const WRITTEN = { indentsLists: true, singleQuotes: true } as const

const indentOf = (row: string): number => row.search(/\S|$/u)
const isContent = (row: string): boolean => /^\s*[^\s#]/u.test(row)
const rowAt = (rows: Rows, index: number): string => rows[index] ?? ''

/** A row whose field or item begins there: as far left as the others, or behind the dash of the item that they are the fields of. */
const beginsAt = (rows: Rows, { from, indent }: Block, index: number): boolean =>
  index === from || (isContent(rowAt(rows, index)) && indentOf(rowAt(rows, index)) === indent)

/** The rows from one to the next that stands as far left; comments and empty rows behind them belong to nobody. */
const partAt = (rows: Rows, block: Block, at: number): Block => {
  const isItem = ITEM.test(rowAt(rows, at).slice(block.indent))
  let to = at + 1
  while (to < block.to) {
    const row = rowAt(rows, to)
    // Items may stand as far left as the key of their list.
    const isOwn = indentOf(row) > block.indent || (!isItem && indentOf(row) === block.indent && ITEM.test(row.trimStart()))
    if (isContent(row) && !isOwn) break
    to += 1
  }
  while (
    to > at + 1 &&
    (rowAt(rows, to - 1).trim() === '' || (!isContent(rowAt(rows, to - 1)) && indentOf(rowAt(rows, to - 1)) <= block.indent))
  )
    to -= 1
  return { from: at, to, indent: block.indent }
}

/** A field or an item of the block. */
const find = (rows: Rows, block: Block, step: PathStep): Block | undefined => {
  let items = 0
  for (let at = block.from; at < block.to; at += 1) {
    if (!beginsAt(rows, block, at)) continue
    const content = rowAt(rows, at).slice(block.indent)
    const key = KEY.exec(content)
    const isIt = typeof step === 'number' ? ITEM.test(content) && items++ === step : key !== null && keyOf(key) === step
    if (isIt) return partAt(rows, block, at)
  }
  return undefined
}

/** What a field or an item holds, where it is a mapping or a list in rows of its own. */
const inside = (rows: Rows, part: Block): Block => {
  const content = rowAt(rows, part.from).slice(part.indent)
  const mark = (KEY.exec(content) ?? ITEM.exec(content))?.[0] ?? ''
  const rest = withoutComment(content.slice(mark.length))
  if (KEY.exec(content) === null && KEY.test(content.slice(mark.length))) return { ...part, indent: part.indent + mark.length }
  const first = rows.slice(part.from + 1, part.to).findIndex(isContent)
  if (rest === undefined || (rest !== '' && !rest.startsWith('#')) || first === -1) throw new NotPlain()
  const from = part.from + 1 + first
  return { from, to: part.to, indent: indentOf(rowAt(rows, from)) }
}

/** The value as rows of a field or an item that begins at the indentation. */
const written = (step: PathStep, value: unknown, indent: number): Rows => {
  const text = writePlain(typeof step === 'number' ? [value] : { [step]: value }, WRITTEN)
  if (text === undefined) throw new NotPlain()
  const lines = text.slice(0, -1).split('\n')
  return lines.map((line) => (line === '' ? '' : `${' '.repeat(indent)}${line}`))
}

/** The row with what stood before the field, such as the dash of its item. */
const behind = (rows: Rows, { from, indent }: Block, row: string): string =>
  rowAt(rows, from).slice(0, indent) + row.slice(indent)

const commentOf = (row: string): string => {
  const bare = withoutComment(row)
  return bare === undefined || bare.length === row.trimEnd().length ? '' : row.slice(bare.length)
}

const replace = (rows: Rows, part: Block, [first = '', ...rest]: Rows): Rows => [
  ...rows.slice(0, part.from),
  behind(rows, part, first) + (rest.length === 0 ? commentOf(rowAt(rows, part.from)) : ''),
  ...rest,
  ...rows.slice(part.to),
]

/** The next field stands behind the dash then. */
const remove = (rows: Rows, block: Block, part: Block): Rows => {
  const left = [...rows.slice(0, part.from), ...rows.slice(part.to)]
  const isFirst = part.from === block.from
  if (isFirst && (part.to >= block.to || !isContent(rowAt(rows, part.to)))) throw new NotPlain()
  return isFirst ? left.map((row, index) => (index === part.from ? behind(rows, part, row) : row)) : left
}

const lastContent = (rows: Rows, { from, to }: Block): number => {
  let last = to
  while (last > from + 1 && rowAt(rows, last - 1).trim() === '') last -= 1
  return last
}

const edit = (rows: Rows, whole: Block, { path, value }: FieldEdit): Rows => {
  const steps = parsePath(path)
  let block = whole
  for (const [index, step] of steps.entries()) {
    const isLast = index === steps.length - 1
    const part = find(rows, block, step)
    if (part === undefined) {
      if (value === undefined) return rows
      const nested = steps
        .slice(index + 1)
        .reduceRight((item, one) => (typeof one === 'number' ? [item] : { [one]: item }), value)
      const at = lastContent(rows, block)
      return [...rows.slice(0, at), ...written(step, nested, block.indent), ...rows.slice(at)]
    }
    if (isLast) return value === undefined ? remove(rows, block, part) : replace(rows, part, written(step, value, block.indent))
    block = inside(rows, part)
  }
  return rows
}

/** Documents one after another, each with what it says. */
const valuesIn = (text: string): readonly unknown[] | undefined => readPlainDocuments(text)?.map(({ value }) => value)

/** The text with the fields of one of its documents changed; undefined where the whole reader has to do it. */
export const editPlain = (text: string, document: number, edits: readonly FieldEdit[]): string | undefined => {
  const part = readPlainDocuments(text)?.[document]
  if (part === undefined) return undefined
  const before = text.slice(0, part.start)
  const after = text.slice(part.end)
  try {
    let rows: Rows = text.slice(part.start, part.end).split('\n')
    for (const one of edits) {
      const from = rows.findIndex(isContent)
      rows = edit(rows, { from, to: rows.length, indent: 0 }, one)
    }
    const edited = before + rows.join('\n') + after
    const wanted = edits.reduce<unknown>((value, one) => setPath(value, parsePath(one.path), one.value), part.value)
    const expected = valuesIn(text)?.map((value, index) => (index === document ? wanted : value))
    return JSON.stringify(valuesIn(edited)) === JSON.stringify(expected) ? edited : undefined
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}
