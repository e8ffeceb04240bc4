/** Schemas of custom resources in CEL: the types that they say, and their values. @see k8s.io/apiserver pkg/cel/common/{schemas,values}.go, v1.34 */
import type { JSONSchemaProps } from '../generated/types.ts'
import { isJsonObject, isList } from '../json.ts'
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, listOf, mapOf, objectOf, STRING, TIMESTAMP, type Type } from './types.ts'
import { readDuration, timeOf } from './library/times.ts'
import type { Key, Value } from './values.ts'

type Schema = JSONSchemaProps

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)

/** A field's name as expressions write it; undefined where they cannot. */
const escapeName = (name: string): string | undefined => {
  if (RESERVED.has(name)) return `__${name}__`
  const escaped = name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__')
  return /^[A-Za-z_]\w*$/u.test(escaped) ? escaped : undefined
}

const itemsOf = ({ items }: Schema): Schema | undefined => (isJsonObject(items) ? items : undefined)
const valuesOf = ({ additionalProperties }: Schema): Schema | undefined =>
  isJsonObject(additionalProperties) ? additionalProperties : undefined

const TEXT: Schema = { type: 'string' }
const METADATA: Schema = { type: 'object', properties: { name: TEXT, generateName: TEXT } }

/** What every object has, whatever its schema says. */
const withObjectFields = (schema: Schema): Schema => ({
  ...schema,
  properties: { ...schema.properties, apiVersion: TEXT, kind: TEXT, metadata: METADATA },
})

const whole = (schema: Schema, isRoot: boolean): Schema =>
  isRoot || schema['x-kubernetes-embedded-resource'] === true ? withObjectFields(schema) : schema

const SCALARS: Readonly<Record<string, Type>> = { boolean: BOOL, integer: INT, number: DOUBLE, string: STRING }
const FORMATS: Readonly<Record<string, Type>> = { byte: BYTES, date: TIMESTAMP, 'date-time': TIMESTAMP, duration: DURATION }

const objectType = (schema: Schema, path: string): Type | undefined => {
  const values = valuesOf(schema)
  if (values !== undefined) {
    const type = typeOfSchema(values, `${path}.@values`)
    return type === undefined ? undefined : mapOf(STRING, type)
  }
  const { properties = {} } = schema
  const fields = Object.entries(properties).flatMap(([name, inner]): (readonly [string, Type])[] => {
    const escaped = escapeName(name)
    const type = typeOfSchema(inner, `${path}.${name}`)
    return escaped === undefined || type === undefined ? [] : [[escaped, type]]
  })
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true && fields.length === 0
  return isOpen ? undefined : objectOf(path, new Map(fields))
}

/** Undefined: expressions do not see it, since the schema does not say what it is. */
export function typeOfSchema(given: Schema, path = 'object', isRoot = false): Type | undefined {
  const schema = whole(given, isRoot)
  if (schema['x-kubernetes-int-or-string'] === true) return DYN
  const { type = '', format = '' } = schema
  if (type === 'array') {
    const items = itemsOf(schema)
    const item = items === undefined ? undefined : typeOfSchema(items, `${path}.@items`)
    return item === undefined ? undefined : listOf(item)
  }
  if (type === 'object') return objectType(schema, path)
  if (type === 'string') return FORMATS[format] ?? STRING
  return SCALARS[type]
}

const bytesOf = (base64: string): Uint8Array => {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}

const textValue = (text: string, format: string): Value => {
  if (format === 'byte') return bytesOf(text)
  if (format === 'date') return timeOf(`${text}T00:00:00Z`)
  if (format === 'date-time') return timeOf(text)
  return format === 'duration' ? (readDuration(text) ?? text) : text
}

const objectValue = (value: Readonly<Record<string, unknown>>, schema: Schema): Value => {
  const values = valuesOf(schema)
  const made = new Map<Key, Value>()
  for (const [name, item] of Object.entries(value)) {
    if (values !== undefined) made.set(name, valueOfSchema(item, values))
    const known = schema.properties?.[name]
    const escaped = known === undefined ? undefined : escapeName(name)
    if (known !== undefined && escaped !== undefined) made.set(escaped, valueOfSchema(item, known))
  }
  return made
}

/** A value that was found to fit its schema. */
export function valueOfSchema(value: unknown, given: Schema, isRoot = false): Value {
  const schema = whole(given, isRoot)
  if (typeof value === 'number') return schema.type === 'number' || !Number.isInteger(value) ? value : BigInt(value)
  if (typeof value === 'string') return textValue(value, schema.format ?? '')
  if (typeof value === 'boolean') return value
  if (isList(value)) return value.map((item) => valueOfSchema(item, itemsOf(schema) ?? {}))
  return isJsonObject(value) ? objectValue(value, schema) : null
}
