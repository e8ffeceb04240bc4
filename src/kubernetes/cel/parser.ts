/** Reads expressions. @see cel-spec, "Syntax" */
import { tokenize, type Token } from './lexer.ts'
import { expandMacro } from './macros.ts'
import type { Expression, ListItem, MapEntry, Problem } from './syntax.ts'
import { EvaluationError, int, uint, type Value } from './values.ts'

const RESERVED = new Set(
  'as break const continue else false for function if import in let loop namespace null package return true var void while'.split(
    ' ',
  ),
)
const EXPECTED =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"
const OPERATORS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
]
const MAX_DEPTH = 200

class SyntaxProblem extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/** Where a reader stands among the tokens. */
interface Reader {
  readonly tokens: readonly Token[]
  index: number
  depth: number
}

const peek = ({ tokens, index }: Reader): Token => tokens[index] ?? { kind: 'end', text: '<EOF>', at: 0 }
const next = (reader: Reader): Token => {
  const token = peek(reader)
  reader.index += 1
  return token
}
const written = ({ quoted, text }: Token): string => quoted ?? text
const isSign = ({ kind, text }: Token, sign: string): boolean => (kind === 'sign' || sign === 'in') && text === sign

const take = (reader: Reader, sign: string): Token | undefined => (isSign(peek(reader), sign) ? next(reader) : undefined)

const mismatch = (token: Token, expected: string): SyntaxProblem =>
  new SyntaxProblem(token.at, `Syntax error: mismatched input '${written(token)}' expecting ${expected}`)

const STARTS: readonly string[] = ['[', '{', '(', '.', '-', '!']
const startsExpression = ({ kind, text }: Token): boolean =>
  kind === 'sign' ? STARTS.includes(text) : kind !== 'end' && text !== 'in'

/** Where an expression should begin: one token too many is passed over. */
const unstarted = (reader: Reader, token: Token): SyntaxProblem =>
  token.kind !== 'end' && startsExpression(peek(reader))
    ? new SyntaxProblem(token.at, `Syntax error: extraneous input '${written(token)}' expecting ${EXPECTED}`)
    : mismatch(token, EXPECTED)

/** Behind the expression: one token too many is passed over. */
const surplus = (reader: Reader, token: Token): SyntaxProblem =>
  reader.tokens[reader.index + 1]?.kind === 'end'
    ? new SyntaxProblem(token.at, `Syntax error: extraneous input '${written(token)}' expecting <EOF>`)
    : mismatch(token, '<EOF>')

const expect = (reader: Reader, sign: string): Token => {
  const token = take(reader, sign)
  if (token !== undefined) return token
  const at = peek(reader)
  if (at.kind === 'end') throw new SyntaxProblem(at.at, `Syntax error: missing '${sign}' at '<EOF>'`)
  throw mismatch(at, `'${sign}'`)
}

/** What stands between a sign that was read and the one that closes, with commas between; a last comma may follow. */
const readSeveral = <Item>(reader: Reader, close: string, readOne: () => Item): readonly Item[] => {
  const items: Item[] = []
  while (!isSign(peek(reader), close)) {
    items.push(readOne())
    if (take(reader, ',') === undefined) break
  }
  expect(reader, close)
  return items
}

const readNumber = ({ kind, text, at }: Token, isNegative: boolean): Value => {
  if (kind === 'double') return Number(text) * (isNegative ? -1 : 1)
  try {
    return kind === 'uint' ? uint(BigInt(text)) : int(isNegative ? -BigInt(text) : BigInt(text))
  } catch (error) {
    if (error instanceof EvaluationError) throw new SyntaxProblem(at, `invalid ${kind} literal`)
    throw error
  }
}

const bytesOf = (text: string, quoted: string): Uint8Array =>
  /\\[xX0-3]/u.test(quoted) ? Uint8Array.from(text, (character) => character.charCodeAt(0)) : new TextEncoder().encode(text)

const WORDS: Readonly<Record<string, Value>> = { true: true, false: false, null: null }

const readItem = (reader: Reader): ListItem => {
  const isOptional = take(reader, '?') !== undefined
  return { isOptional, value: readTernary(reader) }
}

const readEntry = (reader: Reader): MapEntry => {
  const { isOptional, value: key } = readItem(reader)
  expect(reader, ':')
  return { isOptional, key, value: readTernary(reader) }
}

const readArguments = (reader: Reader): readonly Expression[] => readSeveral(reader, ')', () => readTernary(reader))

const readName = (reader: Reader, token: Token): Expression => {
  const { text, at } = token
  if (text in WORDS) return { kind: 'literal', value: WORDS[text] ?? null, at }
  if (text === 'in' || text.startsWith('`')) throw mismatch(token, EXPECTED)
  if (RESERVED.has(text)) throw new SyntaxProblem(at, `reserved identifier: ${text}`)
  const open = take(reader, '(')
  if (open === undefined) return { kind: 'name', name: text, at }
  return expandOrThrow({ kind: 'call', name: text, arguments: readArguments(reader), at: open.at })
}

