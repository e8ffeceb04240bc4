/** How server-side apply takes an object apart: which maps and lists are merged, and by which keys. */
import { ROOT_STRUCTURES, fieldsOf } from '../../../kubernetes/structure.ts'
import { isSetList, listMapKeys } from '../../../kubernetes/patch/merge-keys.ts'

export type FieldSchema =
  /** A plain value, or something that is owned and replaced as a whole. */
  | { readonly kind: 'atomic' }
  | { readonly kind: 'structure'; readonly structure: string }
  | { readonly kind: 'map'; readonly items: FieldSchema }
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
  'ScopeSelector',
  'SecretKeySelector',
  'SecretReference',
  'ServiceBackendPort',
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

export const fieldSchema = (structure: string, field: string): FieldSchema => {
  const type = (fieldsOf(structure)?.[field] ?? '').replace(/^!/u, '')
  if (ATOMIC_MAPS.has(`${structure}.${field}`)) return ATOMIC
  if (!type.startsWith('[]')) return schemaOf(type)
  if (isSetList(structure, field)) return { kind: 'set' }
  const keys = listMapKeys(structure, field)
  return keys === undefined ? ATOMIC : { kind: 'keyed-list', keys, items: { kind: 'structure', structure: type.slice(2) } }
}

/** Of a kind whose structure nobody wrote down: maps are merged, everything else is replaced. */
const DEDUCED: FieldSchema = {
  kind: 'map',
  get items(): FieldSchema {
    return DEDUCED
  },
}

export const rootSchema = (apiVersion: string, kind: string): FieldSchema => {
  const structure = ROOT_STRUCTURES[`${apiVersion}/${kind}`]
  return structure === undefined ? DEDUCED : { kind: 'structure', structure }
}

/** Keys that may be left out have their default in the key. */
export const KEY_DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' }
