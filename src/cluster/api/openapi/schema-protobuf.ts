/** Schemas of OpenAPI v2 in Protobuf. @see https://github.com/google/gnostic OpenAPIv2/OpenAPIv2.proto, whose field numbers these are */
import { doubleField, field, wholeField } from './protobuf-fields.ts'
import type { Schema } from './schemas.ts'

/** Values are told in YAML, which JSON is as well. */
const anyOf = (value: unknown): readonly Uint8Array[] => [field(2, `${JSON.stringify(value)}\n`)]

/** A name and its value, as extensions are: theirs is the field 13 of operations, 31 of schemas. */
export const extensionField = (number: number, name: string, value: unknown): Uint8Array =>
  field(number, [field(1, name), field(2, anyOf(value))])

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)

/** NamedSchema, of which Properties and Definitions consist. */
export const namedSchemas = (schemas: Schema): readonly Uint8Array[] =>
  Object.entries(schemas).flatMap(([name, schema]) =>
    isSchema(schema) ? [field(1, [field(1, name), field(2, schemaFields(schema))])] : [],
  )

type Encode = (number: number, value: unknown) => readonly Uint8Array[]

const text: Encode = (number, value) => (typeof value === 'string' ? [field(number, value)] : [])
const whole: Encode = (number, value) =>
  typeof value === 'boolean' || (typeof value === 'number' && value >= 0) ? [wholeField(number, value)] : []
const double: Encode = (number, value) => (typeof value === 'number' ? [doubleField(number, value)] : [])
const any: Encode = (number, value) => [field(number, anyOf(value))]
const each =
  (encode: Encode): Encode =>
  (number, values) =>
    Array.isArray(values) ? values.flatMap((value: unknown) => encode(number, value)) : []
const schema: Encode = (number, value) => (isSchema(value) ? [field(number, schemaFields(value))] : [])
/** A message whose first field is the schema. */
const wrapped: Encode = (number, value) => (isSchema(value) ? [field(number, schema(1, value))] : [])
const additional: Encode = (number, value) =>
  typeof value === 'boolean' ? [field(number, [wholeField(2, value)])] : wrapped(number, value)
const type: Encode = (number, value) => (typeof value === 'string' ? [field(number, [field(1, value)])] : [])
const named: Encode = (number, value) => (isSchema(value) ? [field(number, namedSchemas(value))] : [])

const FIELDS: ReadonlyMap<string, readonly [number: number, encode: Encode]> = new Map([
  ['$ref', [1, text]],
  ['format', [2, text]],
  ['title', [3, text]],
  ['description', [4, text]],
  ['default', [5, any]],
  ['multipleOf', [6, double]],
  ['maximum', [7, double]],
  ['exclusiveMaximum', [8, whole]],
  ['minimum', [9, double]],
  ['exclusiveMinimum', [10, whole]],
  ['maxLength', [11, whole]],
  ['minLength', [12, whole]],
  ['pattern', [13, text]],
  ['maxItems', [14, whole]],
  ['minItems', [15, whole]],
  ['uniqueItems', [16, whole]],
  ['maxProperties', [17, whole]],
  ['minProperties', [18, whole]],
  ['required', [19, each(text)]],
  ['enum', [20, each(any)]],
  ['additionalProperties', [21, additional]],
  ['type', [22, type]],
  ['items', [23, wrapped]],
  ['allOf', [24, each(schema)]],
  ['properties', [25, named]],
])

/** What the second version of OpenAPI has no field for is left out. */
const schemaFields = (given: Schema): readonly Uint8Array[] =>
  Object.entries(given).flatMap(([key, value]) => {
    if (key.startsWith('x-')) return [extensionField(31, key, value)]
    const known = FIELDS.get(key)
    return known === undefined ? [] : known[1](known[0], value)
  })
