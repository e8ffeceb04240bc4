/** Values that stand on one line: what they mean where that is plain, and `undefined` where a whole YAML reader has to say. */
import { askReader, type Scalar } from './ask-reader.ts'
import { readFlow } from './flow.ts'

const WORDS = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'])
const LETTER_OR_SLASH = /^[A-Za-z/]/u
/** The same for every reader of YAML. */
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])
/** Addresses, blocks of them, versions, quantities. */
const TEXT_OF_DIGITS = /^[1-9]\d*(?:(?:\.\d+){2,}(?:\/\d+)?|m|s|[KMG]i?)$/u
const WHOLE = /^(?:0|-?[1-9]\d{0,14})$/u
/** A blank before `#` begins a comment; `: ` would begin a value inside of the value. */
const PLAIN = /^[A-Za-z0-9/._+~$()^?:;-][^#:\t]*(?:[#:](?=[^\s#:])[^#:\t]*)*$/u
const INDICATOR = /^(?:[-?:](?:\s|$)|---|\.\.\.)/u
const SINGLE = /^'((?:[^']|'')*)'$/u
const DOUBLE = /^"((?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*)"$/u
/** Anchors, aliases, tags, merges, comments and keys that stand twice are left to the whole reader. */
const PLAIN_FLOW = /^[[{][^&*!<#%@`|>\t]*[\]}]$/u

/** `e1`, which the library takes for a number. */
const EXPONENT = /^-*[eE][-+]?\d/u
const OPTION = /^--?[A-Za-z]/u
/** `--port=80`. */
const isOption = (text: string): boolean => OPTION.test(text) && !EXPONENT.test(text)

/** A text without quotes. */
export const readPlain = (text: string): Scalar | undefined => {
  if (!PLAIN.test(text) || INDICATOR.test(text)) return undefined
  const constant = CONSTANTS.get(text)
  if (constant !== undefined) return { value: constant }
  if (LETTER_OR_SLASH.test(text)) return WORDS.has(text.toLowerCase()) ? askReader(text) : { value: text }
  if (TEXT_OF_DIGITS.test(text) || isOption(text)) return { value: text }
  return WHOLE.test(text) ? { value: Number(text) } : askReader(text)
}

/** True where every reader of YAML takes a text that needs no quotes for a text. */
export const isPlainText = (text: string): boolean =>
  TEXT_OF_DIGITS.test(text) ||
  isOption(text) ||
  (LETTER_OR_SLASH.test(text) && !WORDS.has(text.toLowerCase()) && !EXPONENT.test(text))

const readDouble = (text: string): Scalar | undefined => {
  if (!DOUBLE.test(text)) return undefined
  return { value: text.includes('\\') ? (JSON.parse(text) as unknown) : text.slice(1, -1) }
}

const readBraces = (text: string): Scalar | undefined => {
  const plain = readFlow(text, readPlain)
  if (plain !== undefined) return plain
  const read = PLAIN_FLOW.test(text) ? askReader(text) : undefined
  // A value that is remembered is not shared: who reads a document may change its copy.
  return read === undefined ? undefined : { value: structuredClone(read.value) }
}

/** What stands behind `key:` or `-`, without its comment. */
export const readValue = (text: string): Scalar | undefined => {
  switch (text.charCodeAt(0)) {
    case 0x27:
      return SINGLE.test(text) ? { value: text.slice(1, -1).replaceAll("''", "'") } : undefined
    case 0x22:
      return readDouble(text)
    case 0x5b:
    case 0x7b:
      return readBraces(text)
    default:
      return readPlain(text)
  }
}

/** Without the comment at its end. A `#` in quotes or brackets, where it may be text, gives `undefined`. */
export const withoutComment = (text: string): string | undefined => {
  const at = text.indexOf(' #')
  if (at === -1) return text.trimEnd()
  return /["'[{]/u.test(text) ? undefined : text.slice(0, at).trimEnd()
}
