/** YAML line by line, for colours and for the indentation of the next line. A grammar would say more, and weighs a tenth of the editor. */
import { StreamLanguage, type StringStream } from '@codemirror/language'

interface Reading {
  /** The indentation of the line that began a text of several lines; -1 outside of one. */
  block: number
  /** How many braces and brackets are open. */
  depth: number
  /** The last line that is not empty. */
  line: string
}

const KEY = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#'"[\]{},&*!|>%@`][^#:[\]{},]*)(?=:(?:\s|$))/u
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/u
const BLOCK = /^[|>][-+\d]*(?=\s*(?:#|$))/u
const MARK = /^(?:---|\.\.\.)(?=\s|$)/u
const REFERENCE = /^[&*!][^\s,[\]{}]*/u
const PLAIN = /^[^\s#].*?(?=\s+#|\s*$)/u
const PLAIN_IN_BRACES = /^[^\s#,[\]{}][^,[\]{}]*/u
const NUMBER = /^-?\d+(?:\.\d+)?$/u
const CONSTANT = /^(?:true|false|null)$/u

const readPlain = (stream: StringStream, { depth }: Reading): string | null => {
  if (stream.match(depth === 0 ? PLAIN : PLAIN_IN_BRACES) === null) {
    stream.next()
    return null
  }
  const text = stream.current().trim()
  return NUMBER.test(text) ? 'number' : CONSTANT.test(text) ? 'bool' : 'content'
}

const readBracket = (stream: StringStream, reading: Reading): boolean => {
  if (stream.eat(/[[{]/u) !== undefined) reading.depth += 1
  else if (reading.depth > 0 && stream.eat(/[\]}]/u) !== undefined) reading.depth -= 1
  else return false
  return true
}

const readToken = (stream: StringStream, reading: Reading): string | null => {
  if (stream.sol()) reading.line = stream.string
  if (stream.sol() && reading.block >= 0) {
    if (stream.indentation() > reading.block) {
      stream.skipToEnd()
      return 'string'
    }
    reading.block = -1
  }
  if (stream.eatSpace()) return null
  if (stream.peek() === '#') {
    stream.skipToEnd()
    return 'comment'
  }
  if (stream.match(MARK) !== null || stream.match(/^[-?](?=\s|$)/u) !== null || stream.match(/^:(?=\s|$)/u) !== null)
    return null
  if (stream.match(KEY) !== null) return 'propertyName'
  if (stream.match(QUOTED) !== null) return 'string'
  if (stream.match(REFERENCE) !== null || readBracket(stream, reading)) return null
  if (stream.match(BLOCK) !== null) {
    reading.block = stream.indentation()
    return null
  }
  return readPlain(stream, reading)
}

/** What follows a key without a value stands further in; what follows a field of a list's item stands below it. */
export const indentAfter = (line: string, unit: number): number => {
  const [lead = '', blanks = '', dashes = ''] = /^(\s*)((?:- +)*)/u.exec(line) ?? []
  const rest = line
    .slice(lead.length)
    .replace(/\s+#.*$/u, '')
    .trimEnd()
  const isField = KEY.test(rest)
  const inside = isField ? lead.length : blanks.length
  return isField && /:(?:\s+[|>][-+\d]*)?$/u.test(rest) ? inside + unit : dashes === '' ? blanks.length : inside
}

export const yamlLanguage = StreamLanguage.define<Reading>({
  name: 'yaml',
  startState: () => ({ block: -1, depth: 0, line: '' }),
  token: readToken,
  indent: ({ line }, _after, { unit }) => indentAfter(line, unit),
  languageData: { commentTokens: { line: '#' } },
})
