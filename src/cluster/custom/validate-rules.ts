/** Custom resources held against the rules of their schema. @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/validation.go, v1.34 */
import { run } from '../../kubernetes/cel/compile.ts'
import type { Budget } from '../../kubernetes/cel/evaluate.ts'
import { rulesOf, type CompiledRule, type Rule } from '../../kubernetes/cel/rule.ts'
import { valueOfSchema } from '../../kubernetes/cel/schema.ts'
import { NONE, some, type Value } from '../../kubernetes/cel/values.ts'
import { isEqual, isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { StatusCause } from '../../kubernetes/status.ts'
import { duplicate, forbiddenField, invalidValue, required } from '../../kubernetes/validation/causes.ts'
import { schemaOfItems, schemaOfValues, type Schema } from './structural-schema.ts'

/** What all rules for one object may cost. @see k8s.io/apiserver pkg/apis/cel/config.go */
const OBJECT_LIMIT = 10_000_000

/** A value, and the one that it takes the place of; undefined where there is none, or none that it can be told to follow. */
interface Change {
  readonly value: unknown
  readonly old: unknown
}

interface Judging {
  readonly budget: Budget
  readonly found: StatusCause[]
}

/** A rule's message as it stands, else the rule. */
const textOf = ({ message = '', rule }: Rule): string => (message === '' ? rule : message).trim()
const failed = (rule: Rule): string => ((rule.message ?? '') === '' ? `failed rule: ${textOf(rule)}` : textOf(rule))

const causeOf = ({ reason }: Rule, path: string, type: string, detail: string): StatusCause => {
  switch (reason) {
    case 'FieldValueForbidden':
      return forbiddenField(path, detail)
    case 'FieldValueRequired':
      return required(path, detail)
    case 'FieldValueDuplicate':
      return duplicate(path, type)
    default:
      return invalidValue(path, type, detail)
  }
}

const problemOf = (problem: string, rule: Rule): string => {
  if (problem.startsWith('no such overload'))
    return `'${problem}': call arguments did not match a supported operator, function or macro signature for rule: ${textOf(rule)}`
  if (problem.startsWith('operation cancelled'))
    return `'${problem}': no further validation rules will be run due to call cost exceeds limit for rule: ${textOf(rule)}`
  return `${problem} evaluating rule: ${textOf(rule)}`
}

/** `.spec.name` of a rule at `path`; names in brackets are kept as they are. */
const pathOf = (path: string, { fieldPath = '' }: Rule): string => {
  const below = fieldPath.trim().replace(/^\./u, '')
  if (below === '') return path
  return path === '' ? below : `${path}.${below}`
}

/** In one line and not empty, else the rule's own message. */
const messageOf = ({ rule, message }: CompiledRule, variables: ReadonlyMap<string, Value>, budget: Budget): string => {
  const outcome = message.program === undefined ? undefined : run(message.program, variables, budget)
  const text = outcome !== undefined && 'value' in outcome && typeof outcome.value === 'string' ? outcome.value.trim() : ''
  return text === '' || text.includes('\n') || text.length > 5120 ? failed(rule) : text
}

const judge = (
  one: CompiledRule,
  variables: ReadonlyMap<string, Value>,
  at: { path: string; type: string },
  { budget, found }: Judging,
): void => {
  const { rule, condition } = one
  const { path, type } = at
  if (condition.problem !== undefined) found.push(invalidValue(path, type, `rule compile error: ${condition.problem}`))
  if (condition.program === undefined) return
  const outcome = run(condition.program, variables, budget)
  if ('problem' in outcome) {
    found.push(invalidValue(path, type, problemOf(outcome.problem, rule)))
    if (outcome.isSpent) budget.left = -1
    return
  }
  if (outcome.value !== true) found.push(causeOf(rule, pathOf(path, rule), type, messageOf(one, variables, budget)))
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

const judgeOwn = ({ value, old }: Change, schema: Schema, path: string, judging: Judging): void => {
  const isRoot = path === ''
  const rules = rulesOf(schema, isRoot)
  if (rules.length === 0) return
  const type = schema.type ?? ''
  if (judging.budget.left <= 0) {
    judging.found.push(
      invalidValue(path, type, 'validation failed due to running out of cost budget, no further validation rules will be run'),
    )
    judging.budget.left = -1
    return
  }
  const self = valueOfSchema(value, schema, isRoot)
  const oldSelf = isGiven(old) ? valueOfSchema(old, schema, isRoot) : undefined
  for (const one of rules) {
    const isOptional = one.rule.optionalOldSelf === true
    const isUnchanged = !isRoot && oldSelf !== undefined && isEqual(value, old)
    // A rule about a change is asked where there is one; and a value that stays as it was may go on as it is.
    if (one.usesOldSelf ? oldSelf === undefined && !isOptional : isUnchanged) continue
    const before = isOptional ? (oldSelf === undefined ? NONE : some(oldSelf)) : oldSelf
    const variables = new Map([['self', self], ...(before === undefined ? [] : [['oldSelf', before] as const])])
    judge(one, variables, { path, type }, judging)
    if (judging.budget.left < 0) return
  }
}

/** Items of a list are known again by their keys, where it has keys. */
const oldItem = (item: unknown, old: unknown, schema: Schema): unknown => {
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  if (schema['x-kubernetes-list-type'] !== 'map' || !isList(old) || !isJsonObject(item)) return undefined
  return old.find((other) => isJsonObject(other) && keys.every((key) => isEqual(other[key], item[key])))
}

const inner = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

const judgeObject = (value: JsonObject, old: unknown, schema: Schema, at: { path: string; judging: Judging }): void => {
  const before = isJsonObject(old) ? old : {}
  const values = schemaOfValues(schema)
  for (const [name, item] of Object.entries(value)) {
    const known = schema.properties?.[name]
    const change = { value: item, old: before[name] }
    if (values !== undefined) judgeAll(change, values, `${at.path}[${name}]`, at.judging)
    if (known !== undefined) judgeAll(change, known, inner(at.path, name), at.judging)
  }
}

function judgeAll(change: Change, schema: Schema, path: string, judging: Judging): void {
  const { value, old } = change
  if (value === undefined || value === null || judging.budget.left < 0) return
  judgeOwn(change, schema, path, judging)
  if (isJsonObject(value)) judgeObject(value, old, schema, { path, judging })
  const items = schemaOfItems(schema)
  if (!isList(value) || items === undefined) return
  for (const [index, item] of value.entries())
    judgeAll({ value: item, old: oldItem(item, old, schema) }, items, `${path}[${index}]`, judging)
}

const ruled = new WeakMap<Schema, boolean>()

/** Whether a schema, or a part of it, has rules. */
export const hasRules = (schema: Schema): boolean => {
  const before = ruled.get(schema)
  if (before !== undefined) return before
  const parts = [...Object.values(schema.properties ?? {}), schemaOfItems(schema), schemaOfValues(schema)]
  const has =
    (schema['x-kubernetes-validations'] ?? []).length > 0 || parts.some((part) => part !== undefined && hasRules(part))
  ruled.set(schema, has)
  return has
}

/** Asked of values that fit the schema otherwise. Without an old value: on creation. */
export const validateRules = (value: unknown, old: unknown, schema: Schema): readonly StatusCause[] => {
  const judging: Judging = { budget: { left: OBJECT_LIMIT }, found: [] }
  judgeAll({ value, old }, schema, '', judging)
  return judging.found
}
