const ESCAPE = String.fromCodePoint(27)
const COLOR = new RegExp(`${ESCAPE}\\[\\d*m`, 'gu')

/** Hangul and other East Asian letters take two columns, colours none. */
export const displayWidth = (text: string): number =>
  Array.from(text.replaceAll(COLOR, '')).reduce(
    (sum, letter) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(letter) ? 2 : 1),
    0,
  )
