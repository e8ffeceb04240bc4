/**
 * Sets of fields: paths whose steps are written as in FieldsV1 (`f:spec`, `k:{"name":"web"}`, `v:"x"`), joined by a character that
 * no name holds. @see sigs.k8s.io/structured-merge-diff, fieldpath
 */
import { isEqual, isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import { fieldSchema, KEY_DEFAULTS, type FieldSchema } from './schema.ts'

const SEPARATOR = '\u0000'

export type FieldPath = string
export type FieldSet = ReadonlySet<FieldPath>

export const joinStep = (path: FieldPath, step: string): FieldPath => (path === '' ? step : `${path}${SEPARATOR}${step}`)
export const splitPath = (path: FieldPath): readonly string[] => path.split(SEPARATOR)

/** The step of an item in a list that is merged by keys. */
export const itemStep = (item: unknown, keys: readonly string[]): string => {
  const fields = isJsonObject(item) ? item : {}
  const entries = [...keys].sort().map((key) => [key, fields[key] ?? KEY_DEFAULTS[key]] as const)
  return `k:${JSON.stringify(Object.fromEntries(entries))}`
}

/** The values of an object's owned fields; what contains others (items of lists, entries of maps) has the value undefined. */
export type FieldValues = ReadonlyMap<FieldPath, unknown>

const isEmpty = (value: unknown): boolean =>
  value === null || (isJsonObject(value) && Object.keys(value).length === 0) || (isList(value) && value.length === 0)

const collect = (values: Map<FieldPath, unknown>, path: FieldPath, value: unknown, schema: FieldSchema): void => {
  if (schema.kind === 'keyed-list' && isList(value)) {
    for (const item of value) collectItem(values, joinStep(path, itemStep(item, schema.keys)), item, schema.items)
  } else if (schema.kind === 'set' && isList(value)) {
    for (const item of value) values.set(joinStep(path, `v:${JSON.stringify(item)}`), item)
  } else if (isJsonObject(value)) collectObject(values, path, value, schema)
  else values.set(path, value)
}

const collectObject = (values: Map<FieldPath, unknown>, path: FieldPath, value: JsonObject, schema: FieldSchema): void => {
  if (schema.kind === 'map') {
    for (const [name, item] of Object.entries(value)) collectItem(values, joinStep(path, `f:${name}`), item, schema.items)
  } else if (schema.kind === 'structure') {
    for (const [name, item] of Object.entries(value))
      collectField(values, joinStep(path, `f:${name}`), item, fieldSchema(schema.structure, name))
  } else {
    values.set(path, value)
  }
}

const collectField = (values: Map<FieldPath, unknown>, path: FieldPath, value: unknown, schema: FieldSchema): void => {
  if (value === undefined) return
  if (isEmpty(value)) values.set(path, value)
  else collect(values, path, value, schema)
}

const collectItem = (values: Map<FieldPath, unknown>, path: FieldPath, item: unknown, schema: FieldSchema): void => {
  if (schema.kind !== 'atomic') values.set(path, undefined)
  collect(values, path, item, schema)
}

const META_FIELDS = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
] as const

/** What names the object and what the server keeps belongs to nobody. */
const withoutIdentity = (object: JsonObject): JsonObject => {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...rest } = object
  if (!isJsonObject(metadata)) return rest
  const owned = Object.fromEntries(Object.entries(metadata).filter(([name]) => !META_FIELDS.some((field) => field === name)))
  return Object.keys(owned).length === 0 ? rest : { ...rest, metadata: owned }
}

export const fieldValues = (object: JsonObject, schema: FieldSchema): FieldValues => {
  const values = new Map<FieldPath, unknown>()
  collect(values, '', withoutIdentity(object), schema)
  values.delete('')
  return values
}

export interface Comparison {
  /** Added or with another value. */
  readonly changed: FieldSet
  readonly removed: FieldSet
}

export const compareFields = (old: FieldValues, fresh: FieldValues): Comparison => ({
  changed: new Set(
    [...fresh].filter(([path, value]) => !old.has(path) || !isEqual(old.get(path), value)).map(([path]) => path),
  ),
  removed: new Set([...old.keys()].filter((path) => !fresh.has(path))),
})

export const union = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a, ...b])
export const difference = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => !b.has(path)))
export const intersection = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => b.has(path)))

interface Tree {
  [step: string]: Tree
}

/** As metadata.managedFields[].fieldsV1 has it. A dot marks a path that is itself in the set and has others below it. */
export const toFieldsV1 = (set: FieldSet): Readonly<Record<string, unknown>> => {
  const root: Tree = {}
  for (const path of set) {
    let node = root
    for (const step of splitPath(path)) node = node[step] ??= {}
    node['.'] = {}
  }
  return simplify(root)
}

const simplify = (node: Tree): Tree => {
  const keys = Object.keys(node)
  if (keys.length === 1 && keys[0] === '.') return {}
  return Object.fromEntries(keys.sort().map((key) => [key, key === '.' ? {} : simplify(node[key] ?? {})]))
}

const gather = (paths: Set<FieldPath>, path: FieldPath, node: unknown): void => {
  const entries = isJsonObject(node) ? Object.entries(node) : []
  if (entries.length === 0 && path !== '') paths.add(path)
  for (const [step, inner] of entries) {
    if (step === '.') paths.add(path)
    else gather(paths, joinStep(path, step), inner)
  }
}

export const fromFieldsV1 = (fields: unknown): FieldSet => {
  const paths = new Set<FieldPath>()
  gather(paths, '', fields)
  return paths
}

const renderStep = (step: string): string => {
  const text = step.slice(2)
  if (step.startsWith('f:')) return `.${text}`
  if (step.startsWith('v:')) return `[=${text}]`
  const keys: unknown = JSON.parse(text)
  return isJsonObject(keys)
    ? `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`
    : ''
}

/** `.spec.ports[port=80,protocol="TCP"].targetPort` */
export const renderPath = (path: FieldPath): string => splitPath(path).map(renderStep).join('')
