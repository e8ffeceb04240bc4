/** Types of expressions, and what is wrong with them; messages in cel-go's words. */
import { findOverloads, hasFunction } from './functions.ts'
import type { Call, Comprehension, Expression, ListOf, MapOf, Problem, Select } from './syntax.ts'
import {
  BOOL,
  BYTES,
  DOUBLE,
  DYN,
  INT,
  isAssignable,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  showType,
  STRING,
  substitute,
  unify,
  type Bindings,
  type Type,
} from './types.ts'
import { isTagged, type Value } from './values.ts'

export type Variables = ReadonlyMap<string, Type>

interface Checking {
  readonly variables: Variables
  readonly report: (problem: Problem) => void
}

const UINT: Type = { name: 'uint', of: [] }
const TYPE: Type = { name: 'type', of: [] }
/** What something that is wrong is taken for, so that nothing more is said of it. */
const WRONG: Type = { name: 'dyn', of: [] }

const TYPE_WORDS = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
  'optional_type',
])
export const isTypeWord = (name: string): boolean => TYPE_WORDS.has(name)

const literalType = (value: Value): Type => {
  if (value === null) return NULL
  if (typeof value === 'boolean') return BOOL
  if (typeof value === 'bigint') return INT
  if (typeof value === 'number') return DOUBLE
  if (typeof value === 'string') return STRING
  return value instanceof Uint8Array ? BYTES : isTagged(value) ? UINT : DYN
}

const undeclared = (name: string): string => `undeclared reference to '${name}' (in container '')`

const fail = (checking: Checking, at: number, message: string): Type => {
  checking.report({ at, message })
  return WRONG
}

const withVariables = (checking: Checking, names: readonly string[], types: readonly Type[]): Checking => ({
  ...checking,
  variables: new Map([...checking.variables, ...names.map((name, index) => [name, types[index] ?? DYN] as const)]),
})

/** `a.b` of names only, as one text. */
const qualified = (expression: Expression): string | undefined => {
  if (expression.kind === 'name') return expression.name
  if (expression.kind !== 'select' || expression.mode !== 'value') return undefined
  const before = qualified(expression.operand)
  return before === undefined ? undefined : `${before}.${expression.field}`
}

/** A function with points in its name is written as a member's call. */
export const qualifiedFunction = ({ target, name }: Call, isVariable: (name: string) => boolean): string | undefined => {
  const before = target === undefined ? undefined : qualified(target)
  if (before === undefined || isVariable(before.split('.')[0] ?? '')) return undefined
  const whole = `${before}.${name}`
  return hasFunction(whole, false) ? whole : undefined
}

const fieldType = (type: Type, field: string): Type | undefined => {
  if (type.name === 'dyn') return DYN
  if (type.fields !== undefined) return type.fields.get(field)
  const [key, value] = type.of
  return type.name === 'map' && key !== undefined && isAssignable(key, STRING) ? value : undefined
}

const selectIn = (checking: Checking, type: Type, { field, at }: Select): Type => {
  const [inner] = type.of
  if (type.name === 'optional_type' && inner !== undefined) {
    const found = fieldType(inner, field)
    return found === undefined ? fail(checking, at, `undefined field '${field}'`) : optionalOf(found)
  }
  const found = fieldType(type, field)
  if (found !== undefined) return found
  if (type.fields !== undefined) return fail(checking, at, `undefined field '${field}'`)
  return fail(checking, at, `type '${showType(type)}' does not support field selection`)
}

const checkSelect = (checking: Checking, select: Select): Type => {
  const type = selectIn(checking, typeOf(checking, select.operand), select)
  if (select.mode === 'presence') return BOOL
  return select.mode === 'optional' && type.name !== 'optional_type' ? optionalOf(type) : type
}

const SHORT: Readonly<Record<string, true>> = { '_&&_': true, '_||_': true }

const resolve = (
  checking: Checking,
  name: string,
  { isMember, at }: { isMember: boolean; at: number },
  given: readonly Type[],
): Type => {
  const all = findOverloads(name, isMember)
  if (all.length === 0) return fail(checking, at, undeclared(name))
  const results = all.flatMap(({ parameters, result }) => {
    const bindings: Bindings = new Map()
    const fits =
      parameters.length === given.length && parameters.every((type, index) => unify(type, given[index] ?? DYN, bindings))
    return fits ? [substitute(result, bindings)] : []
  })
  const [first, ...others] = results
  if (first !== undefined) return others.every((other) => showType(other) === showType(first)) ? first : DYN
  const shown = given.map(showType)
  const applied = isMember ? `${shown[0] ?? ''}.(${shown.slice(1).join(', ')})` : `(${shown.join(', ')})`
  return fail(checking, at, `found no matching overload for '${name}' applied to '${applied}'`)
}

