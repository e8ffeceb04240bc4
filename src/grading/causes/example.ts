/** The smallest example of a cause, for its page: what is wrong, and what mends it. */
import type { DiffLine } from '../repair/diff-texts.ts'

/**
 * Lines as they are written in the catalogue: four blanks, the sign (`-` wrong, `+` right, blank for both), a blank, the text.
 * @example `example(\`\n    - a: 1\n    + a: 2\n  \`)`
 */
export const example = (text: string): readonly DiffLine[] =>
  text
    .split('\n')
    .slice(1, -1)
    .map((line) => {
      const sign = line[MARGIN]
      return { sign: sign === '-' || sign === '+' ? sign : ' ', text: line.slice(MARGIN + 2) }
    })

const MARGIN = 4

/** One side of an example: `-` what is wrong, `+` what is right. */
export const sideOf = (lines: readonly DiffLine[], side: '-' | '+'): string =>
  lines
    .filter(({ sign }) => sign === ' ' || sign === side)
    .map(({ text }) => `${text}\n`)
    .join('')
