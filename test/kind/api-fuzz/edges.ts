/** Objects whose fields have, one at a time, values at the edge of what an API server takes; made from the server's own OpenAPI document. */
import type { Subject } from './subjects.ts'

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly additionalProperties?: Schema
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string
    readonly version: string
    readonly kind: string
  }[]
}

/** As in `/openapi/v2`. */
export type Definitions = Readonly<Record<string, Schema>>

type Path = readonly (string | number)[]

export interface EdgeCase {
  /** `spec.ports.0.name`; empty for the plain object. */
  readonly place: string
  readonly value: unknown
  readonly body: unknown
}

const TEXTS = ['', 'A_B', '-x', 'a'.repeat(64), 'ok', '1.2.3.4', '10.0.0.0/8', '*.a.test', 'x/y', 'TCP', 'http']
const NUMBERS = [-1, 0, 1, 65_536, 30_001]
const TIME = '2020-01-01T00:00:00Z'

const refOf = ({ $ref }: Schema): string | undefined => $ref?.slice($ref.lastIndexOf('/') + 1)
const isTime = (ref: string): boolean => ref.endsWith('Time')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value that the type takes, with what a structure must have. */
const plainValue = (definitions: Definitions, schema: Schema): unknown => {
  const ref = refOf(schema)
  if (ref !== undefined) {
    if (ref.endsWith('IntOrString')) return 80
    if (ref.endsWith('Quantity')) return '1'
    if (isTime(ref)) return TIME
    return plainStructure(definitions, ref)
  }
  if (schema.format === 'byte') return 'YQ=='
  const byType: Readonly<Record<string, unknown>> = {
    string: 'ok',
    integer: 1,
    number: 1,
    boolean: true,
    array: [],
    object: {},
  }
  return byType[schema.type ?? ''] ?? 'ok'
}

const plainStructure = (definitions: Definitions, ref: string): Record<string, unknown> => {
  const { properties = {}, required = [] } = definitions[ref] ?? {}
  return Object.fromEntries(required.map((name) => [name, plainValue(definitions, properties[name] ?? {})]))
}

const valuesOfReference = (definitions: Definitions, ref: string): readonly unknown[] => {
  if (ref.endsWith('IntOrString')) return [-1, 0, 80, 65_536, 'http', 'A_B', '50%', '150%', '']
  if (ref.endsWith('Quantity')) return ['1', '-1', 'x', '1Gi']
  if (isTime(ref)) return [TIME, 'x']
  const { properties, required = [] } = definitions[ref] ?? {}
  return properties === undefined || required.length === 0 ? [{}] : [{}, plainStructure(definitions, ref)]
}

const textsOf = ({ format }: Schema): readonly string[] =>
  format === 'date-time' ? [TIME] : format === 'byte' ? ['YQ==', '!'] : TEXTS

const mapsOf = (definitions: Definitions, schema: Schema): readonly unknown[] => {
  const plain = plainValue(definitions, schema)
  return [
    ...edgeValues(definitions, schema)
      .slice(0, 4)
      .map((a) => ({ a })),
    { '-': plain },
    { 'a.b/c': plain },
  ]
}

const edgeValues = (definitions: Definitions, schema: Schema): readonly unknown[] => {
  const ref = refOf(schema)
  if (ref !== undefined) return valuesOfReference(definitions, ref)
  const { type, items = {}, additionalProperties } = schema
  const plain = (): unknown => plainValue(definitions, items)
  switch (type) {
    case 'string':
      return textsOf(schema)
    case 'integer':
    case 'number':
      return NUMBERS
    case 'boolean':
      return [true, false]
    case 'array':
      return [[], ...edgeValues(definitions, items).map((value) => [value]), [plain(), plain()]]
    case 'object':
      return additionalProperties === undefined ? [{}] : mapsOf(definitions, additionalProperties)
    default:
      return ['x']
  }
}

/** What servers write themselves, and refuse or drop from others. */
const SERVERS_OWN = new Set([
  'managedFields',
  'creationTimestamp',
  'deletionTimestamp',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'deletionGracePeriodSeconds',
])

const isSkipped = (path: Path, name: string): boolean =>
  (path.length === 0 && ['apiVersion', 'kind', 'status'].includes(name)) || (path[0] === 'metadata' && SERVERS_OWN.has(name))

interface Edge {
  readonly path: Path
  readonly value: unknown
}

/** Every field below a place, the object's own entries first; a structure that contains itself is entered twice. */
function* walk(definitions: Definitions, schema: Schema, path: Path, seen: readonly string[]): Generator<Edge> {
  const ref = refOf(schema)
  if (ref === undefined) {
    const { items } = schema
    if (schema.type === 'array' && items !== undefined && definitions[refOf(items) ?? '']?.properties !== undefined)
      yield* walk(definitions, items, [...path, 0], seen)
    return
  }
  if (seen.filter((name) => name === ref).length > 1) return
  for (const [name, field] of Object.entries(definitions[ref]?.properties ?? {})) {
    if (isSkipped(path, name)) continue
    const here = [...path, name]
    for (const value of edgeValues(definitions, field)) yield { path: here, value }
    yield* walk(definitions, field, here, [...seen, ref])
  }
}

const isNothing = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0)

/** The object with a value at a place; what is missing on the way is made as its structure wants it. */
const withValue = (definitions: Definitions, object: unknown, root: Schema, { path, value }: Edge): unknown => {
  const body = structuredClone(object)
  let schema = root
  let at = body as Record<string | number, unknown>
  for (const [index, key] of path.entries()) {
    const ref = refOf(schema)
    schema = (ref === undefined ? schema.items : definitions[ref]?.properties?.[key]) ?? {}
    if (index === path.length - 1) {
      at[key] = value
      break
    }
    if (isNothing(at[key]))
      at[key] =
        typeof path[index + 1] === 'number' ? [plainValue(definitions, schema.items ?? {})] : plainValue(definitions, schema)
    at = at[key] as Record<string | number, unknown>
  }
  return body
}

const rootOf = (definitions: Definitions, { apiVersion, kind }: Subject): Schema => {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const name = Object.entries(definitions).find(([, definition]) =>
    definition['x-kubernetes-group-version-kind']?.some(
      (own) => own.group === group && own.version === version && own.kind === kind,
    ),
  )?.[0]
  return { $ref: `#/definitions/${name ?? ''}` }
}

/** Distinct bodies, the plain object first, then in the order of the document's fields. */
export function edgeCasesOf(definitions: Definitions, subject: Subject): readonly EdgeCase[] {
  const root = rootOf(definitions, subject)
  const cases = new Map<string, EdgeCase>()
  const enter = (place: string, value: unknown, body: unknown): void => {
    const key = JSON.stringify(body)
    if (!cases.has(key)) cases.set(key, { place, value, body })
  }
  enter('', null, subject.object)
  for (const edge of walk(definitions, root, [], [])) {
    enter(edge.path.join('.'), edge.value, withValue(definitions, subject.object, root, edge))
  }
  return [...cases.values()]
}
