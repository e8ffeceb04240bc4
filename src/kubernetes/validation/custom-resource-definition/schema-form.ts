/** What one part of a definition's schema may say, beside its rules in CEL. @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import type { JSONSchemaProps } from '../../generated/types.ts'
import { isJsonObject } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../causes.ts'

type Schema = JSONSchemaProps

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'] as const
const LIST_TYPES = ['atomic', 'set', 'map'] as const
const MAP_TYPES = ['atomic', 'granular'] as const

export const isFilled = (map: object | undefined): map is object => map !== undefined && Object.keys(map).length > 0
const itemOf = ({ items }: Schema): Schema | undefined => (isJsonObject(items) ? items : undefined)

/** Fields of OpenAPI that no schema may have, as they are told. */
const unsupportedFields = (schema: Schema): readonly string[] => {
  const { id = '', additionalItems, patternProperties, definitions, dependencies, $ref } = schema
  const has: Readonly<Record<string, boolean>> = {
    id: id !== '',
    additionalItems: additionalItems !== undefined,
    patternProperties: isFilled(patternProperties),
    definitions: isFilled(definitions),
    dependencies: dependencies !== undefined,
    $ref: $ref !== undefined,
  }
  return Object.keys(has).filter((name) => has[name])
}

/** Where a part stands: metadata of an object has rules of its own. */
export interface FormPlace {
  readonly path: string
  /** Why no default may be given. */
  readonly noDefault?: string | undefined
  readonly isMetadata: boolean
}

