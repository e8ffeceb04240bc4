/** How a shell says that it could not read a script. */
import type { Speaker } from './complaints.ts'

/** Names of tokens, as the parser has them, that are not the token's own letters. */
const TOKENS: Readonly<Record<string, string>> = {
  SEMICOLON: ';',
  DSEMI: ';;',
  NEWLINE: 'newline',
  PIPE: '|',
  AMP: '&',
  AND_AND: '&&',
  OR_OR: '||',
  LPAREN: '(',
  RPAREN: ')',
  LBRACE: '{',
  RBRACE: '}',
  DBRACK_END: ']]',
}

/** Words of the language; others are a name, a number and so on. */
const RESERVED: ReadonlySet<string> = new Set(
  'if then else elif fi do done case esac while until for in function select time { }'.split(' '),
)

interface Unread {
  /** In the whole text, from 1. */
  readonly line: number
  readonly column: number
  /** Undefined: the text's end. */
  readonly token: string | undefined
  readonly expected: string | undefined
}

const WHERE = /^syntax error: Parse error at (?<line>\d+):(?<column>\d+): (?<what>.*)$/su
const UNEXPECTED = /^syntax error near unexpected token `(?<token>.*)'$/su
const WANTED = /^Expected (?<expected>\S+), got (?<got>\S+)$/u
const UNMATCHED = /unexpected EOF while looking for matching [`'"](?<quote>.)'/u

const nameOf = (token: string): string => TOKENS[token] ?? token.toLowerCase()

/** What stands at a place of the script: a word or an operator. */
const tokenAt = (text: string, line: number, column: number): string | undefined =>
  /^\s*(?<token>[^\s;&|()<>]+|;;|&&|\|\||[;&|()<>])/u.exec(text.split('\n')[line - 1]?.slice(column - 1) ?? '')?.groups?.[
    'token'
  ]

/** Whether a place is behind all that was written. */
const isEnd = (text: string, line: number, column: number): boolean => {
  const lines = text.split('\n')
  return line > lines.length || (line === lines.length && column > (lines.at(-1) ?? '').trimEnd().length)
}

const readWanted = (
  text: string,
  line: number,
  column: number,
  what: string,
): Pick<Unread, 'token' | 'expected'> | undefined => {
  const near = UNEXPECTED.exec(what)?.groups?.['token']
  // A body that never came is told by the word that would end it.
  if (near !== undefined)
    return isEnd(text, line, column) && RESERVED.has(near)
      ? { token: undefined, expected: near }
      : { token: near, expected: undefined }
  const { expected, got } = WANTED.exec(what)?.groups ?? {}
  if (expected === undefined || got === undefined) return undefined
  if (got === 'EOF') return { token: undefined, expected: nameOf(expected) }
  const token = TOKENS[got] ?? tokenAt(text, line, column) ?? nameOf(got)
  return { token, expected: /\w/u.test(token) ? nameOf(expected) : undefined }
}

const read = (said: string, { text, firstLine }: Speaker, before: number): Unread | undefined => {
  const { line: at = '', column: from = '', what = '' } = WHERE.exec(said)?.groups ?? {}
  // The parser says of some tokens only that they are in the text.
  const line = Math.max(1, Number(at) - before)
  const column = Number(from)
  const wanted = readWanted(text, line, column, what)
  return wanted === undefined ? undefined : { line: line + firstLine - 1, column, ...wanted }
}

const quoted = (token: string): string => {
  if (token === 'newline') return token
  return /\w/u.test(token) && !RESERVED.has(token) ? 'word' : `"${token}"`
}

const expecting = ({ expected }: Unread): string => (expected === undefined ? '' : ` (expecting "${expected}")`)

const lastLine = ({ text, firstLine }: Speaker): number => firstLine + text.replace(/\n+$/u, '').split('\n').length - 1

/** A quote that does not end. */
function unmatched(speaker: Speaker, quote: string): string {
  const line = lastLine(speaker)
  if (speaker.dialect === 'bash') {
    const where = speaker.isSession ? '' : `-c: line ${quote === ')' ? line + 1 : line}: `
    return `bash: ${where}unexpected EOF while looking for matching \`${quote}'`
  }
  const words: Readonly<Record<string, string>> = {
    '`': 'EOF in backquote substitution',
    ')': speaker.dialect === 'dash' ? 'end of file unexpected (expecting ")")' : 'unexpected end of file (expecting ")")',
  }
  const isDash = speaker.dialect === 'dash'
  const told = words[quote] ?? `${isDash ? 'U' : 'u'}nterminated quoted string`
  return isDash ? `sh: ${line}: Syntax error: ${told}` : `sh: syntax error: ${told}`
}

const inBash = ({ isSession, text, firstLine }: Speaker, unread: Unread): string => {
  const where = (line: number): string => (isSession ? 'bash: ' : `bash: -c: line ${line}: `)
  if (unread.token === undefined) return `${where(text.split('\n').length + firstLine)}syntax error: unexpected end of file`
  const shown = text.split('\n')[unread.line - firstLine] ?? ''
  const near = `${where(unread.line)}syntax error near unexpected token \`${unread.token}'`
  return isSession ? near : `${near}\n${where(unread.line)}\`${shown}'`
}

/** The whole complaint, where what was said is that a text could not be read. */
export function syntaxError(speaker: Speaker, said: string): string | undefined {
  const quote = UNMATCHED.exec(said)?.groups?.['quote']
  if (quote !== undefined) return unmatched(speaker, quote)
  if (!WHERE.test(said)) return undefined
  const unread = read(said, speaker, speaker.linesBefore)
  if (unread === undefined) return undefined
  if (speaker.dialect === 'bash') return inBash(speaker, unread)
  const token = unread.token === undefined ? 'end of file' : quoted(unread.token)
  return speaker.dialect === 'dash'
    ? `sh: ${Math.min(unread.line, lastLine(speaker))}: Syntax error: ${token} unexpected${expecting(unread)}`
    : `sh: syntax error: unexpected ${token}${expecting(unread)}`
}
