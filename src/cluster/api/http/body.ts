/** Reads the body of a request: JSON or YAML, with the fields that stand twice. */
import type { DecodeOptions } from '../../../kubernetes/decode/decode.ts'
import { badRequest, unsupportedMediaType } from '../../../kubernetes/errors.ts'
import { jsonSyntaxError, jsonTypeOf } from '../../../kubernetes/go/json-syntax.ts'
import { isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { SERVED_TYPES } from './accept.ts'
import { readSpelling, type Spelling } from './duplicate-keys.ts'

export type Body =
  | ({ readonly ok: true; readonly value: JsonObject } & Partial<Spelling> & Pick<DecodeOptions, 'duplicateLines'>)
  | {
      readonly ok: false
      readonly status: Status
      /** What the decoder said of a body that is no object of any kind. */
      readonly unread?: string
    }

const refuse = (status: Status): Body => ({ ok: false, status })

export const mediaType = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''

const SUMMARY_LENGTH = 30

/** A text shortened as the server shows it: JSON as it is, anything else by its bytes. */
const summarize = (text: string): string => {
  if (text === '') return '<empty>'
  if (text.startsWith('{')) return text.length > SUMMARY_LENGTH ? `${text.slice(0, SUMMARY_LENGTH)} ...` : text
  const bytes = new TextEncoder().encode(text)
  const shown = [...bytes.slice(0, SUMMARY_LENGTH)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return bytes.length > SUMMARY_LENGTH ? `${shown} ...` : shown
}

const TYPE_STRUCT = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'

const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string'

const UNTYPED = "couldn't get version/kind; json parse error: "

const notAnObject = (type: string): string => `${UNTYPED}json: cannot unmarshal ${type} into Go value of type ${TYPE_STRUCT}`

/** What says of which kind an object is has to be a text, and a version has one slash at most. */
const mistypedType = (value: unknown): string | undefined => {
  if (!isJsonObject(value)) return notAnObject(jsonTypeOf(value))
  const field = Object.keys(value).find((name) => (name === 'kind' || name === 'apiVersion') && !isText(value[name]))
  if (field !== undefined)
    return `${UNTYPED}json: cannot unmarshal ${jsonTypeOf(value[field])} into Go struct field .${field} of type string`
  const { apiVersion } = value
  return typeof apiVersion === 'string' && apiVersion.split('/').length > 2
    ? `unexpected GroupVersion string: ${apiVersion}`
    : undefined
}

/** A text that is no object. `kind`: what was expected. */
const unrecognized = (kind: string, text: string, why: string): Body => ({
  ok: false,
  status: badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summarize(text)})`),
  unread: why,
})

const noJson = (kind: string, text: string): Body => unrecognized(kind, text, `${UNTYPED}${jsonSyntaxError(text) ?? ''}`)

/** Whether a YAML text begins with an item. */
const isListText = (text: string): boolean => /^(?:[ \t]*(?:#.*|---)?\r?\n)*\s*[-[]/u.test(text)

const readYaml = async (text: string, kind: string): Promise<Body> => {
  const { readManifests } = await import('../../../kubernetes/yaml/read-manifests.ts')
  const { documents, problems } = readManifests(text, 'body')
  const [first] = documents
  const [problem] = problems
  // What is empty is null, and null is an object without anything.
  if (problem?.code === 'manifest-empty') return { ok: true, value: {} }
  if (problem?.code === 'manifest-no-object')
    return unrecognized(kind, text, notAnObject(isListText(text) ? 'array' : 'string'))
  if (problem !== undefined || first === undefined)
    return refuse(badRequest(`error decoding YAML: ${problem?.message ?? 'the body is empty'}`))
  const why = mistypedType(first.value)
  if (why !== undefined) return unrecognized(kind, text, why)
  const value = inOrderOfKeys(first.value) as JsonObject
  if (first.duplicateKeys.length === 0) return { ok: true, value }
  const { yamlDuplicates } = await import('./yaml-duplicates.ts')
  return { ok: true, value, duplicateLines: yamlDuplicates(text) }
}

/** As the server makes JSON of YAML: what it has to say of fields comes in the order of their names. */
const inOrderOfKeys = (value: unknown): unknown => {
  if (isList(value)) return value.map(inOrderOfKeys)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrderOfKeys(item)]))
}

/** Undefined where the text is no JSON. */
const parseJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

const readJson = (text: string, kind: string): Body => {
  const parsed = parseJson(text)
  if (parsed === undefined) return noJson(kind, text)
  // What is null is an object without anything.
  const value = parsed.value ?? {}
  const why = mistypedType(value)
  if (why !== undefined || !isJsonObject(value)) return unrecognized(kind, text, why ?? '')
  return { ok: true, value, ...readSpelling(text) }
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf'

const readProtobuf = async (data: Uint8Array): Promise<Body> => {
  const { decodeProtobuf } = await import('./protobuf.ts')
  const { WireFormatError } = await import('./wire-format.ts')
  try {
    const value = decodeProtobuf(data)
    return value === undefined
      ? refuse(badRequest('the body is not an object of a served kind in the Kubernetes Protobuf encoding'))
      : { ok: true, value }
  } catch (error) {
    if (error instanceof WireFormatError) return refuse(badRequest(`error decoding Protobuf: ${error.message}`))
    throw error
  }
}

const parseText = (text: string, type: string, kind: string): Promise<Body> => {
  if (type === 'application/yaml' || type === 'application/apply-patch+yaml')
    return parseJson(text) === undefined ? readYaml(text, kind) : Promise.resolve(readJson(text, kind))
  if (type === '' || type === 'application/json') return Promise.resolve(readJson(text, kind))
  return Promise.resolve(refuse(unsupportedMediaType([...SERVED_TYPES, PROTOBUF])))
}

/** A byte order mark is no part of JSON. */
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true })

/** Undefined where there is no body. `kind`: what it should hold. */
export const readOptionalBody = async (request: Request, kind: string): Promise<Body | undefined> => {
  const data = new Uint8Array(await request.arrayBuffer())
  if (data.length === 0) return undefined
  const type = mediaType(request)
  return type === PROTOBUF ? readProtobuf(data) : parseText(DECODER.decode(data), type, kind)
}

export const readBody = async (request: Request, kind: string): Promise<Body> =>
  (await readOptionalBody(request, kind)) ?? noJson(kind, '')

/** A patch by server-side apply. */
export const readApplied = async (request: Request, kind: string): Promise<Body> =>
  parseText(await request.text(), 'application/apply-patch+yaml', kind)
