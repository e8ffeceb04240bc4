/** How wide text gets, without a browser: widths are upper bounds of the fonts in `DRAWING_STYLE`, so that boxes fit their text. */

/** The type scale of all drawings: `h` names of things, `t` text, `n` notes, `m` what machines write (addresses, paths). */
export type TextStyle = 'h' | 't' | 'n' | 'm'

interface Type {
  readonly size: number
  /** From one baseline to the next. */
  readonly leading: number
  readonly isMono: boolean
  /** Bold letters are wider. */
  readonly weight: number
}

export const TYPES: Readonly<Record<TextStyle, Type>> = {
  h: { size: 14, leading: 20, isMono: false, weight: 1.06 },
  t: { size: 13, leading: 19, isMono: false, weight: 1 },
  n: { size: 12, leading: 17, isMono: false, weight: 1 },
  m: { size: 12, leading: 17, isMono: true, weight: 1 },
}

/** Hangul and other letters that fill a square. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u
const MONO = 0.605

/** Widths of letters of sans-serif fonts, in ems: the widest of those that systems bring. */
const SANS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[iljI.,:;'’|![\]()·]/u, 0.4],
  [/[ ft/r-]/u, 0.43],
  [/[mwMW@%→←↩]/u, 1],
  [/[A-Z]/u, 0.72],
]

const LETTER = 0.62

const emsOf = (letter: string): number => {
  if (WIDE.test(letter)) return 1
  return SANS.find(([letters]) => letters.test(letter))?.[1] ?? LETTER
}

/** In pixels of the drawing, rounded up. */
export const textWidth = (text: string, style: TextStyle): number => {
  const { size, isMono, weight } = TYPES[style]
  let ems = 0
  for (const letter of text)
    ems += isMono ? (WIDE.test(letter) ? 1 : letter === '→' || letter === '…' ? 1 : MONO) : emsOf(letter) * weight
  return Math.ceil(ems * size)
}

/** Where a text that is too long may be broken: at spaces, and behind what separates the parts of names and addresses. */
const PIECES = /[^\s./,:;=\-]*[./,:;=\-]*\s*/gu

/** Lines no wider than that; a piece that is wider all the same is broken between letters. */
export const wrapText = (text: string, style: TextStyle, width: number): readonly string[] => {
  if (textWidth(text, style) <= width) return [text]
  const words = text.split(/(?<=\s)/u)
  return pack(
    words.flatMap((word) => (textWidth(word.trimEnd(), style) <= width ? [word] : breakWord(word, style, width))),
    {
      style,
      width,
    },
  )
}

const breakWord = (word: string, style: TextStyle, width: number): readonly string[] =>
  (word.match(PIECES) ?? [])
    .filter((piece) => piece !== '')
    .flatMap((piece) => (textWidth(piece, style) <= width ? [piece] : Array.from(piece)))

const pack = (
  pieces: readonly string[],
  { style, width }: { readonly style: TextStyle; readonly width: number },
): readonly string[] => {
  const lines: string[] = []
  let line = ''
  for (const piece of pieces) {
    if (line !== '' && textWidth((line + piece).trimEnd(), style) > width) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  return line === '' ? lines : [...lines, line.trimEnd()]
}
