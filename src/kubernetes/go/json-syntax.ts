/** What Go's decoder says of a text that is no JSON. @see encoding/json, scanner.go */

const END = 'unexpected end of JSON input'
const quote = (character: string): string => (character === "'" ? `'\\''` : character === '"' ? `'"'` : `'${character}'`)
/** Go looks at bytes, and shows the first of a letter's as if it were a letter. */
const firstByte = (character: string): string => String.fromCharCode(new TextEncoder().encode(character)[0] ?? 0)
const invalid = (character: string, context: string): string => `invalid character ${quote(firstByte(character))} ${context}`

/** A reader's place in the text, or what is wrong there. */
type Step = number | string

/** Go reads 10,000 levels; so many would not fit on the stack here. */
const MAX_DEPTH = 1000
const TOO_DEEP = 'exceeded max depth'

const skipSpace = (text: string, at: number): number => {
  let next = at
  while (/[ \t\r\n]/u.test(text[next] ?? '')) next += 1
  return next
}

/** The end of the text reads as a space, as in Go: within words and numbers it is that which does not fit. */
const letterAt = (text: string, at: number): string => text[at] ?? ' '

const readString = (text: string, at: number): Step => {
  for (let next = at + 1; next < text.length; next += 1) {
    const character = text[next] ?? ''
    if (character === '"') return next + 1
    if (character < ' ') return `invalid character ${JSON.stringify(character).replaceAll('"', "'")} in string literal`
    if (character !== '\\') continue
    const escaped = letterAt(text, next + 1)
    if (!'"\\/bfnrtu'.includes(escaped)) return invalid(escaped, 'in string escape code')
    next += 1
    const digits = escaped === 'u' ? (/^[\dA-Fa-f]{0,4}/u.exec(text.slice(next + 1))?.[0].length ?? 0) : 4
    if (digits < 4) return invalid(letterAt(text, next + 1 + digits), 'in \\u hexadecimal character escape')
  }
  return END
}

const readWord = (text: string, at: number, word: string): Step => {
  for (let index = 1; index < word.length; index += 1) {
    const character = letterAt(text, at + index)
    if (character !== word[index]) return invalid(character, `in literal ${word} (expecting ${quote(word[index] ?? '')})`)
  }
  return at + word.length
}

const digitsEnd = (text: string, at: number): number => at + (/^\d*/u.exec(text.slice(at))?.[0].length ?? 0)

const readNumber = (text: string, at: number): Step => {
  const first = text[at] === '-' ? at + 1 : at
  let end = text[first] === '0' ? first + 1 : digitsEnd(text, first)
  if (end === first) return invalid(letterAt(text, first), 'in numeric literal')
  if (text[end] === '.') {
    const fraction = digitsEnd(text, end + 1)
    if (fraction === end + 1) return invalid(letterAt(text, fraction), 'after decimal point in numeric literal')
    end = fraction
  }
  if (text[end] !== 'e' && text[end] !== 'E') return end
  const sign = /[+-]/u.test(text[end + 1] ?? '') ? end + 2 : end + 1
  const exponent = digitsEnd(text, sign)
  return exponent === sign ? invalid(letterAt(text, sign), 'in exponent of numeric literal') : exponent
}

interface Container {
  readonly close: string
  readonly after: string
  readonly item: (text: string, at: number, depth: number) => Step
}

const readContainer = (text: string, at: number, { close, after, item }: Container, depth: number): Step => {
  if (depth > MAX_DEPTH) return TOO_DEEP
  let next = skipSpace(text, at + 1)
  if (text[next] === close) return next + 1
  for (;;) {
    const end = item(text, next, depth)
    if (typeof end === 'string') return end
    next = skipSpace(text, end)
    const character = text[next]
    if (character === undefined) return END
    if (character === close) return next + 1
    if (character !== ',') return invalid(character, after)
    next = skipSpace(text, next + 1)
  }
}

const readMember = (text: string, at: number, depth: number): Step => {
  const character = text[at]
  if (character === undefined) return END
  if (character !== '"') return invalid(character, 'looking for beginning of object key string')
  const end = readString(text, at)
  if (typeof end === 'string') return end
  const colon = skipSpace(text, end)
  if (colon >= text.length) return END
  return text[colon] === ':' ? readValue(text, colon + 1, depth) : invalid(text[colon] ?? '', 'after object key')
}

const OBJECT: Container = { close: '}', after: 'after object key:value pair', item: readMember }
const ARRAY: Container = { close: ']', after: 'after array element', item: (text, at, depth) => readValue(text, at, depth) }
const WORDS: Readonly<Record<string, string>> = { t: 'true', f: 'false', n: 'null' }

const readValue = (text: string, from: number, depth: number): Step => {
  const at = skipSpace(text, from)
  const character = text[at]
  if (character === undefined) return END
  if (character === '{') return readContainer(text, at, OBJECT, depth + 1)
  if (character === '[') return readContainer(text, at, ARRAY, depth + 1)
  if (character === '"') return readString(text, at)
  if (/[-\d]/u.test(character)) return readNumber(text, at)
  const word = WORDS[character]
  return word === undefined ? invalid(character, 'looking for beginning of value') : readWord(text, at, word)
}

/** Undefined where the text is JSON. */
export const jsonSyntaxError = (text: string): string | undefined => {
  const end = readValue(text, 0, 0)
  if (typeof end === 'string') return end
  const rest = text[skipSpace(text, end)]
  return rest === undefined ? undefined : invalid(rest, 'after top-level value')
}

/** What Go's decoder calls the type of a value that does not fit. */
export const jsonTypeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array'
  return typeof value === 'boolean' ? 'bool' : value === null ? 'null' : typeof value
}
