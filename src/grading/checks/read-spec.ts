/** Reads what task.yaml says to a check. Every mistake is noted with its field path, none ends the reading. */
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { NamespacedName } from '../../network/model.ts'
import type { FromSpec, Labels, ToSpec } from './specs.ts'

interface SpecProblem {
  /** Below the task's root, e.g. `checks[2].connects.from`. */
  readonly path: string
  readonly message: string
}

export interface SpecReader {
  readonly path: string
  readonly value: JsonObject
  note(problem: SpecProblem): void
}

export const createReader = (value: unknown, path: string, note: SpecReader['note']): SpecReader => {
  if (isJsonObject(value)) return { path, value, note }
  note({ path, message: 'must be a mapping of fields' })
  return { path, value: {}, note }
}

const at = (reader: SpecReader, field: string): string => (reader.path === '' ? field : `${reader.path}.${field}`)

export const child = (reader: SpecReader, field: string): SpecReader =>
  createReader(reader.value[field], at(reader, field), (problem) => reader.note(problem))

/** Fields that are none of these are noted. */
export const onlyFields = (reader: SpecReader, names: readonly string[]): void => {
  for (const name of Object.keys(reader.value))
    if (!names.includes(name))
      reader.note({ path: at(reader, name), message: `unknown field; known here: ${names.join(', ')}` })
}

export const text = (reader: SpecReader, field: string): string | undefined => {
  const value = reader.value[field]
  if (value === undefined) return undefined
  if (typeof value === 'string' && value !== '') return value
  reader.note({ path: at(reader, field), message: 'must be a text that is not empty' })
  return undefined
}

export const requiredText = (reader: SpecReader, field: string): string => {
  if (reader.value[field] === undefined) reader.note({ path: at(reader, field), message: 'is required' })
  return text(reader, field) ?? ''
}

export const wholeNumber = (reader: SpecReader, field: string): number | undefined => {
  const value = reader.value[field]
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  reader.note({ path: at(reader, field), message: 'must be a whole number, 0 or more' })
  return undefined
}

/** A mapping of texts to texts; empty where the field is absent. */
export const labels = (reader: SpecReader, field: string): Labels => {
  const value = reader.value[field]
  if (value === undefined) return {}
  if (isJsonObject(value) && Object.values(value).every((item) => typeof item === 'string')) return value as Labels
  reader.note({ path: at(reader, field), message: 'must map names to texts' })
  return {}
}

/** `namespace/name`. */
export const namespacedName = (reader: SpecReader, field: string): NamespacedName | undefined => {
  const value = text(reader, field)
  if (value === undefined) return undefined
  const [namespace, name, ...rest] = value.split('/')
  if (namespace !== undefined && name !== undefined && name !== '' && rest.length === 0) return { namespace, name }
  reader.note({ path: at(reader, field), message: 'must be namespace/name' })
  return undefined
}

export const readFrom = (reader: SpecReader): readonly FromSpec[] => {
  const value = reader.value['from']
  const items = isList(value) ? value : [value]
  if (items.length === 0) reader.note({ path: at(reader, 'from'), message: 'must name at least one client' })
  return items.flatMap((item, index) => {
    const path = isList(value) ? `${at(reader, 'from')}[${index}]` : at(reader, 'from')
    return readClient(createReader(item, path, (problem) => reader.note(problem)))
  })
}

const readClient = (reader: SpecReader): readonly FromSpec[] => {
  onlyFields(reader, ['pod', 'namespace', 'namespaceLabels', 'podLabels', 'node', 'outside'])
  const pod = namespacedName(reader, 'pod')
  if (pod !== undefined) return [{ pod }]
  const node = text(reader, 'node')
  if (node !== undefined) return [{ node }]
  if (reader.value['outside'] === true) return [{ outside: true }]
  const podLabels = labels(reader, 'podLabels')
  const namespace = text(reader, 'namespace')
  if (namespace !== undefined) return [{ namespace, podLabels }]
  if (reader.value['namespaceLabels'] !== undefined) return [{ namespaceLabels: labels(reader, 'namespaceLabels'), podLabels }]
  reader.note({ path: reader.path, message: 'needs one of pod, namespace, namespaceLabels, node, outside' })
  return []
}

export const readTo = (parent: SpecReader): ToSpec | undefined => {
  const reader = child(parent, 'to')
  onlyFields(reader, ['pod', 'service', 'node', 'host', 'port', 'protocol'])
  const given = reader.value['port']
  // A parameter's value is a text; no port's name consists of digits.
  const port = typeof given === 'string' && /^\d+$/u.test(given) ? Number(given) : given
  if (typeof port !== 'number' && typeof port !== 'string') {
    reader.note({ path: at(reader, 'port'), message: 'must be a port number or name' })
    return undefined
  }
  const protocol = text(reader, 'protocol') ?? 'TCP'
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP') {
    reader.note({ path: at(reader, 'protocol'), message: 'must be TCP, UDP or SCTP' })
    return undefined
  }
  const pod = namespacedName(reader, 'pod')
  const service = namespacedName(reader, 'service')
  const node = text(reader, 'node')
  const host = text(reader, 'host')
  if (pod !== undefined) return { to: { pod }, port, protocol }
  if (service !== undefined) return { to: { service }, port, protocol }
  if (node !== undefined) return { to: { node }, port, protocol }
  if (host !== undefined) return { to: { host }, port, protocol }
  reader.note({ path: reader.path, message: 'needs one of pod, service, node, host' })
  return undefined
}
