/** Columns, widths and colours of reports on a terminal. */

export interface Style {
  readonly color: boolean
  /** Columns of the terminal. */
  readonly width: number
}

/** Hangul and other East Asian letters take two columns. */
export const displayWidth = (text: string): number =>
  Array.from(text).reduce(
    (sum, letter) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(letter) ? 2 : 1),
    0,
  )

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

/** Rows of cells, aligned column by column. */
export const alignColumns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, displayWidth(cell))
  return rows.map((row) =>
    row
      .map((cell, index) => pad(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