/** What is told before the parts below. */
export const checkFields = (schema: Schema, { path, noDefault, isMetadata }: FormPlace): readonly StatusCause[] => {
  const { type = '', additionalProperties, properties } = schema
  return [
    ...(type === '' || TYPES.some((known) => known === type) ? [] : [notSupported(`${path}.type`, type, TYPES)]),
    ...(schema.default !== undefined && noDefault !== undefined
      ? [forbiddenField(`${path}.default`, `must not be set ${noDefault}`)]
      : []),
    ...unsupportedFields(schema).map((name) => forbiddenField(`${path}.${name}`, `${name} is not supported`)),
    ...(type === 'null' ? [forbiddenField(`${path}.type`, 'type cannot be set to null, use nullable as an alternative')] : []),
    ...(Array.isArray(schema.items) && schema.items.length > 0
      ? [forbiddenField(`${path}.items`, 'items must be a schema object and not an array')]
      : []),
    ...(isMetadata && schema['x-kubernetes-embedded-resource'] === true
      ? [forbiddenField(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta')]
      : []),
    ...(schema.uniqueItems === true
      ? [
          forbiddenField(
            `${path}.uniqueItems`,
            'uniqueItems cannot be set to true since the runtime complexity becomes quadratic',
          ),
        ]
      : []),
    ...(additionalProperties !== undefined && additionalProperties !== true && isFilled(properties)
      ? [forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive')]
      : []),
  ]
}

const mustBeOf = (schema: Schema, type: 'array' | 'object', reason: string, path: string): readonly StatusCause[] => {
  const { type: given = '' } = schema
  if (given === type) return []
  const detail = `must be ${type} if ${reason}`
  return [given === '' ? required(`${path}.type`, detail) : invalidValue(`${path}.type`, given, detail)]
}

const checkMapType = (schema: Schema, path: string): readonly StatusCause[] => {
  const mapType = schema['x-kubernetes-map-type']
  if (mapType === undefined) return []
  return [
    ...mustBeOf(schema, 'object', 'x-kubernetes-map-type is specified', path),
    ...(MAP_TYPES.some((known) => known === mapType)
      ? []
      : [notSupported(`${path}.x-kubernetes-map-type`, mapType, MAP_TYPES)]),
  ]
}

/** What a set holds is told apart as a whole. */
const checkSetItem = (item: Schema, path: string): readonly StatusCause[] => {
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set'
  const listType = item['x-kubernetes-list-type']
  const shown = listType ?? null
  if (item.type === 'array' && listType !== undefined && listType !== 'atomic')
    return [invalidValue(`${path}.items.x-kubernetes-list-type`, shown, detail)]
  // The server shows the type of the list there too.
  return item.type === 'object' && item['x-kubernetes-map-type'] !== 'atomic'
    ? [invalidValue(`${path}.items.x-kubernetes-map-type`, shown, detail)]
    : []
}

const checkListType = (schema: Schema, path: string): readonly StatusCause[] => {
  const { 'x-kubernetes-list-type': listType, 'x-kubernetes-list-map-keys': keys = [] } = schema
  const at = `${path}.x-kubernetes-list-type`
  const item = itemOf(schema)
  const byKeys = 'must be map if x-kubernetes-list-map-keys is non-empty'
  if (listType === undefined) return keys.length > 0 ? [required(at, byKeys)] : []
  const type = mustBeOf(schema, 'array', 'x-kubernetes-list-type is specified', path)
  return [
    ...type,
    ...(type.length === 0 && listType === 'set' && item !== undefined ? checkSetItem(item, path) : []),
    ...(LIST_TYPES.some((known) => known === listType) ? [] : [notSupported(at, listType, LIST_TYPES)]),
    ...(keys.length > 0 && listType !== 'map' ? [invalidValue(at, listType, byKeys)] : []),
  ]
}

const checkKeys = (item: Schema, keys: readonly string[], path: string): readonly StatusCause[] =>
  keys.flatMap((key, index) => {
    const at = `${path}.x-kubernetes-list-map-keys`
    const property = item.properties?.[key]
    const isScalar = property?.type !== 'array' && property?.type !== 'object'
    const scalar = "must be a scalar type if parent array's x-kubernetes-list-type is map"
    return [
      ...(property === undefined ? [invalidValue(at, keys, 'entries must all be names of item properties')] : []),
      ...(isScalar ? [] : [invalidValue(`${path}.items.properties[${key}].type`, item.type, scalar)]),
      ...(keys.indexOf(key) === index ? [] : [invalidValue(at, keys, 'must not contain duplicate entries')]),
    ]
  })

const checkMapList = (schema: Schema, path: string): readonly StatusCause[] => {
  const { 'x-kubernetes-list-map-keys': keys = [], items } = schema
  const item = itemOf(schema)
  return [
    ...(keys.length === 0
      ? [required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map')]
      : []),
    ...(items === undefined ? [required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map')] : []),
    ...(item !== undefined && item.type !== 'object'
      ? [invalidValue(`${path}.items.type`, item.type ?? '', "must be object if parent array's x-kubernetes-list-type is map")]
      : []),
    ...(item?.type === 'object' ? checkKeys(item, keys, path) : []),
  ]
}

/** A key that may be missing or null tells no items apart. */
const checkKeysGiven = (item: Schema, keys: readonly string[], path: string): readonly StatusCause[] =>
  keys.flatMap((key) => {
    const property = item.properties?.[key]
    if (property === undefined) return []
    const at = `${path}.items.properties[${key}]`
    const isKey = 'this property is in x-kubernetes-list-map-keys, so it'
    const isGiven = item.required?.includes(key) === true || property.default !== undefined
    return [
      ...(isGiven ? [] : [required(`${at}.default`, `${isKey} must have a default or be a required property`)]),
      ...(property.nullable === true ? [forbiddenField(`${at}.nullable`, `${isKey} cannot be nullable`)] : []),
    ]
  })

const checkItems = (schema: Schema, path: string): readonly StatusCause[] => {
  const { 'x-kubernetes-list-type': listType, 'x-kubernetes-list-map-keys': keys = [] } = schema
  const item = itemOf(schema)
  if (item === undefined || (listType !== 'set' && listType !== 'map')) return []
  return [
    ...(item.nullable === true
      ? [forbiddenField(`${path}.items.nullable`, `cannot be nullable when x-kubernetes-list-type is ${listType}`)]
      : []),
    ...(listType === 'map' ? checkKeysGiven(item, keys, path) : []),
  ]
}

/** What is told after the parts below. */
export const checkKinds = (schema: Schema, path: string): readonly StatusCause[] => [
  ...(schema['x-kubernetes-preserve-unknown-fields'] === false
    ? [invalidValue(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined')]
    : []),
  ...checkMapType(schema, path),
  ...checkListType(schema, path),
  ...(schema['x-kubernetes-list-type'] === 'map' ? checkMapList(schema, path) : []),
  ...checkItems(schema, path),
]
