/**
 * Generates tools/go-fields.json: what the API's Go types say of their fields and its OpenAPI documents do not. `generate-structure.ts`
 * makes marks and types of it. Of each structure the fields that
 * - `leftOut`: the server leaves out of JSON when they are empty,
 * - `values`: hold a struct, a time, a text or a number itself: JSON has it, empty or null, where an object leaves it out,
 * - `pointers`: point to a struct,
 * - `nulls`: point to a text or a number, and are null in JSON where an object leaves them out,
 * - `quantities`: are quantities, or lists of them by name,
 * and of those whose Go type does not follow from the documents, that type (`types`); the structure's own name, where it has another in Go, is
 * under the empty name.
 *
 * `go mod download k8s.io/api@v0.34.4 k8s.io/apimachinery@v0.34.4 k8s.io/apiextensions-apiserver@v0.34.4
 * k8s.io/kube-aggregator@v0.34.4`, then
 * `npx tsx tools/generate-go-fields.ts "$(go env GOMODCACHE)/k8s.io"` writes the file, `--verify` at the end compares it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { readDefinitions } from './go-source.ts'

const [modules = '', flag] = process.argv.slice(2)
const TARGET = join(import.meta.dirname, 'go-fields.json')
const API = 'api@v0.34.4'

/** Import paths to the names of packages here, and the files that hold their types. */
const FILES: readonly (readonly [string, string, string])[] = [
  ...['types', 'time', 'micro_time'].map(
    (file) => ['k8s.io/apimachinery/pkg/apis/meta/v1', 'meta', `apimachinery@v0.34.4/pkg/apis/meta/v1/${file}.go`] as const,
  ),
  ...['apps', 'authentication', 'authorization', 'autoscaling', 'batch', 'coordination', 'core', 'discovery', 'events'].map(
    (group) => [`k8s.io/api/${group}/v1`, group, `${API}/${group}/v1/types.go`] as const,
  ),
  ...['networking', 'policy', 'rbac', 'scheduling', 'admissionregistration', 'certificates', 'flowcontrol', 'node'].map(
    (group) => [`k8s.io/api/${group}/v1`, group, `${API}/${group}/v1/types.go`] as const,
  ),
  ...['resource', 'storage'].map((group) => [`k8s.io/api/${group}/v1`, group, `${API}/${group}/v1/types.go`] as const),
  ['k8s.io/api/autoscaling/v2', 'autoscaling2', `${API}/autoscaling/v2/types.go`],
  [
    'k8s.io/kube-aggregator/pkg/apis/apiregistration/v1',
    'apiregistration',
    'kube-aggregator@v0.34.4/pkg/apis/apiregistration/v1/types.go',
  ],
  ...['types', 'types_jsonschema'].map(
    (file) =>
      [
        'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1',
        'apiextensions',
        `apiextensions-apiserver@v0.34.4/pkg/apis/apiextensions/v1/${file}.go`,
      ] as const,
  ),
]
const GROUPS = Object.fromEntries(FILES.map(([, name]) => [name, true]))
const PACKAGES = Object.fromEntries(FILES.map(([path, name]) => [path, name]))
const definitions = new Map(FILES.flatMap(([, name, file]) => [...readDefinitions(join(modules, file), name, PACKAGES)]))

/** Types of one name in two packages: the name that the second has in the structures. */
const RENAMED: Readonly<Record<string, string>> = {
  'core.EndpointPort': 'EndpointsPort',
  'events.Event': 'EventsEvent',
  'events.EventSeries': 'EventsEventSeries',
  'resource.ResourceClaim': 'ResourceResourceClaim',
  'autoscaling.HorizontalPodAutoscaler': 'HorizontalPodAutoscalerV1',
  'autoscaling.HorizontalPodAutoscalerSpec': 'HorizontalPodAutoscalerSpecV1',
  'autoscaling.HorizontalPodAutoscalerStatus': 'HorizontalPodAutoscalerStatusV1',
  'autoscaling.CrossVersionObjectReference': 'CrossVersionObjectReferenceV1',
  'admissionregistration.ServiceReference': 'AdmissionregistrationV1ServiceReference',
  'admissionregistration.WebhookClientConfig': 'AdmissionregistrationV1WebhookClientConfig',
  'apiregistration.ServiceReference': 'ApiregistrationV1ServiceReference',
  'flowcontrol.Subject': 'FlowcontrolV1Subject',
  'storage.TokenRequest': 'StorageV1TokenRequest',
}
const SCALAR = /^(?:string|bool|byte|u?int(?:8|16|32|64)?|float(?:32|64))$/u

/** `core.Pod` for a type named within a package. */
const fullName = (type: string, within: string): string => {
  const definition = definitions.get(within)
  const [alias = '', name = ''] = type.includes('.') ? type.split('.') : ['', type]
  return alias === '' ? `${definition?.name ?? ''}.${name}` : `${definition?.imports.get(alias) ?? alias}.${name}`
}

/** Whether there is a value of the type that counts as empty: none of structs and pointers does. */
const canBeEmpty = (type: string, within: string): boolean => {
  if (type.startsWith('*')) return false
  if (SCALAR.test(type) || type.startsWith('[]') || type.startsWith('map[')) return true
  const full = fullName(type, within)
  if (full === 'types.UID') return true
  const body = definitions.get(full)?.body ?? 'struct'
  return !body.startsWith('struct') && canBeEmpty(body, full)
}

const QUANTITY = 'resource.Quantity'

/** `core.ResourceList` is a map of quantities. */
const isQuantity = (type: string, within: string): boolean => {
  const plain = type.replace(/^(?:\*|\[\]|map\[\w+\])+/u, '')
  return plain === QUANTITY || definitions.get(fullName(plain, within))?.body.endsWith(`]${QUANTITY}`) === true
}

