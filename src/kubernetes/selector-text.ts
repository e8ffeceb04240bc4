/** Label selectors as texts: `kubectl -l 'app=web,tier in (a,b),!old'`. Refusals in the API server's words. @see k8s.io/apimachinery pkg/labels, v1.34 */
import type { Requirement } from './labels.ts'
import { labelValue, qualifiedName } from './validation/names.ts'

export type ParsedSelector =
  { readonly ok: true; readonly requirements: readonly Requirement[] } | { readonly ok: false; readonly message: string }

/** What is wrong with a text; caught where reading began. */
class Unreadable extends Error {}

const SYMBOLS = ['==', '!=', '=', '!', '(', ')', ',', '>', '<'] as const
const WORD = /[^\s=!(),<>]+/uy

/** Symbols and words, in order. An empty word stands for the end. */
const tokenize = (text: string): readonly string[] => {
  const tokens: string[] = []
  for (let at = 0; at < text.length;) {
    if (/\s/u.test(text[at] ?? '')) {
      at += 1
      continue
    }
    WORD.lastIndex = at
    const token = SYMBOLS.find((symbol) => text.startsWith(symbol, at)) ?? WORD.exec(text)?.[0] ?? ''
    tokens.push(token)
    at += token.length
  }
  return tokens
}

const isSymbol = (token: string): boolean => (SYMBOLS as readonly string[]).includes(token)
const isWord = (token: string): boolean => token !== '' && !isSymbol(token)

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '=',
  '!=': '!=',
  '>': '>',
  '<': '<',
}

class Reader {
  private readonly tokens: readonly string[]
  private at = 0

  constructor(text: string) {
    this.tokens = tokenize(text)
  }

  requirements(): readonly Requirement[] {
    const found: Requirement[] = []
    if (this.peek() === '') return found
    this.expectStart("found '%', expected: !, identifier, or 'end of string'")
    for (;;) {
      found.push(this.requirement())
      const separator = this.next()
      if (separator === '') return found
      if (separator !== ',') throw new Unreadable(`found '${separator}', expected: ',' or 'end of string'`)
      this.expectStart("found '%', expected: identifier after ','")
    }
  }

  private requirement(): Requirement {
    try {
      const requirement = this.unchecked()
      checkValues(requirement)
      return requirement
    } catch (error) {
      if (error instanceof Unreadable) throw new Unreadable(`unable to parse requirement: ${error.message}`)
      throw error
    }
  }

  private unchecked(): Requirement {
    const isNegated = this.peek() === '!'
    if (isNegated) this.next()
    const key = this.next()
    if (!isWord(key)) throw new Unreadable(`found '${key}', expected: identifier`)
    checkKey(key)
    if (isNegated) return { key, operator: '!', values: [] }
    const isAlone = this.peek() === '' || this.peek() === ','
    if (isAlone) return { key, operator: 'exists', values: [] }
    const text = this.next()
    const operator = OPERATORS[text]
    if (operator === undefined) throw new Unreadable(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`)
    return { key, operator, values: operator === 'in' || operator === 'notin' ? this.list() : [this.exactValue()] }
  }

  private exactValue(): string {
    if (this.peek() === '' || this.peek() === ',') return ''
    const value = this.next()
    if (!isWord(value)) throw new Unreadable(`found '${value}', expected: identifier`)
    return value
  }

  /** `(a,b)`; an empty place between commas is the empty value. */
  private list(): readonly string[] {
    const open = this.next()
    if (open !== '(') throw new Unreadable(`found '${open}' expected: '('`)
    const first = this.peek()
    if (!isWord(first) && first !== ',' && first !== ')')
      throw new Unreadable(`found '${first}', expected: ',', ')' or identifier`)
    const values = new Set<string>()
    for (;;) {
      values.add(isWord(this.peek()) ? this.next() : '')
      const separator = this.next()
      if (separator === ')') return [...values]
      if (separator !== ',') throw new Unreadable(`found '${separator}', expected: ',' or ')'`)
    }
  }

  private expectStart(message: string): void {
    const token = this.peek()
    if (token !== '!' && !isWord(token)) throw new Unreadable(message.replace('%', token))
  }

  private peek(): string {
    return this.tokens[this.at] ?? ''
  }

  private next(): string {
    return this.tokens[this.at++] ?? ''
  }
}

const checkKey = (key: string): void => {
  const problems = qualifiedName(key)
  if (problems.length > 0) throw new Unreadable(`<nil>: Invalid value: ${JSON.stringify(key)}: ${problems.join('; ')}`)
}

const checkValues = ({ key, operator, values }: Requirement): void => {
  if ((operator === '>' || operator === '<') && !/^[+-]?\d+$/u.test(values[0] ?? ''))
    throw new Unreadable(
      `values[0]: Invalid value: ${JSON.stringify(values[0] ?? '')}: for 'Gt', 'Lt' operators, the value must be an integer`,
    )
  for (const [index, value] of values.entries()) {
    const problems = labelValue(value)
    if (problems.length > 0)
      throw new Unreadable(`values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${problems.join('; ')}`)
  }
}

/** Reads `app=web,tier in (a,b),!old`. An empty text selects everything. */
export const parseSelector = (text: string): ParsedSelector => {
  try {
    return { ok: true, requirements: new Reader(text).requirements() }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message }
    throw error
  }
}
