/** Reads what a fence `drawing` says. Every mistake is told with its place. */
import { createReader, namespacedName, onlyFields, requiredText, type SpecReader } from '../grading/checks/read-spec.ts'
import { readAssume } from '../grading/ends/read-assume.ts'
import { readSource, readTarget, type NamedTarget, type WorkloadEnd } from '../grading/ends/read-ends.ts'
import { isList } from '../kubernetes/json.ts'
import { nearest } from '../kubernetes/nearest.ts'
import { portNumberOrName } from '../kubernetes/validation/names.ts'
import { readManifests } from '../kubernetes/yaml/read-manifests.ts'
import type { NamespacedName, Protocol, Source } from '../network/model.ts'
import type { Drawing, DrawingPlace, DrawingProblem, MatrixDrawing } from './drawing.ts'

/** A drawing, unless problems keep it from being one. */
export interface ReadDrawing {
  readonly drawing?: Drawing
  readonly problems: readonly DrawingProblem[]
}

/** The fields of each kind, besides `kind`, `state` and `assume`. */
const FIELDS = {
  walk: ['from', 'to', 'url', 'reply', 'encapsulation'],
  pod: ['pod'],
  'proxy-modes': ['service'],
  ports: ['service'],
  isolation: ['pod'],
  selectors: ['policies'],
  'path-match': ['ingress', 'paths'],
  'search-list': ['from', 'name'],
  records: ['namespace'],
  matrix: ['port', 'protocol', 'namespaces'],
  cluster: [],
} as const satisfies Readonly<Record<Drawing['kind'], readonly string[]>>

const isKind = (text: string): text is Drawing['kind'] => Object.hasOwn(FIELDS, text)

/** `place` is where the text begins in its file. */
export const readDrawing = (yamlText: string, place: DrawingPlace): ReadDrawing => {
  const problems: DrawingProblem[] = []
  const move = ({ line, column }: { readonly line: number; readonly column: number }): DrawingPlace => ({
    file: place.file,
    line: line + place.line - 1,
    column: column + place.column - 1,
  })
  const { documents, problems: unreadable } = readManifests(yamlText, place.file)
  for (const { position, message, advice } of unreadable) problems.push({ ...move(position), message: `${message} ${advice}` })
  const [document, second] = documents
  if (problems.length > 0 || document === undefined) return { problems }
  const position = (path: string): DrawingPlace => move(document.position(path))
  if (second !== undefined)
    problems.push({ ...move(second.position('')), message: 'a fence holds one drawing: write a second fence' })
  for (const path of document.duplicateKeys) problems.push({ ...position(path), path, message: 'stands twice' })
  const reader = createReader(document.value, '', ({ path, message }) => problems.push({ ...position(path), path, message }))
  const drawing = readKind(reader, position)
  return problems.length > 0 || drawing === undefined ? { problems } : { drawing, problems }
}

const readKind = (reader: SpecReader, position: Drawing['position']): Drawing | undefined => {
  const kind = requiredText(reader, 'kind')
  if (!isKind(kind)) {
    if (kind !== '') reader.note({ path: 'kind', message: unknownKind(kind) })
    return undefined
  }
  onlyFields(reader, ['kind', 'state', 'assume', ...FIELDS[kind]])
  const base = { state: requiredText(reader, 'state'), assume: readAssume(reader), position }
  switch (kind) {
    case 'walk':
      return readWalk(reader, base)
    case 'pod':
    case 'isolation':
      return { kind, ...base, pod: requiredName(reader, 'pod') }
    case 'proxy-modes':
    case 'ports':
      return { kind, ...base, service: requiredName(reader, 'service') }
    case 'selectors':
      return { kind, ...base, policies: readNames(reader, 'policies') }
    case 'path-match':
      return { kind, ...base, ingress: requiredName(reader, 'ingress'), paths: readPaths(reader) }
    case 'search-list':
      return { kind, ...base, from: readFrom(reader), name: requiredText(reader, 'name') }
    case 'cluster':
      return { kind, ...base }
    case 'records':
      return { kind, ...base, namespace: requiredText(reader, 'namespace') }
    case 'matrix':
      return { kind, ...base, port: readPort(reader), namespaces: readTexts(reader, 'namespaces') }
  }
}

const unknownKind = (kind: string): string => {
  const [near] = nearest(kind, Object.keys(FIELDS))
  const hint = near === undefined ? '' : `; did you mean ${near}?`
  return `unknown kind ${JSON.stringify(kind)}${hint} Kinds: ${Object.keys(FIELDS).join(', ')}`
}

type Base = Pick<Drawing, 'state' | 'assume' | 'position'>

