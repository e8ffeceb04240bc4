/**
 * Strict decoding: which fields exist and what types they have. Wording as of the API server's JSON decoder.
 * @see k8s.io/apimachinery pkg/runtime/serializer/json and sigs.k8s.io/json, v1.34
 */
import { isLeftOutEmpty, typeOf } from '../field-types.ts'
import { badRequest, notFound } from '../errors.ts'
import { fieldsOf, readsAsEmpty, readsAsZero, ROOT_STRUCTURES } from '../structure.ts'
import type { ObjectMeta } from '../generated/types.ts'
import { foundAs, goKind, goTypeFor, isTooLong } from './go-types.ts'
import { readTime, type TimeForm } from '../go/time.ts'
import { isJsonObject, isList, type JsonObject } from '../json.ts'
import type { KubernetesObject } from '../object.ts'
import { canonicalQuantity } from '../quantity.ts'
import type { Status } from '../status.ts'

export interface UnknownField {
  /** `spec.ports` */
  readonly path: string
  readonly name: string
  /** Structure in which it was looked for. */
  readonly structure: string
}

export interface WrongType {
  readonly path: string
  readonly expected: string
  readonly found: string
  readonly value: unknown
}

export interface Decoded {
  readonly object?: KubernetesObject
  /** Present where the object is refused. */
  readonly status?: Status
  readonly warnings: readonly string[]
  readonly unknownFields: readonly UnknownField[]
  readonly wrongTypes: readonly WrongType[]
}

export interface DecodeOptions {
  readonly fieldValidation: 'Strict' | 'Warn' | 'Ignore'
  /** Field paths that stand twice, as YAML can tell. */
  readonly duplicateKeys?: readonly string[]
}

interface Context {
  readonly unknownFields: UnknownField[]
  readonly wrongTypes: (WrongType & { readonly goField: string })[]
  /** Texts that are no base64, no quantity, no time: the decoder's own words. */
  readonly malformed: string[]
}

interface Place {
  readonly path: string
  /** As Go names it: `EnvVar.spec.containers.env.value`, without indices. */
  readonly goPath: string
  readonly structure: string
}

/** Notes the wrong type; the field then counts as absent. */
const noteWrong = (context: Context, place: Place, value: unknown, type: string): void => {
  context.wrongTypes.push({
    path: place.path,
    expected: type,
    found: foundAs(type, value),
    value,
    goField: `${place.structure}.${place.goPath} of type ${goTypeFor(type, value)}`,
  })
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isWhole = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value)

/** Types that are missing here take any value. */
const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: isText,
  bytes: isText,
  time: isText,
  microtime: isText,
  boolean: (value) => typeof value === 'boolean',
  integer: isWhole,
  number: (value) => typeof value === 'number',
  'int-or-string': (value) => isText(value) || isWhole(value),
}

/** Where a text is no base64: the place of the first character that cannot stand there. */
const checkBase64 = (text: string): readonly string[] => {
  const plain = text.replace(/[\r\n]/gu, '')
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u.test(plain)) return []
  const at = text.search(/[^A-Za-z0-9+/\r\n]/u)
  return [`illegal base64 data at input byte ${at < 0 ? text.length - (plain.length % 4) : at}`]
}

const NOT_A_QUANTITY = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

const decodeTime = (context: Context, text: string, form: TimeForm): string => {
  const read = readTime(form, text)
  if ('value' in read) return read.value
  context.malformed.push(read.problem)
  return text
}

/** In its canonical form. Whatever is no text or number is none. */
const decodeQuantity = (context: Context, value: unknown): unknown => {
  const canonical = typeof value === 'string' || typeof value === 'number' ? canonicalQuantity(String(value)) : undefined
  if (canonical === undefined) context.malformed.push(NOT_A_QUANTITY)
  return canonical ?? value
}

