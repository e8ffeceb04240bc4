/** The structures of the API as JSON Schemas, for OpenAPI documents. */
import { isRequired, typeOf } from '../../../kubernetes/field-types.ts'
import { describeField } from '../../../kubernetes/descriptions.ts'
import { ENUMERATIONS } from '../../../kubernetes/enumerations.ts'
import { ROOT_STRUCTURES, fieldsOf } from '../../../kubernetes/structure.ts'
import { isPatchedAsSet, isSetList, listMapKeys, patchMergeKey, patchStrategy } from '../../../kubernetes/patch/merge-keys.ts'

export type Schema = Readonly<Record<string, unknown>>

/** Where definitions stand: `#/components/schemas/` or `#/definitions/`. */
export interface Dialect {
  readonly prefix: string
  /** Whether a reference may have a description beside it only when wrapped. */
  readonly wrapReferences: boolean
}

const itemOf = (field: string): string => typeOf(field).replaceAll(/\[\]|\{\}/gu, '')

const META = new Set([
  'APIGroup',
  'Condition',
  'LabelSelector',
  'LabelSelectorRequirement',
  'ListMeta',
  'ManagedFieldsEntry',
  'ObjectMeta',
  'OwnerReference',
  'Status',
])

const collectOwners = (): ReadonlyMap<string, string> => {
  const owners = new Map<string, string>()
  const visit = (structure: string, apiVersion: string): void => {
    const fields = fieldsOf(structure)
    if (owners.has(structure) || fields === undefined) return
    owners.set(structure, apiVersion)
    for (const type of Object.values(fields)) visit(itemOf(type), apiVersion)
  }
  const roots = Object.entries(ROOT_STRUCTURES).map(
    ([key, structure]) => [key.slice(0, key.lastIndexOf('/')), structure] as const,
  )
  for (const [apiVersion, structure] of roots.sort(([a], [b]) => (a === 'v1' ? -1 : b === 'v1' ? 1 : 0)))
    visit(structure, apiVersion)
  return owners
}

let owners: ReadonlyMap<string, string> | undefined

/** `io.k8s.api.networking.v1.NetworkPolicy` */
export const definitionName = (structure: string): string => {
  if (META.has(structure)) return `io.k8s.apimachinery.pkg.apis.meta.v1.${structure}`
  owners ??= collectOwners()
  const apiVersion = owners.get(structure) ?? 'v1'
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion]
  return `io.k8s.api.${group.split('.')[0] ?? group}.${version}.${structure}`
}

const SCALARS: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  integer: { type: 'integer', format: 'int32' },
  number: { type: 'number', format: 'double' },
  time: { type: 'string', format: 'date-time' },
  microtime: { type: 'string', format: 'date-time' },
  bytes: { type: 'string', format: 'byte' },
}

const INT_OR_STRING = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString'
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity'
/** Types that are neither scalars nor structures. */
const NAMED: Readonly<Record<string, string>> = { 'int-or-string': INT_OR_STRING, quantity: QUANTITY }

const FIELDS_V1 = 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1'

const typeSchema = (type: string, dialect: Dialect): Schema => {
  if (type.startsWith('[]')) return { type: 'array', items: typeSchema(type.slice(2), dialect) }
  if (type.startsWith('{}')) return { type: 'object', additionalProperties: typeSchema(type.slice(2), dialect) }
  const named = NAMED[type]
  if (named !== undefined) return { $ref: `${dialect.prefix}${named}` }
  if (fieldsOf(type) !== undefined) return { $ref: `${dialect.prefix}${definitionName(type)}` }
  return SCALARS[type] ?? { type: 'object' }
}

