/** Texts, and patterns of RE2. @see cel-go ext.Strings version 2; k8s.io/apiserver pkg/cel/library/regex.go */
import { RE2JS } from 're2js'
import { overload, type Overload } from '../overloads.ts'
import { EvaluationError, type Value } from '../values.ts'
import { formatText } from './format-text.ts'

const compilePattern = (pattern: string): RE2JS => {
  try {
    return RE2JS.compile(pattern)
  } catch (error) {
    throw new EvaluationError(error instanceof Error ? error.message : String(error))
  }
}

const outside = (index: bigint): EvaluationError => new EvaluationError(`index out of range: ${index}`)

const characterAt = (text: string, index: bigint): string => {
  const all = Array.from(text)
  if (index < 0n || index > BigInt(all.length)) throw outside(index)
  return all[Number(index)] ?? ''
}

const isAt = (all: readonly string[], wanted: readonly string[], at: number): boolean =>
  wanted.every((character, index) => all[at + index] === character)

const indexOf = (text: string, part: string, from = 0n): bigint => {
  const [all, wanted] = [Array.from(text), Array.from(part)]
  if (part === '') return from
  if (from < 0n || from > BigInt(all.length)) throw outside(from)
  for (let at = Number(from); at <= all.length - wanted.length; at += 1) if (isAt(all, wanted, at)) return BigInt(at)
  return -1n
}

const lastIndexOf = (text: string, part: string, from?: bigint): bigint => {
  const [all, wanted] = [Array.from(text), Array.from(part)]
  if (from !== undefined && (from < 0n || from > BigInt(all.length))) throw outside(from)
  if (part === '') return from ?? BigInt(all.length)
  const last = Math.min(Number(from ?? all.length), all.length - wanted.length)
  for (let at = last; at >= 0; at -= 1) if (isAt(all, wanted, at)) return BigInt(at)
  return -1n
}

const substring = (text: string, start: bigint, end?: bigint): string => {
  const all = Array.from(text)
  const last = end ?? BigInt(all.length)
  if (start > last) throw new EvaluationError(`invalid substring range. start: ${start}, end: ${last}`)
  if (start < 0n || start > BigInt(all.length)) throw outside(start)
  if (last < 0n || last > BigInt(all.length)) throw outside(last)
  return all.slice(Number(start), Number(last)).join('')
}

const replace = (text: string, from: string, to: string, limit = -1n): string => {
  const parts = from === '' ? ['', ...Array.from(text), ''] : text.split(from)
  const count = limit < 0n ? parts.length - 1 : Math.min(Number(limit), parts.length - 1)
  const head = parts.slice(0, count + 1).join(to)
  const rest = parts.slice(count + 1)
  return rest.length === 0 ? head : `${head}${from}${rest.join(from)}`
}

const split = (text: string, by: string, limit = -1n): readonly string[] => {
  if (limit === 0n) return []
  const parts = by === '' ? Array.from(text) : text.split(by)
  if (limit < 0n || parts.length <= limit) return parts
  const kept = Number(limit) - 1
  return [...parts.slice(0, kept), parts.slice(kept).join(by)]
}

/** Letters of ASCII alone have another case here. */
const lower = (text: string): string => text.replace(/[A-Z]/gu, (letter) => letter.toLowerCase())
const upper = (text: string): string => text.replace(/[a-z]/gu, (letter) => letter.toUpperCase())

/** What Unicode calls white space, which is not all that JavaScript does. */
const BLANK = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, 'gu')
const trim = (text: string): string => text.replace(ENDS, '')

const ESCAPES: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}
const quote = (text: string): string => `"${Array.from(text, (character) => ESCAPES[character] ?? character).join('')}"`

const findAll = (text: string, pattern: string, limit = -1n): readonly string[] => {
  const matcher = compilePattern(pattern).matcher(text)
  const found: string[] = []
  while ((limit < 0n || found.length < limit) && matcher.find()) found.push(matcher.group() ?? '')
  return found
}

const matches = (text: string, pattern: string): boolean => compilePattern(pattern).matcher(text).find()
const join = (items: readonly string[], by = ''): string => items.join(by)

export const STRINGS: readonly Overload[] = [
  overload('string::contains(string): bool', (text: string, part: string) => text.includes(part)),
  overload('string::startsWith(string): bool', (text: string, part: string) => text.startsWith(part)),
  overload('string::endsWith(string): bool', (text: string, part: string) => text.endsWith(part)),
  overload('string::matches(string): bool', matches),
  overload('matches(string, string): bool', matches),
  overload('string::find(string): string', (text: string, pattern: string) => findAll(text, pattern, 1n)[0] ?? ''),
  overload('string::findAll(string): list<string>', findAll),
  overload('string::findAll(string, int): list<string>', findAll),
  overload('string::charAt(int): string', characterAt),
  overload('string::indexOf(string): int', indexOf),
  overload('string::indexOf(string, int): int', indexOf),
  overload('string::lastIndexOf(string): int', lastIndexOf),
  overload('string::lastIndexOf(string, int): int', lastIndexOf),
  overload('string::substring(int): string', substring),
  overload('string::substring(int, int): string', substring),
  overload('string::replace(string, string): string', replace),
  overload('string::replace(string, string, int): string', replace),
  overload('string::split(string): list<string>', split),
  overload('string::split(string, int): list<string>', split),
  overload('string::lowerAscii(): string', lower),
  overload('string::upperAscii(): string', upper),
  overload('string::trim(): string', trim),
  overload('string::format(list<dyn>): string', (text: string, values: readonly Value[]) => formatText(text, values)),
  overload('strings.quote(string): string', quote),
  overload('list<string>::join(): string', join),
  overload('list<string>::join(string): string', join),
]
