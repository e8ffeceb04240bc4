/** Cuts an expression into tokens. @see cel-spec, "Syntax" */
import type { Problem } from './syntax.ts'

type TokenKind = 'name' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'sign' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** As written; of strings and bytes what they mean. */
  readonly text: string
  readonly at: number
  readonly quoted?: string
}

const BLANK = /(?:\s|\/\/[^\n]*)+/uy
const QUOTED =
  /([bB][rR]?|[rR][bB]?)?("""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\n\r])*"|'(?:\\.|[^'\\\n\r])*')/uy
const RAW = /([bB]?[rR][bB]?)("""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n\r]*"|'[^'\n\r]*')/uy
const DOUBLE = /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?/uy
const WHOLE = /(0[xX][0-9a-fA-F]+|\d+)([uU])?/uy
const NAME = /[A-Za-z_]\w*|`[\w.\-/ ]+`/uy
const SIGN = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}]/uy

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

/** Bytes above 127 that a text of bytes writes with `\x` or in octal stand for themselves. */
const unescape = (text: string): string =>
  text.replaceAll(/\\(?:[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2}|[\s\S])/gu, (escaped) => {
    const [, first = '', ...rest] = escaped
    if (rest.length === 0) return SIMPLE[first] ?? first
    const isOctal = /\d/u.test(first)
    return String.fromCodePoint(Number.parseInt(isOctal ? first + rest.join('') : rest.join(''), isOctal ? 8 : 16))
  })

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const inner = (quoted: string): string => {
  const length = /^(?:"""|''')/u.test(quoted) && quoted.length >= 6 ? 3 : 1
  return quoted.slice(length, -length)
}

const readQuoted = (text: string, at: number): Token | undefined => {
  const raw = matchAt(RAW, text, at)
  const match = raw ?? matchAt(QUOTED, text, at)
  if (match === null) return undefined
  const [quoted, prefix = '', body = ''] = match
  const content = inner(body)
  return {
    kind: /b/iu.test(prefix) ? 'bytes' : 'string',
    text: raw === null ? unescape(content) : content,
    at,
    quoted,
  }
}

const readToken = (text: string, at: number): Token | undefined => {
  const quoted = readQuoted(text, at)
  if (quoted !== undefined) return quoted
  const double = matchAt(DOUBLE, text, at)
  if (double !== null) return { kind: 'double', text: double[0], at }
  const whole = matchAt(WHOLE, text, at)
  if (whole !== null) return { kind: whole[2] === undefined ? 'int' : 'uint', text: whole[1] ?? '', at, quoted: whole[0] }
  const name = matchAt(NAME, text, at)
  if (name !== null) return { kind: 'name', text: name[0], at }
  const sign = matchAt(SIGN, text, at)
  return sign === null ? undefined : { kind: 'sign', text: sign[0], at }
}

/** All tokens, the last one the end; what is none is a problem, and left out. */
export const tokenize = (text: string): { readonly tokens: readonly Token[]; readonly problems: readonly Problem[] } => {
  const tokens: Token[] = []
  const problems: Problem[] = []
  let at = 0
  while (at < text.length) {
    const blank = matchAt(BLANK, text, at)
    if (blank !== null) {
      at += blank[0].length
      continue
    }
    const token = readToken(text, at)
    if (token === undefined) problems.push({ at, message: `Syntax error: token recognition error at: '${text[at] ?? ''}'` })
    else tokens.push(token)
    at += token === undefined ? 1 : (token.quoted ?? token.text).length
  }
  return { tokens: [...tokens, { kind: 'end', text: '<EOF>', at: text.length }], problems }
}
