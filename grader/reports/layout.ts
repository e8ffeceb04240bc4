/** Columns, widths and colours of reports on a terminal. */
import { displayWidth } from '../terminal/display-width.ts'

export interface Style {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
  /** Columns that rows of tables are broken to; absent where the result goes elsewhere, and rows stay whole. */
  readonly tableWidth?: number
}

export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - displayWidth(text)))

const CODES = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const

export const paint = (style: Style, how: keyof typeof CODES, text: string): string =>
  style.color && text !== '' ? `\u001b[${CODES[how]}m${text}\u001b[0m` : text

/** Breaks a sentence into lines; words that are longer than a line stay whole. */
export const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}

const GAP = 2

/** No column gets narrower than this for the sake of others. */
const NARROWEST = 16

/** Columns of the widest cells, narrowed until the rows fit, but never below their longest word. */
const narrow = (rows: readonly (readonly string[])[], widths: readonly number[], limit: number): readonly number[] => {
  const longestWord = (column: number): number =>
    Math.max(NARROWEST, ...rows.flatMap((row) => (row[column] ?? '').split(' ').map(displayWidth)))
  const fitted = [...widths]
  // One after the other, the widest first: most tables have one column of sentences.
  const order = [...widths.keys()].toSorted((one, other) => (widths[other] ?? 0) - (widths[one] ?? 0))
  for (const column of order) {
    const over = fitted.reduce((sum, width) => sum + width + GAP, -GAP) - limit
    if (over <= 0) break
    const width = fitted[column] ?? 0
    fitted[column] = Math.min(width, Math.max(longestWord(column), width - over))
  }
  return fitted
}

/** Rows of cells, aligned column by column. Where a width is given, cells are broken into lines so that rows fit into it. */
export const alignColumns = (rows: readonly (readonly string[])[], limit = Infinity): readonly string[] => {
  const widest: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widest[index] = Math.max(widest[index] ?? 0, displayWidth(cell))
  const widths = narrow(rows, widest, limit)
  return rows.flatMap((row) => {
    const cells = row.map((cell, index) =>
      displayWidth(cell) > (widths[index] ?? 0) ? wrap(cell, widths[index] ?? 0) : [cell],
    )
    const height = Math.max(1, ...cells.map(({ length }) => length))
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, index) => pad(lines[line] ?? '', widths[index] ?? 0))
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
  })
}
