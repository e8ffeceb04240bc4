/** What makes a schema structural. @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/validation.go, v1.34 */
import type { JSONSchemaProps } from '../../generated/types.ts'
import { isJsonObject } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue, required } from '../causes.ts'
import { validateNestedSchemas } from './nested-schema.ts'

type Schema = JSONSchemaProps
type Level = 'root' | 'item' | 'field'

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
}

const checkType = (schema: Schema, level: Level, path: string): readonly StatusCause[] => {
  const { type = '' } = schema
  const at = `${path}.type`
  const isFree = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true
  const embedded = 'must be object if x-kubernetes-embedded-resource is true'
  const causes: StatusCause[] = []
  if (schema['x-kubernetes-embedded-resource'] === true && type !== 'object') {
    causes.push(type === '' ? required(at, embedded) : invalidValue(at, type, embedded))
  } else if (type === '' && !isFree) {
    causes.push(required(at, EMPTY_TYPE[level]))
  }
  return level === 'root' && type !== '' && type !== 'object'
    ? [...causes, invalidValue(at, type, 'must be object at the root')]
    : causes
}

const checkExtensions = (schema: Schema, path: string): readonly StatusCause[] =>
  schema['x-kubernetes-int-or-string'] === true
    ? (['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'] as const)
        .filter((name) => schema[name] === true)
        .map((name) => invalidValue(`${path}.${name}`, true, 'must be false if x-kubernetes-int-or-string is true'))
    : []

