/** @see https://www.rfc-editor.org/rfc/rfc4180 */

/** Rows of cells. Quoted cells may hold commas, line breaks and doubled quotes; empty lines are none. */
export const parseCsv = (text: string): readonly (readonly string[])[] => {
  const rows: string[][] = []
  let row: string[] = []
  const plain = text.replace(/^\ufeff/u, '')
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|\r|$)/gu
  for (const [, quoted, bare = '', end] of plain.matchAll(cell)) {
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}

/** A cell that begins like a formula is text for every spreadsheet once an apostrophe stands before it. */
const defuse = (cell: string): string => (/^[=+\-@\t\r]/u.test(cell) && !/^-?\d+(?:\.\d+)?$/u.test(cell) ? `'${cell}` : cell)

const quote = (cell: string): string => (/[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** One row with its line break. */
export const toCsvRow = (cells: readonly (string | number)[]): string =>
  `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quote(defuse(cell)))).join(',')}\r\n`
