/** A definition's schema and its rules in CEL. @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import { rulesOf, type CompiledRule, type Rule } from '../../cel/rule.ts'
import type { JSONSchemaProps } from '../../generated/types.ts'
import { isJsonObject } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, notSupported, required } from '../causes.ts'
import { checkFields, checkKinds, type FormPlace } from './schema-form.ts'
import { unstructuredIn } from './structural-schema.ts'

type Schema = JSONSchemaProps

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'] as const

const hasBreak = (text: string): boolean => /[\n\r]/u.test(text)

const schemaIn = (value: unknown): Schema | undefined => (isJsonObject(value) ? value : undefined)

/** `.spec.names['a.b']` and the like, step by step; undefined where it cannot be read. */
const stepsOf = (path: string): readonly string[] | undefined => {
  const steps = [...path.matchAll(/\.([A-Za-z_$][\w$]*)|\['((?:\\.|[^'\\])*)'\]/gu)]
  return steps.map(([whole]) => whole).join('') === path ? steps.map(([, name, key = '']) => name ?? key) : undefined
}

const isPathOf = (schema: Schema, path: string): boolean => {
  if (unstructuredIn(schema) !== undefined) return true
  const steps = stepsOf(path)
  let at: Schema | undefined = steps === undefined ? undefined : schema
  for (const step of steps ?? []) at = at?.properties?.[step] ?? schemaIn(at?.additionalProperties)
  return at !== undefined
}

const checkMessage = ({ rule, message = '' }: Rule, path: string): readonly StatusCause[] => {
  const trimmed = message.trim()
  if (rule.trim() === '') return [required(`${path}.rule`, 'rule is not specified')]
  if (message !== '' && trimmed === '') return [invalidValue(`${path}.message`, message, 'must be non-empty if specified')]
  if (hasBreak(trimmed)) return [invalidValue(`${path}.message`, message, 'must not contain line breaks')]
  return hasBreak(rule.trim()) && trimmed === ''
    ? [required(`${path}.message`, 'message must be specified if rule contains line breaks')]
    : []
}

const checkForm = (rule: Rule, schema: Schema, path: string): readonly StatusCause[] => {
  const { messageExpression = '', reason, fieldPath = '' } = rule
  const here = `${path}.fieldPath`
  return [
    ...checkMessage(rule, path),
    ...(messageExpression !== '' && messageExpression.trim() === ''
      ? [required(`${path}.messageExpression`, 'messageExpression must be non-empty if specified')]
      : []),
    ...(reason === undefined || REASONS.some((known) => known === reason)
      ? []
      : [notSupported(`${path}.reason`, reason, REASONS)]),
    ...(fieldPath !== '' && fieldPath.trim() === '' ? [invalidValue(here, fieldPath, 'must be non-empty if specified')] : []),
    ...(hasBreak(fieldPath) ? [invalidValue(here, fieldPath, 'must not contain line breaks')] : []),
    ...(fieldPath !== '' && !isPathOf(schema, fieldPath) ? [invalidValue(here, fieldPath, 'must be a valid path')] : []),
  ]
}

/** As Go shows the rule's struct. */
const shown = ({ rule, message = '', messageExpression = '', reason, fieldPath = '', optionalOldSelf }: Rule): object => ({
  Rule: rule,
  Message: message,
  MessageExpression: messageExpression,
  Reason: reason ?? null,
  FieldPath: fieldPath,
  OptionalOldSelf: optionalOldSelf ?? null,
})

