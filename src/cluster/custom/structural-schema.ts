/** Schemas of custom resources: what they leave out of an object, and what they fill in. @see Kubernetes documentation, "Specifying a structural schema" */
import type { JSONSchemaProps } from '../../kubernetes/generated/types.ts'
import { isJsonObject, isList } from '../../kubernetes/json.ts'

export type Schema = JSONSchemaProps

/** A schema inside another; the API's own type has no name for these two. */
export const schemaOfItems = ({ items }: Schema): Schema | undefined => (isJsonObject(items) ? items : undefined)

export const schemaOfValues = ({ additionalProperties }: Schema): Schema | undefined =>
  isJsonObject(additionalProperties) ? additionalProperties : undefined

const keepsUnknown = (schema: Schema): boolean =>
  schema['x-kubernetes-preserve-unknown-fields'] === true ||
  (schema as { additionalProperties?: unknown }).additionalProperties === true

/** What every object has, whatever its schema says. */
const OBJECT_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])

export interface Pruned {
  readonly value: unknown
  /** Paths of what was left out. */
  readonly unknownFields: readonly string[]
}

/** Leaves out the fields that the schema does not know. */
export const prune = (value: unknown, schema: Schema): Pruned => {
  const unknownFields: string[] = []
  const visit = (item: unknown, at: Schema | undefined, path: string, isRoot: boolean): unknown => {
    if (at === undefined) return item
    if (isList(item)) return item.map((entry, index) => visit(entry, schemaOfItems(at), `${path}[${index}]`, false))
    if (!isJsonObject(item)) return item
    const isObject = isRoot || at['x-kubernetes-embedded-resource'] === true
    const values = schemaOfValues(at)
    return Object.fromEntries(
      Object.entries(item).flatMap(([name, entry]): (readonly [string, unknown])[] => {
        const inner = path === '' ? name : `${path}.${name}`
        const known = at.properties?.[name]
        if (isObject && OBJECT_FIELDS.has(name)) return [[name, entry]]
        if (known !== undefined) return [[name, visit(entry, known, inner, false)]]
        if (values !== undefined) return [[name, visit(entry, values, inner, false)]]
        if (keepsUnknown(at)) return [[name, entry]]
        unknownFields.push(inner)
        return []
      }),
    )
  }
  return { value: visit(value, schema, '', true), unknownFields }
}

/** Fills in the schema's defaults, in what is there and in what they bring. Null where the schema has a default counts as absent. */
export const fillDefaults = (value: unknown, schema: Schema | undefined): unknown => {
  if (schema === undefined) return value
  if (isList(value)) return value.map((item) => fillDefaults(item, schemaOfItems(schema)))
  if (!isJsonObject(value)) return value
  const values = schemaOfValues(schema)
  const filled: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const known = schema.properties?.[name] ?? values
    const isUnset = item === null && known?.nullable !== true && known?.default !== undefined
    if (!isUnset) filled[name] = fillDefaults(item, known)
  }
  for (const [name, known] of Object.entries(schema.properties ?? {}))
    if (filled[name] === undefined && known.default !== undefined) filled[name] = fillDefaults(known.default, known)
  return filled
}

/** An object's defaults; those of its metadata are not the schema's business. */
export const fillObjectDefaults = <Kind extends object>(object: Kind, schema: Schema | undefined): Kind => {
  if (schema === undefined) return object
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...properties } = schema.properties ?? {}
  return fillDefaults(object, { ...schema, properties }) as Kind
}
