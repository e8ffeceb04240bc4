/**
 * The Common Expression Language as Kubernetes uses it: compile an expression for variables of known types, then evaluate it for their
 * values. @see Kubernetes documentation, "Common Expression Language in Kubernetes"
 */
import { checkExpression, type Variables } from './check.ts'
import { CostError, evaluate, type Budget } from './evaluate.ts'
import { parseExpression } from './parser.ts'
import type { Expression, Problem } from './syntax.ts'
import type { Type } from './types.ts'
import { EvaluationError, type Value } from './values.ts'

export interface Program {
  readonly expression: Expression
  readonly type: Type
  /** Names of the variables that stand in it. */
  readonly uses: ReadonlySet<string>
}

/** Problems are one text, as the API server's `compilation failed:` goes on. */
type Compiled = { readonly program: Program } | { readonly problems: string }

const showProblem = (text: string, { at, message }: Problem): string => {
  if (at < 0) return `ERROR: <input>:-1:0: ${message}`
  const before = text.slice(0, at).split('\n')
  const column = Array.from(before.at(-1) ?? '').length
  const line = text.split('\n')[before.length - 1] ?? ''
  const marker = `${'.'.repeat(column)}^`
  return `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${line.replaceAll('\t', ' ')}\n | ${marker}`
}

/** In the order of their places, as cel-go sorts them. */
const showProblems = (text: string, problems: readonly Problem[]): string =>
  [...problems]
    .sort((a, b) => a.at - b.at)
    .map((problem) => showProblem(text, problem))
    .join('\n')

const namesIn = (expression: Expression, found: Set<string>): ReadonlySet<string> => {
  const visit = (part: Expression, bound: ReadonlySet<string>): void => {
    if (part.kind === 'name' && !bound.has(part.name)) found.add(part.name)
    if (part.kind === 'select') visit(part.operand, bound)
    if (part.kind === 'call')
      for (const one of [...(part.target === undefined ? [] : [part.target]), ...part.arguments]) visit(one, bound)
    if (part.kind === 'list') for (const { value } of part.items) visit(value, bound)
    if (part.kind === 'map') for (const { key, value } of part.entries) for (const one of [key, value]) visit(one, bound)
    if (part.kind !== 'comprehension') return
    visit(part.range, bound)
    for (const step of part.steps) visit(step, new Set([...bound, ...part.variables]))
  }
  visit(expression, new Set())
  return found
}

export const compile = (text: string, variables: Variables): Compiled => {
  const parsed = parseExpression(text)
  if ('problems' in parsed) return { problems: showProblems(text, parsed.problems) }
  const { expression } = parsed
  const checked = checkExpression(expression, variables)
  if ('problems' in checked) return { problems: showProblems(text, checked.problems) }
  return { program: { expression, type: checked.type, uses: namesIn(expression, new Set()) } }
}

export type Outcome =
  { readonly value: Value } | { readonly problem: string; /** Nothing more may be evaluated. */ readonly isSpent: boolean }

/** What one evaluation may cost. @see k8s.io/apiserver pkg/apis/cel/config.go */
const CALL_LIMIT = 1_000_000

/** Takes what it costs out of the budget. */
export const run = ({ expression }: Program, variables: ReadonlyMap<string, Value>, budget: Budget): Outcome => {
  const own: Budget = { left: Math.min(budget.left, CALL_LIMIT) }
  const before = own.left
  try {
    return { value: evaluate(expression, { variables, budget: own }) }
  } catch (error) {
    if (error instanceof EvaluationError) return { problem: error.message, isSpent: false }
    if (error instanceof CostError) return { problem: error.message, isSpent: true }
    throw error
  } finally {
    budget.left -= before - own.left
  }
}
