/** Evaluates expressions that were checked. @see cel-spec, "Evaluation" */
import { isTypeWord, qualifiedFunction } from './check.ts'
import { evaluateLoop } from './evaluate-loop.ts'
import { findOverloads } from './functions.ts'
import { entryOf } from './library/operators.ts'
import { accepts } from './overloads.ts'
import type { Call, Expression, ListOf, MapOf, Select } from './syntax.ts'
import {
  EvaluationError,
  isListValue,
  isMapValue,
  isTagged,
  keyOf,
  NONE,
  some,
  TYPE_NAMES,
  type Key,
  type Value,
} from './values.ts'

/** What an evaluation may cost, counted down; the same for several evaluations in a row. */
export interface Budget {
  left: number
}

interface Scope {
  readonly variables: ReadonlyMap<string, Value>
  readonly budget: Budget
}

/** The budget is spent: nothing passes over this. */
export class CostError extends Error {}

const spend = ({ budget }: Scope, cost: number): void => {
  budget.left -= cost
  if (budget.left < 0) throw new CostError('operation cancelled: actual cost limit exceeded')
}

/** A function's cost grows with the texts and lists that it goes through. */
const LENGTH_COST = 0.1
const costOf = (values: readonly Value[]): number =>
  1 +
  values.reduce<number>(
    (sum, value) => sum + (typeof value === 'string' || Array.isArray(value) ? value.length * LENGTH_COST : 0),
    0,
  )

const selectFrom = (value: Value, { field, mode }: Select): Value => {
  if (!isMapValue(value)) throw new EvaluationError('no such overload')
  if (mode === 'presence') return value.has(field)
  if (mode === 'value') return entryOf(value, field)
  const found = value.get(field)
  return found === undefined ? NONE : some(found)
}

const evaluateSelect = (select: Select, scope: Scope): Value => {
  const value = evaluate(select.operand, scope)
  spend(scope, 1)
  if (!isTagged(value) || value.kind !== 'optional') return selectFrom(value, select)
  if (select.mode === 'presence') return value.value !== undefined && selectFrom(value.value, select)
  return value.value === undefined ? NONE : selectFrom(value.value, { ...select, mode: 'optional' })
}

/** A side that cannot be told is passed over where the other one decides. */
const evaluateEither = ([left, right]: readonly Expression[], scope: Scope, decisive: boolean): boolean => {
  let failed: EvaluationError | undefined
  for (const side of [left, right]) {
    if (side === undefined) continue
    try {
      const value = evaluate(side, scope)
      if (value === decisive) return decisive
      if (typeof value !== 'boolean') failed ??= new EvaluationError('no such overload')
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error
      failed ??= error
    }
  }
  if (failed !== undefined) throw failed
  return !decisive
}

const evaluateChoice = ([condition, yes, no]: readonly Expression[], scope: Scope): Value => {
  if (condition === undefined || yes === undefined || no === undefined) throw new EvaluationError('no such overload')
  const value = evaluate(condition, scope)
  if (typeof value !== 'boolean') throw new EvaluationError('no such overload')
  return evaluate(value ? yes : no, scope)
}

/** `a.or(b)` and `a.orValue(b)`: what stands second is evaluated where the first is nothing. */
const evaluateFallback = ({ name, target, arguments: [other] }: Call, scope: Scope): Value | undefined => {
  if (target === undefined || other === undefined || (name !== 'or' && name !== 'orValue')) return undefined
  const value = evaluate(target, scope)
  if (!isTagged(value) || value.kind !== 'optional') throw new EvaluationError('no such overload')
  if (value.value === undefined) return evaluate(other, scope)
  return name === 'or' ? value : value.value
}

/** A list takes a number of any type for an index, if it is whole. */
const withWholeIndex = ([range = null, index = null]: readonly Value[]): readonly Value[] => {
  const key = isListValue(range) ? keyOf(index) : undefined
  return [range, typeof key === 'bigint' ? key : index]
}

const evaluateCall = (call: Call, scope: Scope): Value => {
  const { name, target } = call
  if (name === '_&&_') return evaluateEither(call.arguments, scope, false)
  if (name === '_||_') return evaluateEither(call.arguments, scope, true)
  if (name === '_?_:_') return evaluateChoice(call.arguments, scope)
  const fallback = evaluateFallback(call, scope)
  if (fallback !== undefined) return fallback
  const whole = qualifiedFunction(call, (variable) => scope.variables.has(variable))
  const isMember = target !== undefined && whole === undefined
  const values = [...(isMember ? [target] : []), ...call.arguments].map((one) => evaluate(one, scope))
  spend(scope, costOf(values))
  const given = name === '_[_]' ? withWholeIndex(values) : values
  const found = findOverloads(whole ?? name, isMember).find((one) => accepts(one, given))
  if (found === undefined) throw new EvaluationError('no such overload')
  return found.run(...given)
}

const valueIf = (expression: Expression, isOptional: boolean, scope: Scope): Value | undefined => {
  const value = evaluate(expression, scope)
  if (!isOptional) return value
  return isTagged(value) && value.kind === 'optional' ? value.value : value
}

const evaluateList = ({ items }: ListOf, scope: Scope): Value =>
  items.flatMap(({ value, isOptional }): Value[] => {
    const item = valueIf(value, isOptional, scope)
    return item === undefined ? [] : [item]
  })

const evaluateMap = ({ entries }: MapOf, scope: Scope): Value => {
  const made = new Map<Key, Value>()
  for (const { key, value, isOptional } of entries) {
    const name = keyOf(evaluate(key, scope))
    if (name === undefined) throw new EvaluationError('unsupported key type')
    if (made.has(name)) throw new EvaluationError(`Failed with repeated key`)
    const item = valueIf(value, isOptional, scope)
    if (item !== undefined) made.set(name, item)
  }
  return made
}

const evaluateName = (name: string, { variables }: Scope): Value => {
  const value = variables.get(name)
  if (value !== undefined) return value
  if (isTypeWord(name)) return { kind: 'type', name: name === 'optional_type' ? TYPE_NAMES.optional : name }
  throw new EvaluationError(`no such attribute(s): ${name}`)
}

export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'name':
      spend(scope, 1)
      return evaluateName(expression.name, scope)
    case 'select':
      return evaluateSelect(expression, scope)
    case 'call':
      return evaluateCall(expression, scope)
    case 'list':
      spend(scope, 10)
      return evaluateList(expression, scope)
    case 'map':
      spend(scope, 30)
      return evaluateMap(expression, scope)
    case 'comprehension':
      return evaluateLoop(expression, evaluate(expression.range, scope), (step, values) => {
        spend(scope, 1)
        const inner = expression.variables.map((name, index) => [name, values[index] ?? null] as const)
        return evaluate(step, { ...scope, variables: new Map([...scope.variables, ...inner]) })
      })
  }
}