const decodeScalar = (context: Context, place: Place, value: unknown, type: string): unknown => {
  if (type === 'quantity') return decodeQuantity(context, value)
  const isOutside = (type === 'integer' || type === 'int-or-string') && isTooLong(value, place.goPath)
  if (FITS[type]?.(value) !== false && !isOutside) {
    if (type === 'bytes' && typeof value === 'string') context.malformed.push(...checkBase64(value))
    return (type === 'time' || type === 'microtime') && typeof value === 'string' ? decodeTime(context, value, type) : value
  }
  noteWrong(context, place, value, type === 'int-or-string' ? 'IntOrString' : type)
  return undefined
}

const decodeMap = (context: Context, place: Place, value: unknown, type: string): unknown => {
  if (!isJsonObject(value)) {
    noteWrong(context, place, value, 'map')
    return undefined
  }
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
    key,
    item === null && type === 'string' ? '' : decodeValue(context, { ...place, path: `${place.path}.${key}` }, item, type),
  ])
  return Object.fromEntries(entries)
}

const decodeValue = (context: Context, place: Place, value: unknown, type: string): unknown => {
  if (value === null) return undefined
  if (type.startsWith('[]')) {
    if (!isList(value)) {
      noteWrong(context, place, value, `[]${type.slice(2)}`)
      return undefined
    }
    return value.map((item, index) => {
      const decoded = decodeValue(context, { ...place, path: `${place.path}[${index}]` }, item, type.slice(2))
      return decoded === undefined && item === null ? zeroOf(type.slice(2)) : decoded
    })
  }
  if (type.startsWith('{}')) return decodeMap(context, place, value, type.slice(2))
  const structure = fieldsOf(type)
  if (structure === undefined) return decodeScalar(context, place, value, type)
  return decodeStructure(context, { ...place, structure: type }, value, structure)
}

/** What Go leaves out where a field says so. */
const isEmpty = (value: unknown): boolean =>
  value === '' ||
  value === 0 ||
  value === false ||
  (isList(value) && value.length === 0) ||
  (isJsonObject(value) && Object.keys(value).length === 0)

const zeroOf = (type: string): unknown => (type === 'string' ? '' : type === 'integer' || type === 'number' ? 0 : {})

/** Go matches field names without regard to case; strict decoding tells those as unknown, and so do we. */
const decodeStructure = (context: Context, place: Place, value: unknown, fields: Readonly<Record<string, string>>): unknown => {
  if (!isJsonObject(value)) {
    noteWrong(context, place, value, place.structure)
    return undefined
  }
  const result: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined
    const path = place.path === '' ? name : `${place.path}.${name}`
    if (type === undefined) {
      context.unknownFields.push({ path, name, structure: place.structure })
      continue
    }
    const goPath = place.goPath === '' ? name : `${place.goPath}.${name}`
    const decoded = decodeValue(context, { path, goPath, structure: place.structure }, item, typeOf(type))
    if (decoded !== undefined && !(isLeftOutEmpty(type) && isEmpty(decoded))) result[name] = decoded
  }
  if (readsAsZero(place.structure)) fillRequired(result, fields)
  return result
}

/** What Go holds where nothing was given: texts, numbers, and structures with what these must have. */
const zeroValue = (type: string): unknown => {
  if (type === 'string') return ''
  if (type === 'integer') return 0
  const fields = fieldsOf(type)
  if (fields === undefined || !readsAsEmpty(type)) return undefined
  const zero: Record<string, unknown> = {}
  fillRequired(zero, fields)
  return zero
}

/** Required fields that are absent read as their zero value, as in Go; validation says what is missing. */
const fillRequired = (result: Record<string, unknown>, fields: Readonly<Record<string, string>>): void => {
  for (const [name, field] of Object.entries(fields)) {
    if (!field.startsWith('!') || result[name] !== undefined) continue
    const zero = zeroValue(typeOf(field))
    if (zero !== undefined) result[name] = zero
  }
}

const strictMessages = (context: Context, duplicates: readonly string[]): readonly string[] => [
  ...context.unknownFields.map(({ path }) => `unknown field "${path}"`),
  ...duplicates.map((path) => `duplicate field "${path}"`),
]

