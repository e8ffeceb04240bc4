/** How server-side apply takes an object apart: which maps and lists are merged, and by which keys. */
import { isHeldItself, isLeftOutEmpty, isRequired, typeOf } from '../../../kubernetes/field-types.ts'
import { ROOT_STRUCTURES, fieldsOf, readsAsZero } from '../../../kubernetes/structure.ts'
import { schemaOfItems, schemaOfValues, type Schema } from '../../custom/structural-schema.ts'
import { isSetList, listMapKeys } from '../../../kubernetes/patch/merge-keys.ts'

export type FieldSchema =
  /** A plain value, or something that is owned and replaced as a whole. */
  | { readonly kind: 'atomic' }
  | { readonly kind: 'structure'; readonly structure: string }
  /** `fields`: those that a schema declares. */
  | { readonly kind: 'map'; readonly items: FieldSchema; readonly fields?: Readonly<Record<string, FieldSchema>> }
  | { readonly kind: 'keyed-list'; readonly keys: readonly string[]; readonly items: FieldSchema }
  | { readonly kind: 'set' }

const ATOMIC: FieldSchema = { kind: 'atomic' }

/** @see Kubernetes OpenAPI documents v1.34, x-kubernetes-map-type: atomic */
const ATOMIC_STRUCTURES: ReadonlySet<string> = new Set([
  'ConfigMapKeySelector',
  'EndpointAddress',
  'EndpointPort',
  'FieldsV1',
  'FileKeySelector',
  'LabelSelector',
  'LocalObjectReference',
  'NodeSelector',
  'NodeSelectorTerm',
  'ObjectFieldSelector',
  'ObjectReference',
  'OwnerReference',
  'ResourceFieldSelector',
  'RoleRef',
  'ScopeSelector',
  'SecretKeySelector',
  'SecretReference',
  'ServiceBackendPort',
  'Subject',
  'TypedLocalObjectReference',
])
const ATOMIC_MAPS: ReadonlySet<string> = new Set([
  'ServiceSpec.selector',
  'ReplicationControllerSpec.selector',
  'PodSpec.nodeSelector',
  'Overhead.podFixed',
])

const schemaOf = (type: string): FieldSchema => {
  if (type.startsWith('{}')) return { kind: 'map', items: schemaOf(type.slice(2)) }
  if (type.startsWith('[]') || fieldsOf(type) === undefined || ATOMIC_STRUCTURES.has(type)) return ATOMIC
  return { kind: 'structure', structure: type }
}

const schemas = new Map<string, Map<string, FieldSchema>>()

export const fieldSchema = (structure: string, field: string): FieldSchema => {
  const ofStructure = schemas.get(structure) ?? new Map<string, FieldSchema>()
  schemas.set(structure, ofStructure)
  const known = ofStructure.get(field)
  if (known !== undefined) return known
  const found = readFieldSchema(structure, field)
  // What is not declared may have any name: it is not remembered.
  if (fieldsOf(structure)?.[field] !== undefined) ofStructure.set(field, found)
  return found
}

const readFieldSchema = (structure: string, field: string): FieldSchema => {
  const type = typeOf(fieldsOf(structure)?.[field] ?? '')
  if (ATOMIC_MAPS.has(`${structure}.${field}`)) return ATOMIC
  if (!type.startsWith('[]')) return schemaOf(type)
  if (isSetList(structure, field)) return { kind: 'set' }
  const keys = listMapKeys(structure, field)
  return keys === undefined ? ATOMIC : { kind: 'keyed-list', keys, items: schemaOf(type.slice(2)) }
}

/** What Go's JSON has for a field of a structure that leaves it out; undefined where it has nothing. */
const zeroOf = (structure: string, field: string): unknown => {
  const mark = fieldsOf(structure)?.[field] ?? ''
  const type = typeOf(mark)
  if (isHeldItself(mark)) return fieldsOf(type) === undefined ? (SCALAR_ZEROS[type] ?? null) : {}
  if (!isRequired(mark)) return undefined
  if (mark.startsWith('&') || /^(?:\[\]|\{\})/u.test(type)) return null
  return SCALAR_ZEROS[type] ?? {}
}

