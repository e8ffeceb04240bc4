/** Values of custom resources held against their schema; refusals in the API server's words. @see k8s.io/kube-openapi pkg/validation/validate, v1.34 */
import { RE2JS } from 're2js'
import { isEqual, isJsonObject, isList } from '../../kubernetes/json.ts'
import type { StatusCause } from '../../kubernetes/status.ts'
import {
  duplicate,
  invalidType,
  invalidValue,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../../kubernetes/validation/causes.ts'
import { schemaOfItems, schemaOfValues, type Schema } from './structural-schema.ts'

const typeOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (isList(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const fits = (value: unknown, { type, nullable, 'x-kubernetes-int-or-string': isEither }: Schema): boolean => {
  if (value === null) return nullable === true
  const found = typeOf(value)
  if (isEither === true) return found === 'integer' || found === 'string'
  return type === undefined || type === '' || type === found || (type === 'number' && found === 'integer')
}

type Check = (value: never, schema: Schema, path: string) => readonly StatusCause[]

const body = (path: string, what: string): string => `${path} in body ${what}`

const checkNumber = (value: number, schema: Schema, path: string): readonly StatusCause[] => {
  const { minimum, maximum, exclusiveMinimum = false, exclusiveMaximum = false, multipleOf } = schema
  const problems = [
    minimum !== undefined && (value < minimum || (exclusiveMinimum && value === minimum))
      ? `should be greater than ${exclusiveMinimum ? '' : 'or equal to '}${minimum}`
      : undefined,
    maximum !== undefined && (value > maximum || (exclusiveMaximum && value === maximum))
      ? `should be less than ${exclusiveMaximum ? '' : 'or equal to '}${maximum}`
      : undefined,
    multipleOf !== undefined && value % multipleOf !== 0 ? `should be a multiple of ${multipleOf}` : undefined,
  ]
  return problems.flatMap((problem) => (problem === undefined ? [] : [invalidValue(path, value, body(path, problem))]))
}

/** The pattern is the schema author's and the text the learner's: neither may make us search for ever. */
const matchesPattern = (text: string, pattern: string): boolean => {
  try {
    return RE2JS.compile(pattern).matcher(text).find()
  } catch {
    return true
  }
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/u,
  date: /^\d{4}-\d\d-\d\d$/u,
  ipv4: /^(?:\d{1,3}\.){3}\d{1,3}$/u,
  uuid: /^[\da-f]{8}-?(?:[\da-f]{4}-?){3}[\da-f]{12}$/iu,
  byte: /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u,
}

const checkText = (value: string, schema: Schema, path: string): readonly StatusCause[] => {
  const { minLength, maxLength, pattern, format = '' } = schema
  const length = Array.from(value).length
  return [
    ...(maxLength !== undefined && length > maxLength ? [tooLong(path, maxLength)] : []),
    ...(minLength !== undefined && length < minLength
      ? [invalidValue(path, value, body(path, `should be at least ${minLength} chars long`))]
      : []),
    ...(pattern !== undefined && !matchesPattern(value, pattern)
      ? [invalidValue(path, value, body(path, `should match '${pattern}'`))]
      : []),
    ...(FORMATS[format]?.test(value) === false
      ? [invalidValue(path, value, body(path, `must be of type ${format}: ${JSON.stringify(value)}`))]
      : []),
  ]
}

const keyOf = (item: unknown, keys: readonly string[]): string =>
  JSON.stringify(isJsonObject(item) ? keys.map((key) => [key, item[key]]) : item)

/** Lists of type set and map hold each item, or each key, once. */
const checkUnique = (value: readonly unknown[], schema: Schema, path: string): readonly StatusCause[] => {
  const listType = schema['x-kubernetes-list-type'] ?? (schema.uniqueItems === true ? 'set' : 'atomic')
  if (listType === 'atomic') return []
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  const seen = new Set<string>()
  return value.flatMap((item, index) => {
    const key = keyOf(item, keys)
    const twice = seen.has(key)
    seen.add(key)
    const named = listType === 'map' && isJsonObject(item) ? Object.fromEntries(keys.map((name) => [name, item[name]])) : item
    return twice ? [duplicate(`${path}[${index}]`, named)] : []
  })
}

const checkList = (value: readonly unknown[], schema: Schema, path: string): readonly StatusCause[] => {
  const { minItems, maxItems } = schema
  const items = schemaOfItems(schema)
  return [
    ...(maxItems !== undefined && value.length > maxItems ? [tooMany(path, value.length, maxItems)] : []),
    ...(minItems !== undefined && value.length < minItems
      ? [invalidValue(path, value.length, body(path, `should have at least ${minItems} items`))]
      : []),
    ...(items === undefined ? [] : value.flatMap((item, index) => validateValue(item, items, `${path}[${index}]`))),
    ...checkUnique(value, schema, path),
  ]
}

const inner = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

const checkObject = (value: Readonly<Record<string, unknown>>, schema: Schema, path: string): readonly StatusCause[] => {
  const { properties = {}, minProperties, maxProperties } = schema
  const names = Object.keys(value)
  const values = schemaOfValues(schema)
  return [
    ...(maxProperties !== undefined && names.length > maxProperties ? [tooMany(path, names.length, maxProperties)] : []),
    ...(minProperties !== undefined && names.length < minProperties
      ? [invalidValue(path, names.length, body(path, `should have at least ${minProperties} properties`))]
      : []),
    ...(schema.required ?? []).flatMap((name) => (value[name] === undefined ? [required(inner(path, name))] : [])),
    ...names.sort().flatMap((name) => {
      const known = properties[name] ?? values
      return known === undefined ? [] : validateValue(value[name], known, inner(path, name))
    }),
  ]
}

const holds = (value: unknown, schema: Schema, path: string): boolean => validateValue(value, schema, path).length === 0

const checkCombinations = (value: unknown, schema: Schema, path: string): readonly StatusCause[] => {
  const { allOf = [], anyOf = [], oneOf = [], not } = schema
  const count = (schemas: readonly Schema[]): number => schemas.filter((one) => holds(value, one, path)).length
  const problem = (what: string): StatusCause => invalidValue(path, value, `${path === '' ? '""' : path} must ${what}`)
  const ones = count(oneOf)
  return [
    ...allOf.flatMap((one) => validateValue(value, one, path)),
    ...(anyOf.length > 0 && count(anyOf) === 0 ? [problem('validate at least one schema (anyOf)')] : []),
    ...(oneOf.length > 0 && ones !== 1
      ? [
          problem(
            `validate one and only one schema (oneOf). ${ones === 0 ? 'Found none valid' : `Found ${ones} valid alternatives`}`,
          ),
        ]
      : []),
    ...(not !== undefined && holds(value, not, path) ? [problem('not validate the schema (not)')] : []),
  ]
}

const CHECKS: Readonly<Record<string, Check>> = {
  integer: checkNumber,
  number: checkNumber,
  string: checkText,
  array: checkList,
  object: checkObject,
}

/** Every problem of a value, in the order in which its fields stand. */
export function validateValue(value: unknown, schema: Schema, path: string): readonly StatusCause[] {
  const { type = '' } = schema
  if (!fits(value, schema)) {
    const wanted = type === '' ? 'integer,string' : type
    return [invalidType(path, typeOf(value), body(path, `must be of type ${wanted}: ${JSON.stringify(typeOf(value))}`))]
  }
  if (value === null) return []
  const allowed = schema.enum
  return [
    ...(allowed !== undefined && !allowed.some((one) => isEqual(one, value))
      ? [notSupported(path, value, allowed.map(String))]
      : []),
    ...(CHECKS[typeOf(value)]?.(value as never, schema, path) ?? []),
    ...checkCombinations(value, schema, path),
  ]
}
