/** A division by zero ends the shell: divisors are looked at before they are used. */
import type { Grammar } from '../grammar.ts'
import { isOf } from './nodes.ts'

const DIVISION = 'division'

interface Expression {
  readonly type: string
  readonly expression: object
  readonly originalText?: string
}

const isExpression = (node: object): node is Expression =>
  isOf(node, 'ArithmeticExpression') && 'expression' in node && typeof node.expression === 'object'

const encode = (text: string): string => Array.from(text, (letter) => letter.codePointAt(0)?.toString(16) ?? '').join('.')

const decode = (codes: string): string =>
  codes === '' ? '' : String.fromCodePoint(...codes.split('.').map((code) => Number.parseInt(code, 16)))

/** The text behind each operator that divides, in their order. */
const divisorsIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/[/%]=?\s*/gu), ({ index, 0: operator }) => text.slice(index + operator.length))

/** What divides is evaluated twice: that is seen where evaluating it changes something. */
const changes = (node: unknown): boolean => /"(?:ArithAssignment|\+\+|--|ArithCommandSubst)/u.test(JSON.stringify(node))

const DIVIDES: ReadonlySet<unknown> = new Set(['/', '%', '/=', '%='])

/** An expression in which a divisor of zero ends the shell, and says which expression it was. */
export function withDivisors(node: object, { parse }: Grammar): object {
  if (!isExpression(node)) return node
  const { originalText: text = '' } = node
  const divisors = divisorsIn(text)
  if (divisors.length === 0) return node
  let count = 0
  const guarded = (divisor: unknown): unknown => {
    const rest = divisors[count++] ?? ''
    if (changes(divisor)) return divisor
    const said = `${DIVISION}: ${encode(text)}:${encode(rest)}`
    const script: unknown = parse(`((1 ? 1 : \${__zero:?${said}}))`).statements[0]?.pipelines[0]?.commands[0]
    const ternary = (script as { expression?: { expression?: object } }).expression?.expression ?? {}
    return { ...ternary, condition: divisor, consequent: divisor }
  }
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    const { left, right, value: assigned, ...others } = value as Record<string, unknown>
    const divides = 'operator' in value && DIVIDES.has(value.operator)
    const next: Record<string, unknown> = { ...others }
    if (left !== undefined) next['left'] = visit(left)
    for (const [key, inner] of Object.entries(others)) next[key] = visit(inner)
    if (right !== undefined) next['right'] = divides ? guarded(visit(right)) : visit(right)
    if (assigned !== undefined) next['value'] = divides ? guarded(visit(assigned)) : visit(assigned)
    return next
  }
  return { ...node, expression: visit(node.expression) as object }
}

/** What a shell was stopped with, as a complaint; undefined where it was something else. */
export function divisionIn(error: unknown): string | undefined {
  const [, text, rest] = (error instanceof Error ? /^division: ([0-9a-f.]*):([0-9a-f.]*)$/u.exec(error.message) : null) ?? []
  return text === undefined || rest === undefined ? undefined : `bash: ${DIVISION}: ${decode(text)}\t${decode(rest)}\n`
}