const readWalk = (reader: SpecReader, base: Base): Drawing => {
  const url = reader.value['url']
  if (url !== undefined && reader.value['to'] !== undefined)
    reader.note({ path: 'url', message: 'to and url exclude each other: keep one of them' })
  const assume = readFlag(reader, 'encapsulation') ? { ...base.assume, plugin: 'vxlan' } : base.assume
  const reply = readFlag(reader, 'reply')
  return { kind: 'walk', ...base, assume, from: readFrom(reader), to: readTo(reader, url === undefined ? 'to' : 'url'), reply }
}

const NOWHERE: NamespacedName = { namespace: '', name: '' }

const requiredName = (reader: SpecReader, field: string): NamespacedName => {
  if (reader.value[field] === undefined) reader.note({ path: field, message: 'is required: namespace/name' })
  return namespacedName(reader, field) ?? NOWHERE
}

const readFlag = (reader: SpecReader, field: string): boolean => {
  const value = reader.value[field]
  if (value !== undefined && typeof value !== 'boolean') reader.note({ path: field, message: 'must be true or false' })
  return value === true
}

const readFrom = (reader: SpecReader): Source | WorkloadEnd => {
  const text = requiredText(reader, 'from')
  const from = readSource(text)
  if (from === undefined && text !== '')
    reader.note({
      path: 'from',
      message: `${JSON.stringify(text)} is no end: pod/NAMESPACE/NAME, node/NAME, outside or outside/ADDRESS`,
    })
  return from ?? { pod: NOWHERE }
}

const readTo = (reader: SpecReader, field: 'to' | 'url'): NamedTarget => {
  const text = requiredText(reader, field)
  const to = readTarget(text)
  const isWrong = to === undefined || to.kind === 'name' || (field === 'url' && to.kind !== 'request')
  if (isWrong && text !== '')
    reader.note({
      path: field,
      message: `${JSON.stringify(text)} is nothing to connect to: ${field === 'url' ? '' : 'pod/NAMESPACE/NAME:PORT, service/NAMESPACE/NAME:PORT, node/NAME:PORT, HOST:PORT or '}a URL`,
    })
  return to ?? { kind: 'name', name: '' }
}

/** A list of texts, each with its path; empty where the field is absent. */
const itemsOf = (reader: SpecReader, field: string): readonly (readonly [path: string, text: string])[] => {
  const value = reader.value[field]
  if (value === undefined) return []
  if (!isList(value)) {
    reader.note({ path: field, message: 'must be a list' })
    return []
  }
  return value.flatMap((item, index) => {
    const path = `${field}[${index}]`
    if (typeof item === 'string' && item !== '') return [[path, item] as const]
    reader.note({ path, message: 'must be a text that is not empty' })
    return []
  })
}

const readTexts = (reader: SpecReader, field: string): readonly string[] => itemsOf(reader, field).map(([, text]) => text)

const needsItems = (reader: SpecReader, field: string): void => {
  const value = reader.value[field]
  if (value === undefined || (isList(value) && value.length === 0))
    reader.note({ path: field, message: 'must name at least one' })
}

const readNames = (reader: SpecReader, field: string): readonly NamespacedName[] => {
  needsItems(reader, field)
  return itemsOf(reader, field).flatMap(([path, text]) => {
    const [namespace = '', name = '', ...rest] = text.split('/')
    if (namespace !== '' && name !== '' && rest.length === 0) return [{ namespace, name }]
    reader.note({ path, message: 'must be namespace/name' })
    return []
  })
}

const readPaths = (reader: SpecReader): readonly string[] => {
  needsItems(reader, 'paths')
  return itemsOf(reader, 'paths').flatMap(([path, text]) => {
    if (text.startsWith('/')) return [text]
    reader.note({ path, message: 'must begin with /' })
    return []
  })
}

const readPort = (reader: SpecReader): MatrixDrawing['port'] => {
  const { port = 80, protocol = 'TCP' } = reader.value
  if (!isPort(port)) reader.note({ path: 'port', message: "must be a port, 1 to 65535, or a port's name" })
  if (!isProtocol(protocol)) reader.note({ path: 'protocol', message: 'must be TCP, UDP or SCTP' })
  return { port: isPort(port) ? port : 80, ...(isProtocol(protocol) && protocol !== 'TCP' ? { protocol } : {}) }
}

const isPort = (value: unknown): value is number | string =>
  (typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value))) && portNumberOrName(value).length === 0

const isProtocol = (value: unknown): value is Protocol => value === 'TCP' || value === 'UDP' || value === 'SCTP'