const checkEmbedded = (schema: Schema, path: string): readonly StatusCause[] => {
  if (schema['x-kubernetes-embedded-resource'] !== true) return []
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true
  return [
    ...(schema.additionalProperties === undefined
      ? []
      : [forbiddenField(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set')]),
    ...(isOpen || Object.keys(schema.properties ?? {}).length > 0
      ? []
      : [
          required(
            `${path}.properties`,
            'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
          ),
        ]),
  ]
}

/** What metadata of the root may say beside the schemas of names. */
const ROOT_METADATA: readonly string[] = ['type', 'default', 'properties', 'example', 'externalDocs']
const isSilent = (value: unknown): boolean =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0)

const isOnlyNames = (metadata: Schema): boolean =>
  Object.keys(metadata.properties ?? {}).every((name) => name === 'name' || name === 'generateName') &&
  Object.entries(metadata).every(([name, value]) => ROOT_METADATA.includes(name) || isSilent(value))

const checkMetadata = (metadata: Schema, level: Level, isResource: boolean, path: string): readonly StatusCause[] => [
  ...(isResource && metadata.type !== 'object' ? [invalidValue(`${path}.type`, metadata.type ?? '', 'must be object')] : []),
  ...(level === 'root' && !isOnlyNames(metadata)
    ? [forbiddenField(path, 'must not specify anything other than name and generateName, but metadata is implicitly specified')]
    : []),
]

/** The fields that every object has. */
const checkObjectFields = (schema: Schema, level: Level, path: string): readonly StatusCause[] => {
  const { properties = {} } = schema
  const isResource = level === 'root' || schema['x-kubernetes-embedded-resource'] === true
  const { metadata } = properties
  return [
    ...(isResource ? ['kind', 'apiVersion'] : []).flatMap((name) => {
      const field = properties[name]
      return field === undefined || field.type === 'string'
        ? []
        : [invalidValue(`${path}.properties[${name}].type`, field.type ?? '', 'must be string')]
    }),
    ...(metadata === undefined ? [] : checkMetadata(metadata, level, isResource, `${path}.properties[metadata]`)),
  ]
}

const check = (schema: Schema, level: Level, path: string): readonly StatusCause[] => {
  const { type, items, properties = {}, additionalProperties } = schema
  return [
    ...(type === 'array' && items === undefined ? [required(`${path}.items`, 'must be specified')] : []),
    ...(isJsonObject(items) ? check(items, 'item', `${path}.items`) : []),
    ...Object.entries(properties).flatMap(([name, inner]) => check(inner, 'field', `${path}.properties[${name}]`)),
    ...(additionalProperties !== undefined && level === 'root'
      ? [forbiddenField(`${path}.additionalProperties`, 'must not be used at the root')]
      : []),
    ...(isJsonObject(additionalProperties) ? check(additionalProperties, 'field', `${path}.additionalProperties`) : []),
    ...checkExtensions(schema, path),
    ...validateNestedSchemas(schema, path),
    ...checkType(schema, level, path),
    ...checkEmbedded(schema, path),
    ...checkObjectFields(schema, level, path),
  ]
}

/** What no structure can be read from, in a schema without its parts. */
const unstructuredField = (schema: Schema): string | undefined => {
  const { id = '', $schema = '', $ref = '', patternProperties, dependencies, additionalItems, definitions } = schema
  const isFilled = (map: object = {}): boolean => Object.keys(map).length > 0
  const has: Readonly<Record<string, boolean>> = {
    id: id !== '',
    schema: $schema !== '',
    $ref: $ref !== '',
    patternProperties: isFilled(patternProperties),
    dependencies: isFilled(dependencies),
    additionalItems: additionalItems !== undefined,
    definitions: isFilled(definitions),
  }
  const field = Object.keys(has).find((name) => has[name])
  if (field !== undefined) return `OpenAPIV3Schema '${field}' is not supported`
  return Array.isArray(schema.items) && schema.items.length > 0
    ? "OpenAPIV3Schema 'items' must be a schema, but is an array"
    : undefined
}

/** Why no structure can be read from a schema. */
export const unstructuredIn = (schema: Schema): string | undefined => {
  const { allOf = [], anyOf = [], oneOf = [], not, items, properties = {}, additionalProperties } = schema
  const parts = [not, ...allOf, ...anyOf, ...oneOf, ...Object.values(properties), items, additionalProperties]
  return parts.reduce<string | undefined>(
    (found, part) => found ?? (isJsonObject(part) ? unstructuredIn(part) : undefined),
    unstructuredField(schema),
  )
}

/** What is asked of a value's parts, and is no part of its structure. */
const checkComplete = (
  asked: Schema,
  known: Schema,
  at: { readonly path: string; readonly asked: string },
): readonly StatusCause[] => {
  const { allOf = [], anyOf = [], oneOf = [], not, items, properties = {} } = asked
  const missing = (part: string): StatusCause => required(`${at.path}.${part}`, `because it is defined in ${at.asked}.${part}`)
  const below = (part: string, inner: Schema, own: unknown): readonly StatusCause[] =>
    isJsonObject(own)
      ? checkComplete(inner, own, { path: `${at.path}.${part}`, asked: `${at.asked}.${part}` })
      : [missing(part)]
  const again = (part: string, inner: Schema): readonly StatusCause[] =>
    checkComplete(inner, known, { path: at.path, asked: `${at.asked}.${part}` })
  const isNested = at.path !== at.asked
  return [
    ...(not === undefined ? [] : again('not', not)),
    ...Object.entries({ allOf, anyOf, oneOf }).flatMap(([name, list]) =>
      list.flatMap((inner, index) => again(`${name}[${index}]`, inner)),
    ),
    ...(isNested && isJsonObject(items) ? below('items', items, known.items) : []),
    ...(isNested ? Object.entries(properties) : []).flatMap(([name, inner]) =>
      below(`properties[${name}]`, inner, known.properties?.[name]),
    ),
  ]
}

const textOf = ({ field, message }: StatusCause): string => `${field}: ${message}`

/** In the order of their texts, as the server sorts them. */
export const validateStructure = (root: Schema, path: string): readonly StatusCause[] =>
  [...check(root, 'root', path), ...checkComplete(root, root, { path, asked: path })].sort((a, b) =>
    textOf(a) < textOf(b) ? -1 : 1,
  )