const known = new Map<string, readonly string[]>()

/** The fields of a structure that Go's JSON has even if nothing is there. */
export const zeroFields = (structure: string): readonly string[] => {
  const found = known.get(structure)
  if (found !== undefined) return found
  const all = readsAsZero(structure) ? Object.keys(fieldsOf(structure) ?? {}) : []
  const fields = all.filter((field) => zeroOf(structure, field) !== undefined)
  known.set(structure, fields)
  return fields
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0

/** An optional field that Go leaves out although it is given: an empty list or map, or a zero that is not pointed to. */
const isLeftOut = (structure: string, field: string, value: unknown): boolean => {
  const mark = fieldsOf(structure)?.[field] ?? ''
  if (value === undefined || value === null) return true
  if (typeof value === 'object') return !isRequired(mark) && /^(?:\[\]|\{\})/u.test(typeOf(mark)) && isEmpty(value)
  return isLeftOutEmpty(mark) && value === SCALAR_ZEROS[typeOf(mark)]
}

/** The value of a field as Go's JSON has it; undefined where it has none. */
export const goValue = (structure: string, field: string, value: unknown): unknown => {
  if (!readsAsZero(structure)) return value
  return isLeftOut(structure, field, value) ? zeroOf(structure, field) : value
}

const SCALAR_ZEROS: Readonly<Record<string, unknown>> = { string: '', integer: 0, number: 0, boolean: false, date: null }

/** What no schema describes: maps are merged, everything else is replaced. */
const DEDUCED: FieldSchema = {
  kind: 'map',
  get items(): FieldSchema {
    return DEDUCED
  },
}

const METADATA: FieldSchema = { kind: 'structure', structure: 'ObjectMeta' }

const customList = (schema: Schema): FieldSchema => {
  const type = schema['x-kubernetes-list-type']
  const keys = schema['x-kubernetes-list-map-keys']
  if (type === 'set') return { kind: 'set' }
  const items = schemaOfItems(schema)
  return type === 'map' && keys !== undefined && items !== undefined
    ? { kind: 'keyed-list', keys, items: customSchema(items) }
    : ATOMIC
}

/** As a CustomResourceDefinition's schema says. */
const customSchema = (schema: Schema): FieldSchema => {
  if (schema.type === 'array') return customList(schema)
  const keepsAll = schema['x-kubernetes-preserve-unknown-fields'] === true
  if ((schema.type !== 'object' && !keepsAll) || schema['x-kubernetes-map-type'] === 'atomic') return ATOMIC
  const values = schemaOfValues(schema)
  const fields = Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, customSchema(inner)] as const)
  return { kind: 'map', items: values === undefined ? DEDUCED : customSchema(values), fields: Object.fromEntries(fields) }
}

const ofDefinition = new WeakMap<Schema, FieldSchema>()

const customRoot = (schema: Schema): FieldSchema => {
  const found = ofDefinition.get(schema)
  if (found !== undefined) return found
  const { properties = {} } = schema
  const fields = Object.entries(properties).map(([name, inner]) => [name, customSchema(inner)] as const)
  const root: FieldSchema = { kind: 'map', items: DEDUCED, fields: { ...Object.fromEntries(fields), metadata: METADATA } }
  ofDefinition.set(schema, root)
  return root
}

/** `custom`: the schema of a kind that a CustomResourceDefinition brings. */
export const rootSchema = (apiVersion: string, kind: string, custom?: Schema): FieldSchema => {
  const structure = ROOT_STRUCTURES[`${apiVersion}/${kind}`]
  return structure === undefined ? customRoot(custom ?? {}) : { kind: 'structure', structure }
}

/** Keys that may be left out have their default in the key. */
export const KEY_DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' }