const mergeExtensions = (structure: string, field: string): Schema => {
  const patchKey = patchMergeKey(structure, field)
  const keys = listMapKeys(structure, field)
  const set = isSetList(structure, field)
  const strategy = patchStrategy(structure, field)
  const strategies = [
    ...(patchKey === undefined && !isPatchedAsSet(structure, field) ? [] : ['merge']),
    ...(strategy === undefined ? [] : [strategy]),
  ]
  return {
    ...(keys === undefined ? {} : { 'x-kubernetes-list-map-keys': keys, 'x-kubernetes-list-type': 'map' }),
    ...(set ? { 'x-kubernetes-list-type': 'set' } : {}),
    ...(patchKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': patchKey }),
    ...(strategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': strategies.join(',') }),
  }
}

const enumerate = (schema: Schema, values: readonly string[] | undefined): Schema => {
  if (values === undefined) return schema
  return schema['type'] === 'array' ? { ...schema, items: { type: 'string', enum: values } } : { ...schema, enum: values }
}

/** What a field is of; whose fields somebody owns is an object with a name of its own. */
const plainSchema = (structure: string, field: string, dialect: Dialect): Schema =>
  structure === 'ManagedFieldsEntry' && field === 'fieldsV1'
    ? { $ref: `${dialect.prefix}${FIELDS_V1}` }
    : typeSchema(typeOf(fieldsOf(structure)?.[field] ?? ''), dialect)

const fieldSchema = (structure: string, field: string, dialect: Dialect): Schema => {
  const type = typeOf(fieldsOf(structure)?.[field] ?? '')
  const schema = enumerate(plainSchema(structure, field, dialect), ENUMERATIONS[`${structure}.${field}`])
  const description = describeField(structure, field)
  const described = description === '' ? {} : { description }
  const extensions = mergeExtensions(structure, field)
  if ('$ref' in schema && dialect.wrapReferences)
    return { ...described, ...(type in NAMED || type === 'object' ? {} : { default: {} }), allOf: [schema], ...extensions }
  return { ...described, ...schema, ...extensions }
}

const kindsOf = (structure: string): readonly unknown[] =>
  Object.entries(ROOT_STRUCTURES)
    .filter(([, root]) => root === structure)
    .map(([key]) => {
      const parts = key.split('/')
      const kind = parts.pop() ?? ''
      const version = parts.pop() ?? ''
      return { group: parts.pop() ?? '', kind, version }
    })

const structureSchema = (structure: string, dialect: Dialect): Schema => {
  const fields = fieldsOf(structure) ?? {}
  const description = describeField(structure, '')
  const required = Object.entries(fields).flatMap(([field, type]) => (isRequired(type) ? [field] : []))
  const kinds = kindsOf(structure)
  const properties = Object.fromEntries(Object.keys(fields).map((field) => [field, fieldSchema(structure, field, dialect)]))
  return {
    ...(description === '' ? {} : { description }),
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(kinds.length === 0 ? {} : { 'x-kubernetes-group-version-kind': kinds }),
  }
}

const reach = (found: Set<string>, structure: string): void => {
  const fields = fieldsOf(structure)
  if (fields === undefined || found.has(structure)) return
  found.add(structure)
  for (const type of Object.values(fields)) reach(found, itemOf(type))
}

/** Definitions of the structures and of all that they hold. */
export const schemasOf = (structures: readonly string[], dialect: Dialect): Readonly<Record<string, Schema>> => {
  const found = new Set<string>()
  for (const structure of structures) reach(found, structure)
  const intOrString: Schema = {
    description: 'A whole number, or a name.',
    format: 'int-or-string',
    ...(dialect.wrapReferences ? { oneOf: [{ type: 'integer' }, { type: 'string' }] } : { type: 'string' }),
  }
  const quantity: Schema = {
    description: 'An amount: a number, and a unit as `m`, `k`, `M` or `Mi` behind it.',
    ...(dialect.wrapReferences ? { oneOf: [{ type: 'string' }, { type: 'number' }] } : { type: 'string' }),
  }
  return Object.fromEntries([
    ...[...found].sort().map((structure) => [definitionName(structure), structureSchema(structure, dialect)] as const),
    [INT_OR_STRING, intOrString] as const,
    [QUANTITY, quantity] as const,
    [FIELDS_V1, { description: 'The fields that somebody owns, each a key.', type: 'object' }] as const,
  ])
}
