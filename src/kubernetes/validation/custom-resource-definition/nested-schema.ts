/** What `allOf`, `anyOf`, `oneOf` and `not` of a schema must leave to the schema itself. @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/validation.go, v1.34 */
import type { JSONSchemaProps } from '../../generated/types.ts'
import { isEqual, isJsonObject } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField } from '../causes.ts'

type Schema = JSONSchemaProps

const INT_OR_STRING: readonly Schema[] = [{ type: 'integer' }, { type: 'string' }]

/** Each with what it must be. */
const RULES: readonly (readonly [keyof Schema, 'empty' | 'false' | 'undefined'])[] = [
  ['type', 'empty'],
  ['additionalProperties', 'undefined'],
  ['default', 'undefined'],
  ['title', 'empty'],
  ['description', 'empty'],
  ['nullable', 'false'],
  ['x-kubernetes-preserve-unknown-fields', 'false'],
  ['x-kubernetes-embedded-resource', 'false'],
  ['x-kubernetes-int-or-string', 'false'],
  ['x-kubernetes-list-map-keys', 'empty'],
  ['x-kubernetes-list-type', 'undefined'],
  ['x-kubernetes-map-type', 'undefined'],
  ['x-kubernetes-validations', 'empty'],
]

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)

const isAsWanted = (value: unknown, wanted: 'empty' | 'false' | 'undefined'): boolean =>
  wanted === 'undefined' ? value === undefined : isEmpty(value)

const checkNested = (schema: Schema, path: string): readonly StatusCause[] => [
  ...RULES.flatMap(([name, wanted]) =>
    isAsWanted(schema[name], wanted) ? [] : [forbiddenField(`${path}.${name}`, `must be ${wanted} to be structural`)],
  ),
  ...(schema.properties?.['metadata'] === undefined
    ? []
    : [forbiddenField(`${path}.properties[metadata]`, 'must not be specified in a nested context')]),
  ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => checkNested(inner, `${path}.properties[${name}]`)),
  ...(isJsonObject(schema.items) ? checkNested(schema.items, `${path}.items`) : []),
  ...validateNestedSchemas(schema, path),
]

/** A field that is a whole number or a text says so in one of two forms, which are let pass. */
const isIntOrString = (schemas: readonly Schema[] | undefined): boolean => isEqual(schemas ?? [], INT_OR_STRING)

/** Of one schema, not of the schemas of its fields. */
export function validateNestedSchemas(
  { allOf = [], anyOf = [], oneOf = [], not }: Schema,
  path: string,
): readonly StatusCause[] {
  return [
    ...(isIntOrString(anyOf) ? [] : anyOf.flatMap((one, index) => checkNested(one, `${path}.anyOf[${index}]`))),
    ...allOf.flatMap((one, index) =>
      index === 0 && isIntOrString(one.anyOf) ? [] : checkNested(one, `${path}.allOf[${index}]`),
    ),
    ...oneOf.flatMap((one, index) => checkNested(one, `${path}.oneOf[${index}]`)),
    ...(not === undefined ? [] : checkNested(not, `${path}.not`)),
  ]
}
