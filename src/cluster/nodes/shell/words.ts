/** How a shell's words and output are written. */

/** A word that a shell reads as it stands. */
export const quoteWord = (word: string): string =>
  /^[\w./:=@%+,-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

export const toBytes = (letters: string): Uint8Array => Uint8Array.from(letters, (letter) => letter.charCodeAt(0))

/** The shell hands bytes over as letters below 256 where a text is none of plain ASCII. Undefined: the bytes are no text. */
export const toText = (text: string): string | undefined => {
  if (!/[\u0080-\u00FF]/u.test(text) || /[^\u0000-\u00FF]/u.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(toBytes(text))
  } catch {
    return undefined
  }
}