const expandOrThrow = (call: Extract<Expression, { kind: 'call' }>): Expression => {
  const expanded = expandMacro(call)
  if ('message' in expanded) throw new SyntaxProblem(expanded.at, expanded.message)
  return expanded
}

const readPrimary = (reader: Reader): Expression => {
  const token = next(reader)
  const { kind, text, at } = token
  if (kind === 'string') return { kind: 'literal', value: text, at }
  if (kind === 'bytes') return { kind: 'literal', value: bytesOf(text, token.quoted ?? ''), at }
  if (kind === 'int' || kind === 'uint' || kind === 'double') return { kind: 'literal', value: readNumber(token, false), at }
  if (kind === 'name') return readName(reader, token)
  if (text === '.') return readName(reader, next(reader))
  if (text === '[') return { kind: 'list', items: readSeveral(reader, ']', () => readItem(reader)), at }
  if (text === '{') return { kind: 'map', entries: readSeveral(reader, '}', () => readEntry(reader)), at }
  if (text !== '(') throw unstarted(reader, token)
  const inner = readTernary(reader)
  expect(reader, ')')
  return inner
}

const readMember = (reader: Reader, operand: Expression, at: number): Expression => {
  const isOptional = take(reader, '?') !== undefined
  const token = next(reader)
  if (token.kind !== 'name')
    throw new SyntaxProblem(token.at, `Syntax error: no viable alternative at input '.${written(token)}'`)
  const field = token.text.replaceAll('`', '')
  const open = isOptional ? undefined : take(reader, '(')
  if (open !== undefined)
    return expandOrThrow({ kind: 'call', name: field, target: operand, arguments: readArguments(reader), at: open.at })
  return { kind: 'select', operand, field, mode: isOptional ? 'optional' : 'value', at }
}

const readPostfix = (reader: Reader): Expression => {
  let read = readPrimary(reader)
  for (;;) {
    const dot = take(reader, '.')
    if (dot !== undefined) {
      read = readMember(reader, read, dot.at)
      continue
    }
    const open = take(reader, '[')
    if (open === undefined) return read
    const name = take(reader, '?') === undefined ? '_[_]' : '_[?_]'
    read = { kind: 'call', name, arguments: [read, readTernary(reader)], at: open.at }
    expect(reader, ']')
  }
}

const readUnary = (reader: Reader): Expression => {
  const token = peek(reader)
  const sign = token.text
  if (token.kind !== 'sign' || (sign !== '-' && sign !== '!')) return readPostfix(reader)
  next(reader)
  const operand = peek(reader)
  if (sign === '-' && (operand.kind === 'int' || operand.kind === 'double')) {
    next(reader)
    return { kind: 'literal', value: readNumber(operand, true), at: token.at }
  }
  return { kind: 'call', name: `${sign}_`, arguments: [readUnary(reader)], at: token.at }
}

const readBinary = (reader: Reader, level: number): Expression => {
  const signs = OPERATORS[level]
  if (signs === undefined) return readUnary(reader)
  let left = readBinary(reader, level + 1)
  for (;;) {
    const token = peek(reader)
    const sign = signs.find((one) => isSign(token, one))
    if (sign === undefined || token.kind === 'string') return left
    next(reader)
    const name = sign === 'in' ? '@in' : `_${sign}_`
    left = { kind: 'call', name, arguments: [left, readBinary(reader, level + 1)], at: token.at }
  }
}

function readTernary(reader: Reader): Expression {
  reader.depth += 1
  if (reader.depth > MAX_DEPTH) throw new SyntaxProblem(-1, `expression recursion limit exceeded: ${MAX_DEPTH}`)
  const condition = readBinary(reader, 0)
  const question = take(reader, '?')
  if (question !== undefined) {
    const yes = readBinary(reader, 0)
    expect(reader, ':')
    const no = readTernary(reader)
    reader.depth -= 1
    return { kind: 'call', name: '_?_:_', arguments: [condition, yes, no], at: question.at }
  }
  reader.depth -= 1
  return condition
}

type Parsed = { readonly expression: Expression } | { readonly problems: readonly Problem[] }

export const parseExpression = (text: string): Parsed => {
  const { tokens, problems } = tokenize(text)
  const reader: Reader = { tokens, index: 0, depth: 0 }
  try {
    const expression = readTernary(reader)
    const rest = peek(reader)
    if (rest.kind !== 'end') throw surplus(reader, rest)
    return problems.length > 0 ? { problems } : { expression }
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error
    return { problems: [...problems, { at: error.at, message: error.message }] }
  }
}