const isStruct = (type: string, within: string): boolean =>
  type !== QUANTITY && definitions.get(fullName(type, within))?.body.startsWith('struct') === true

/** A text, a number or a boolean, of whatever name. */
const isScalar = (type: string, within: string): boolean => {
  if (type.startsWith('*') || type === QUANTITY) return false
  if (SCALAR.test(type)) return true
  const full = fullName(type, within)
  const body = definitions.get(full)?.body
  return full === 'types.UID' || (body !== undefined && !/^(?:struct|map|\[)/u.test(body) && isScalar(body, full))
}

/** The package as Go's messages name it. */
const shownPackage = (full: string): string => {
  const [name = ''] = full.split('.')
  if (name === 'metav1') return 'v1'
  if (full === QUANTITY || !(name in GROUPS)) return name
  return name === 'autoscaling2' ? 'v2' : 'v1'
}

/** A type as Go's messages have it. */
const shownType = (type: string, within: string): string => {
  if (type.startsWith('*')) return `*${shownType(type.slice(1), within)}`
  if (type.startsWith('[]')) return `[]${shownType(type.slice(2), within)}`
  const [, key = '', value] = /^map\[([\w.]+)\](.+)$/u.exec(type) ?? []
  if (value !== undefined) return `map[${shownType(key, within)}]${shownType(value, within)}`
  if (SCALAR.test(type)) return type === 'byte' ? 'uint8' : type
  const full = fullName(type, within)
  return `${shownPackage(full)}.${full.slice(full.indexOf('.') + 1)}`
}

/** Whether the documents say the same: texts, numbers of 32 bits and structures of a first version under their own name. */
const isAsDocumented = (type: string, within: string): boolean => {
  const plain = type.replace(/^\*?(?:\[\]|map\[string\])*/u, '')
  if (type.endsWith('[]byte') || /^(?:string|bool|int32|float64)$/u.test(plain)) return true
  const full = fullName(plain, within)
  return (full.startsWith('metav1.') || isStruct(plain, within)) && RENAMED[full] === undefined && shownPackage(full) === 'v1'
}

interface Facts {
  readonly types: Readonly<Record<string, string>>
  readonly leftOut: readonly string[]
  readonly values: readonly string[]
  readonly pointers: readonly string[]
  readonly nulls: readonly string[]
  readonly quantities: readonly string[]
}

interface Field {
  readonly json: string
  readonly type: string
  readonly omitsEmpty: boolean
  readonly omitsZero: boolean
  /** The struct that it is written in. */
  readonly within: string
}

const fieldsOf = (key: string): readonly Field[] => {
  const body = definitions.get(key)?.body ?? ''
  return body
    .split('\n')
    .slice(1, -1)
    .flatMap((line) => {
      const [, name, type = '', tags = ''] = /^\s*(?:(\w+)\s+)?([\w.*[\]]+)(?:\s+`([^`]*)`)?\s*$/u.exec(line) ?? []
      const [json = '', ...options] = (/json:"([^"]*)"/u.exec(tags)?.[1] ?? '').split(',')
      if (type !== '' && (name === undefined || options.includes('inline')) && json === '') return fieldsOf(fullName(type, key))
      return json === '' || json === '-'
        ? []
        : [{ json, type, omitsEmpty: options.includes('omitempty'), omitsZero: options.includes('omitzero'), within: key }]
    })
}

const factsOf = (key: string): Facts => {
  const fields = fieldsOf(key)
  const namesOf = (fits: (field: Field) => boolean): readonly string[] =>
    [...new Set(fields.filter(fits).map(({ json }) => json))].sort()
  const renamed = RENAMED[key] === undefined ? [] : [['', key.slice(key.indexOf('.') + 1)] as const]
  const types = fields
    .filter(({ type, within }) => !isAsDocumented(type, within))
    .map(({ json, type, within }) => [json, shownType(type.replace(/^\*/u, ''), within)] as const)
  return {
    types: Object.fromEntries([...renamed, ...types].sort(([a], [b]) => (a < b ? -1 : 1))),
    leftOut: namesOf(({ omitsEmpty, type, within }) => omitsEmpty && canBeEmpty(type, within)),
    values: namesOf(
      ({ omitsEmpty, omitsZero, type, within }) =>
        !omitsZero && (isStruct(type, within) || (!omitsEmpty && isScalar(type, within))),
    ),
    pointers: namesOf(({ type, within }) => type.startsWith('*') && isStruct(type.slice(1), within)),
    nulls: namesOf(({ omitsEmpty, type, within }) => !omitsEmpty && type.startsWith('*') && !isStruct(type.slice(1), within)),
    quantities: namesOf(({ type, within }) => isQuantity(type, within)),
  }
}

const names = [...definitions].filter(([, { body }]) => body.startsWith('struct')).map(([key]) => key)
const structures: Record<string, Partial<Facts>> = {}
for (const key of names) {
  const facts = Object.entries(factsOf(key)).filter(([, fields]) => Object.keys(fields as object).length > 0)
  if (facts.length > 0) structures[RENAMED[key] ?? key.slice(key.indexOf('.') + 1)] = Object.fromEntries(facts)
}
const sorted = Object.fromEntries(Object.entries(structures).sort(([a], [b]) => (a < b ? -1 : 1)))
const text = await format(JSON.stringify(sorted), { parser: 'json', printWidth: 128 })
if (flag !== '--verify') writeFileSync(TARGET, text)
else if (readFileSync(TARGET, 'utf8') !== text) throw new Error('tools/go-fields.json is not what would be written')