const checkCall = (checking: Checking, call: Call): Type => {
  const { name, target, at } = call
  const whole = qualifiedFunction(call, (variable) => checking.variables.has(variable))
  const isMember = target !== undefined && whole === undefined
  if (isMember && !hasFunction(name, true)) {
    typeOf(checking, target)
    for (const argument of call.arguments) typeOf(checking, argument)
    return fail(checking, at, undeclared(name))
  }
  const given = [...(isMember ? [target] : []), ...call.arguments].map((one) => typeOf(checking, one))
  if (SHORT[name] === true && given.every((type) => isAssignable(BOOL, type))) return BOOL
  return resolve(checking, whole ?? name, { isMember, at }, given)
}

const itemType = (checking: Checking, parts: readonly { readonly value: Expression; readonly isOptional: boolean }[]): Type => {
  let joined: Type | undefined
  for (const { value, isOptional } of parts) {
    const given = typeOf(checking, value)
    const type = isOptional && given.name === 'optional_type' ? (given.of[0] ?? DYN) : given
    if (joined !== undefined && !isAssignable(joined, type))
      return fail(checking, value.at, `expected type '${showType(joined)}' but found '${showType(type)}'`)
    joined ??= type
  }
  return joined ?? DYN
}

const checkMap = (checking: Checking, { entries }: MapOf): Type => {
  const keys = itemType(
    checking,
    entries.map(({ key }) => ({ value: key, isOptional: false })),
  )
  return mapOf(keys, itemType(checking, entries))
}

const loopTypes = (range: Type, count: number): readonly Type[] | undefined => {
  const [first = DYN, second = DYN] = range.of
  if (range.name === 'dyn') return [DYN, DYN]
  if (range.name === 'list') return count === 1 ? [first] : [INT, first]
  return range.name === 'map' ? [first, second] : undefined
}

const wantBool = (checking: Checking, step: Expression | undefined, type: Type): void => {
  if (step !== undefined && !isAssignable(BOOL, type))
    checking.report({ at: step.at, message: `expected type 'bool' but found '${showType(type)}'` })
}

const transformed = (macro: string, range: Type, keys: Type, last: Type): Type => {
  if (macro === 'filter') return range.name === 'map' ? listOf(keys) : range
  if (macro === 'map' || macro === 'transformList') return listOf(last)
  if (macro === 'transformMap') return mapOf(keys, last)
  return macro === 'transformMapEntry' ? last : BOOL
}

const PREDICATES = new Set(['all', 'exists', 'exists_one', 'filter'])

const checkOptionalMap = (checking: Checking, { range, variables, steps, macro, at }: Comprehension): Type => {
  const type = typeOf(checking, range)
  if (type.name !== 'optional_type' && type.name !== 'dyn')
    return fail(checking, at, `found no matching overload for '${macro}' applied to '${showType(type)}.()'`)
  const inner = withVariables(checking, variables, [type.of[0] ?? DYN])
  const result = steps[0] === undefined ? DYN : typeOf(inner, steps[0])
  return macro === 'optMap' ? optionalOf(result) : result
}

const checkComprehension = (checking: Checking, loop: Comprehension): Type => {
  const { macro, range, variables, steps } = loop
  if (macro === 'optMap' || macro === 'optFlatMap') return checkOptionalMap(checking, loop)
  const ranged = typeOf(checking, range)
  const types = loopTypes(ranged, variables.length)
  if (types === undefined)
    return fail(
      checking,
      range.at,
      `expression of type '${showType(ranged)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
    )
  const inner = withVariables(checking, variables, types)
  const results = steps.map((step) => typeOf(inner, step))
  if (PREDICATES.has(macro) || steps.length > 1) wantBool(checking, steps[0], results[0] ?? DYN)
  return transformed(macro, ranged, types[0] ?? DYN, results.at(-1) ?? DYN)
}

const checkList = (checking: Checking, { items }: ListOf): Type => listOf(itemType(checking, items))

function typeOf(checking: Checking, expression: Expression): Type {
  switch (expression.kind) {
    case 'literal':
      return literalType(expression.value)
    case 'name':
      return (
        checking.variables.get(expression.name) ??
        (isTypeWord(expression.name) ? TYPE : fail(checking, expression.at, undeclared(expression.name)))
      )
    case 'select':
      return checkSelect(checking, expression)
    case 'call':
      return checkCall(checking, expression)
    case 'list':
      return checkList(checking, expression)
    case 'map':
      return checkMap(checking, expression)
    case 'comprehension':
      return checkComprehension(checking, expression)
  }
}

type Checked = { readonly type: Type } | { readonly problems: readonly Problem[] }

export const checkExpression = (expression: Expression, variables: Variables): Checked => {
  const problems: Problem[] = []
  const type = typeOf({ variables, report: (problem) => problems.push(problem) }, expression)
  return problems.length > 0 ? { problems } : { type }
}
