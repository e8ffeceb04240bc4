/** The reference of a result: the fields of src/grading/result.schema.json, with what docs/result.yaml says of each. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Words } from '../grading/words.ts'
import { isJsonObject, isList, type JsonObject } from '../kubernetes/json.ts'

export interface ResultField {
  /** Below the part it belongs to, e.g. `walk[].place`. */
  readonly path: string
  /** What it can be: names of types, or JSON values where only these occur. */
  readonly types: readonly string[]
  readonly isEnumerated: boolean
  /** The part that its value is, or its items are. */
  readonly part?: string
  readonly isOptional: boolean
  /** Absent where nobody has described it. */
  readonly text?: Words
}

/** The whole result, or a definition of its own. */
export interface ResultPart {
  /** `result` is the whole. */
  readonly name: string
  /** The part that it has all the fields of. */
  readonly extends?: string
  readonly fields: readonly ResultField[]
}

const ROOT = 'result'

const nameOfReference = (value: unknown): string | undefined =>
  isJsonObject(value) && typeof value['$ref'] === 'string' ? value['$ref'].split('/').at(-1) : undefined

const objectIn = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})

const typesOf = ({ type, enum: values, const: value }: JsonObject): Pick<ResultField, 'types' | 'isEnumerated'> => {
  const allowed = value === undefined ? values : [value]
  if (isList(allowed)) return { types: allowed.map((one) => JSON.stringify(one)), isEnumerated: true }
  return { types: (isList(type) ? type : [type]).filter((one) => typeof one === 'string'), isEnumerated: false }
}

type Texts = Readonly<Record<string, Readonly<Record<string, Words>>>>

/** `definitions` that have fields of their own are parts; others, such as a text or null, stand for themselves. */
const isPart = (definition: unknown): boolean =>
  isJsonObject(definition) && (isJsonObject(definition['properties']) || isList(definition['allOf']))

const fieldsOf = (schema: JsonObject, definitions: JsonObject, prefix = ''): readonly Omit<ResultField, 'text'>[] => {
  const required = isList(schema['required']) ? schema['required'] : []
  return Object.entries(objectIn(schema['properties'])).flatMap(([name, given]): readonly Omit<ResultField, 'text'>[] => {
    const path = `${prefix}${name}`
    const items = objectIn(given)['items']
    const reference = nameOfReference(given) ?? nameOfReference(items)
    const part = reference !== undefined && isPart(definitions[reference]) ? reference : undefined
    const own = nameOfReference(given) === undefined ? objectIn(given) : objectIn(definitions[reference ?? ''])
    const field = { path, ...typesOf(own), isOptional: !required.includes(name), ...(part === undefined ? {} : { part }) }
    if (part !== undefined) return [field]
    return [field, ...fieldsOf(own, definitions, `${path}.`), ...fieldsOf(objectIn(items), definitions, `${path}[].`)]
  })
}

const readPart = (name: string, schema: JsonObject, definitions: JsonObject, texts: Texts): ResultPart => {
  const parts = isList(schema['allOf']) ? schema['allOf'] : [schema]
  const base = parts.map(nameOfReference).find((reference) => reference !== undefined)
  const fields = parts.flatMap((part) => (nameOfReference(part) === undefined ? fieldsOf(objectIn(part), definitions) : []))
  const own = texts[name] ?? {}
  return {
    name,
    ...(base === undefined ? {} : { extends: base }),
    fields: fields.map((field) => ({ ...field, ...(own[field.path] === undefined ? {} : { text: own[field.path] }) })),
  }
}

/** Parts in the order of a reader: the whole, then what it consists of. */
const ORDER = [ROOT, 'check', 'cause', 'problem', 'repair', 'position']

/** `root` is the folder that holds src/ and docs/. */
export const readResultReference = (root: string): readonly ResultPart[] => {
  const schema = objectIn(JSON.parse(readFileSync(join(root, 'src/grading/result.schema.json'), 'utf8')))
  const texts = parse(readFileSync(join(root, 'docs/result.yaml'), 'utf8')) as Texts
  const definitions = objectIn(schema['definitions'])
  const named = Object.keys(definitions).filter((name) => isPart(definitions[name]))
  return [...new Set([...ORDER, ...named])].map((name) =>
    readPart(name, name === ROOT ? schema : objectIn(definitions[name]), definitions, texts),
  )
}