/** How the decoder refuses an object. */
export const refusal = (value: JsonObject, message: string): Status => {
  const kind = String(value['kind'])
  const version = String(value['apiVersion']).replace(/^.*\//u, '')
  return badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`)
}

const refused = (status: Status, rest?: Partial<Decoded>): Decoded => ({
  warnings: [],
  unknownFields: [],
  wrongTypes: [],
  ...rest,
  status,
})

const missing = (field: string, value: JsonObject): Decoded =>
  refused(badRequest(`Object '${field}' is missing in '${JSON.stringify(value)}'`))

/** The structure of the object's kind, or why it has none. */
const rootOf = (value: JsonObject): { readonly root: string; readonly apiVersion: string; readonly kind: string } | Decoded => {
  const { kind, apiVersion } = value
  if (typeof kind !== 'string' || kind === '') return missing('Kind', value)
  if (typeof apiVersion !== 'string' || apiVersion === '') return missing('apiVersion', value)
  const root = ROOT_STRUCTURES[`${apiVersion}/${kind}`]
  if (root !== undefined) return { root, apiVersion, kind }
  return refused({ ...notFound({ resource: kind }), message: `no matches for kind "${kind}" in version "${apiVersion}"` })
}

/** Go's words for the first value of a wrong type. */
const describeMismatch = (context: Context, decoded: unknown, root: string): string | undefined => {
  const [first] = context.wrongTypes
  if (first !== undefined) return `json: cannot unmarshal ${first.found} into Go struct field ${first.goField}`
  return isJsonObject(decoded) ? undefined : `json: cannot unmarshal ${goKind(decoded)} into Go value of type ${root}`
}

/** Decodes an object of a known kind. Custom kinds are not its business. */
export const decode = (value: JsonObject, options: DecodeOptions): Decoded => {
  const known = rootOf(value)
  if ('warnings' in known) return known
  const { root, apiVersion, kind } = known
  const context: Context = { unknownFields: [], wrongTypes: [], malformed: [] }
  const decoded = decodeValue(context, { path: '', goPath: '', structure: root }, value, root)
  const { unknownFields, wrongTypes } = context
  const mismatch = describeMismatch(context, decoded, root)
  if (mismatch !== undefined || !isJsonObject(decoded)) {
    return refused(refusal(value, mismatch ?? ''), { unknownFields, wrongTypes })
  }
  const [malformed] = context.malformed
  if (malformed !== undefined) return refused(refusal(value, malformed), { unknownFields, wrongTypes })
  const messages = options.fieldValidation === 'Ignore' ? [] : strictMessages(context, options.duplicateKeys ?? [])
  if (messages.length > 0 && options.fieldValidation === 'Strict') {
    return refused(refusal(value, `strict decoding error: ${messages.join(', ')}`), { unknownFields, wrongTypes })
  }
  const metadata = isJsonObject(decoded['metadata']) ? decoded['metadata'] : {}
  return { object: { ...decoded, apiVersion, kind, metadata }, warnings: messages, unknownFields, wrongTypes }
}

/** Metadata on its own, for kinds whose structure is not Kubernetes'. `mismatch`: Go's words for a value of the wrong type. */
export const decodeMetadata = (
  value: unknown,
): { readonly value: ObjectMeta; readonly unknownFields: readonly string[]; readonly mismatch?: string } => {
  const context: Context = { unknownFields: [], wrongTypes: [], malformed: [] }
  const decoded = decodeValue(
    context,
    { path: 'metadata', goPath: 'metadata', structure: 'ObjectMeta' },
    value ?? {},
    'ObjectMeta',
  )
  const mismatch = describeMismatch(context, decoded, 'ObjectMeta')
  return {
    value: isJsonObject(decoded) ? decoded : {},
    unknownFields: context.unknownFields.map(({ path }) => path),
    ...(mismatch === undefined ? {} : { mismatch }),
  }
}