const checkCompiled = (compiled: CompiledRule, path: string, uncorrelated: string | undefined): readonly StatusCause[] => {
  const { rule, condition, message, usesOldSelf } = compiled
  const lost = 'oldSelf cannot be used on the uncorrelatable portion of the schema within'
  return [
    ...(condition.problem === undefined ? [] : [invalidValue(`${path}.rule`, shown(rule), condition.problem)]),
    ...(message.problem === undefined ? [] : [invalidValue(`${path}.messageExpression`, shown(rule), message.problem)]),
    ...(usesOldSelf && uncorrelated !== undefined ? [invalidValue(`${path}.rule`, rule.rule, `${lost} ${uncorrelated}`)] : []),
    ...(!usesOldSelf && rule.optionalOldSelf !== undefined
      ? [invalidValue(`${path}.optionalOldSelf`, rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule')]
      : []),
  ]
}

interface Found {
  readonly form: readonly StatusCause[]
  /** Of rules whose form is right, as is that of all rules below. */
  readonly compiled: readonly StatusCause[]
}

interface Place extends FormPlace {
  readonly isRoot: boolean
  /** The list or map above whose parts cannot be told again after a change. */
  readonly uncorrelated: string | undefined
  /** Whether rules are compiled here: not in what is only asked of a value. */
  readonly isStructure: boolean
}

type Part = readonly [Schema, Place]

const META_FIELDS: readonly string[] = ['metadata', 'kind', 'apiVersion']

const propertyPlace = (schema: Schema, name: string, place: Place): Place => {
  const isObject = place.isRoot || schema['x-kubernetes-embedded-resource'] === true
  const isMetadata = isObject && META_FIELDS.includes(name)
  return {
    ...place,
    isRoot: false,
    path: `${place.path}.properties[${name}]`,
    isMetadata: place.isMetadata || isMetadata,
    noDefault: place.isRoot && isMetadata ? `in top-level ${name}` : place.noDefault,
  }
}

const valuesPlace = (place: Place): Place => ({
  ...place,
  isRoot: false,
  path: `${place.path}.additionalProperties`,
  noDefault: place.isMetadata ? 'inside additionalProperties applying to object metadata' : place.noDefault,
})

/** What is asked of a value, and definitions, which nobody asks for. */
const alternativesOf = (schema: Schema, place: Place): readonly Part[] => {
  const at = (path: string): Place => ({ ...place, isRoot: false, isStructure: false, path: `${place.path}.${path}` })
  const { not, allOf = [], oneOf = [], anyOf = [], definitions = {} } = schema
  return [
    ...(not === undefined ? [] : [[not, at('not')] as const]),
    ...Object.entries({ allOf, oneOf, anyOf }).flatMap(([name, parts]) =>
      parts.map((part, index) => [part, at(`${name}[${index}]`)] as const),
    ),
    ...Object.entries(definitions).map(([name, part]) => [part, at(`definitions[${name}]`)] as const),
  ]
}

const itemsOf = (schema: Schema, place: Place): readonly Part[] => {
  const isKeyed = schema['x-kubernetes-list-type'] === 'map'
  const uncorrelated = isKeyed ? place.uncorrelated : (place.uncorrelated ?? place.path)
  const below = { ...place, isRoot: false, uncorrelated, path: `${place.path}.items` }
  const items = schemaIn(schema.items)
  if (items !== undefined) return [[items, below]]
  const several: readonly unknown[] = Array.isArray(schema.items) ? schema.items : []
  return several.flatMap((one, index) => {
    const item = schemaIn(one)
    return item === undefined ? [] : [[item, { ...below, path: `${below.path}[${index}]` }] as const]
  })
}

const partsOf = (schema: Schema, place: Place): readonly Part[] => {
  const values = schemaIn(schema.additionalProperties)
  return [
    ...(values === undefined ? [] : [[values, valuesPlace(place)] as const]),
    ...Object.entries(schema.properties ?? {}).map(([name, inner]) => [inner, propertyPlace(schema, name, place)] as const),
    ...alternativesOf(schema, place),
    ...itemsOf(schema, place),
    ...Object.entries(schema.dependencies ?? {}).flatMap(([name, dependency]): readonly Part[] => {
      const part = schemaIn(dependency)
      const path = `${place.path}.dependencies[${name}]`
      return part === undefined ? [] : [[part, { ...place, isRoot: false, isStructure: false, path }]]
    }),
  ]
}

const check = (schema: Schema, place: Place): Found => {
  const parts = partsOf(schema, place).map(([part, at]) => check(part, at))
  const rules = schema['x-kubernetes-validations'] ?? []
  const here = (index: number): string => `${place.path}.x-kubernetes-validations[${index}]`
  const form = [
    ...checkFields(schema, place),
    ...parts.flatMap((part) => part.form),
    ...checkKinds(schema, place.path),
    ...rules.flatMap((rule, index) => checkForm(rule, schema, here(index))),
  ]
  const below = parts.flatMap((part) => part.compiled)
  if (!place.isStructure || form.length > 0 || rules.length === 0) return { form, compiled: below }
  const own = rulesOf(schema, place.isRoot).flatMap((rule, index) => checkCompiled(rule, here(index), place.uncorrelated))
  return { form, compiled: [...below, ...own] }
}

/**
 * Rules are compiled where the schema is structural. DIFFERS: what rules may cost at most is not estimated; docs/differences.md.
 */
export const validateOpenApiSchema = (schema: Schema, path: string, isStructural: boolean): readonly StatusCause[] => {
  const root = { path, isRoot: true, isMetadata: false, uncorrelated: undefined, isStructure: isStructural }
  const { form, compiled } = check(schema, root)
  return [...form, ...compiled]
}
