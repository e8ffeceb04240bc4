/**
 * Strict decoding: which fields exist and what types they have. Wording as of the API server's JSON decoder.
 * @see k8s.io/apimachinery pkg/runtime/serializer/json and sigs.k8s.io/json, v1.34
 */
import { isLeftOutEmpty, typeOf } from '../field-types.ts'
import { badRequest, notFound } from '../errors.ts'
import { fieldsOf, readsAsEmpty, readsAsZero, ROOT_STRUCTURES } from '../structure.ts'
import type { ObjectMeta } from '../generated/types.ts'
import { describeMisfit, goKind, isTooLong, type GoPlace, type Misfit } from './go-types.ts'
import { checkBase64, NOT_A_QUANTITY } from './malformed.ts'
import { refusal } from './refusal.ts'
import { refuseBySchema } from './schema-refusal.ts'
import { strictMessages } from './strict-messages.ts'
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
  /** What a server's reader says of keys that stand twice in YAML. */
  readonly duplicateLines?: readonly string[]
  /** Numbers of a JSON text that are not written as Go reads whole ones, such as `1e2`, by their paths. */
  readonly numbers?: ReadonlyMap<string, string>
}

interface Context {
  readonly unknownFields: UnknownField[]
  readonly wrongTypes: WrongType[]
  /** Values that do not fit: Go goes on, and tells of the first. */
  readonly misfits: Misfit[]
  /** What ends Go's decoding: texts that are no base64, no quantity, no time, in the decoder's own words. */
  readonly malformed: (string | Misfit)[]
  readonly numbers: ReadonlyMap<string, string>
}

const contextOf = (numbers: ReadonlyMap<string, string> = new Map()): Context => ({
  unknownFields: [],
  wrongTypes: [],
  misfits: [],
  malformed: [],
  numbers,
})

interface Place extends GoPlace {
  readonly path: string
}

const ROOT: Place = { path: '', goPath: '', structure: '', field: '', inner: '' }

/** Of these Go's types read their values themselves: what does not fit ends the decoding. */
const READ_THEMSELVES: ReadonlySet<string> = new Set(['time', 'microtime', 'int-or-string'])

const NAMES: Readonly<Record<string, string>> = { 'int-or-string': 'IntOrString' }

/** Notes the wrong type; the field then counts as absent. */
const noteWrong = (context: Context, place: Place, value: unknown, type: string): void => {
  const literal = context.numbers.get(place.path)
  const misfit: Misfit = { ...place, value, type, literal }
  if (READ_THEMSELVES.has(type)) context.malformed.push(misfit)
  else context.misfits.push(misfit)
  const expected = type.startsWith('{}') ? 'map' : (NAMES[type] ?? type)
  context.wrongTypes.push({
    path: place.path,
    expected,
    found: literal === undefined ? goKind(value) : `number ${literal}`,
    value,
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

const MAX_INT32 = 2_147_483_647

/** Whether a number is written as none of Go's whole ones, or is none that its field has room for. */
const isOutside = (context: Context, place: Place, value: unknown, type: string): boolean =>
  (type === 'integer' || type === 'int-or-string') &&
  typeof value === 'number' &&
  (context.numbers.has(place.path) || (Math.abs(value) > MAX_INT32 && isTooLong(place, value, type)))

const decodeScalar = (context: Context, place: Place, value: unknown, type: string): unknown => {
  if (type === 'quantity') return decodeQuantity(context, value)
  if (FITS[type]?.(value) !== false && !isOutside(context, place, value, type)) {
    if (type === 'bytes' && typeof value === 'string') context.malformed.push(...checkBase64(value))
    return (type === 'time' || type === 'microtime') && typeof value === 'string' ? decodeTime(context, value, type) : value
  }
  noteWrong(context, place, value, type)
  return undefined
}

const decodeMap = (context: Context, given: Place, value: unknown, type: string): unknown => {
  if (!isJsonObject(value)) {
    noteWrong(context, given, value, `{}${type}`)
    return undefined
  }
  const place = { ...given, inner: `${given.inner}{}` }
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
      const at = { ...place, path: `${place.path}[${index}]`, inner: `${place.inner}[]` }
      const decoded = decodeValue(context, at, item, type.slice(2))
      return decoded === undefined && item === null ? zeroOf(type.slice(2)) : decoded
    })
  }
  if (type.startsWith('{}')) return decodeMap(context, place, value, type.slice(2))
  const structure = fieldsOf(type)
  if (structure === undefined) return decodeScalar(context, place, value, type)
  return decodeStructure(context, place, value, { name: type, fields: structure })
}

/** What Go leaves out where a field says so. */
const isEmpty = (value: unknown): boolean =>
  value === '' ||
  value === 0 ||
  value === false ||
  (isList(value) && value.length === 0) ||
  (isJsonObject(value) && Object.keys(value).length === 0)

const zeroOf = (type: string): unknown => (type === 'string' ? '' : type === 'integer' || type === 'number' ? 0 : {})

interface Structure {
  readonly name: string
  readonly fields: Readonly<Record<string, string>>
}

/** Go matches field names without regard to case; strict decoding tells those as unknown, and so do we. */
const decodeStructure = (context: Context, place: Place, value: unknown, { name: structure, fields }: Structure): unknown => {
  if (!isJsonObject(value)) {
    if (place.structure !== '') noteWrong(context, place, value, structure)
    return undefined
  }
  const result: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined
    const path = place.path === '' ? name : `${place.path}.${name}`
    if (type === undefined) {
      context.unknownFields.push({ path, name, structure })
      continue
    }
    const goPath = place.goPath === '' ? name : `${place.goPath}.${name}`
    const decoded = decodeValue(context, { path, goPath, structure, field: name, inner: '' }, item, typeOf(type))
    if (decoded !== undefined && !(isLeftOutEmpty(type) && isEmpty(decoded))) result[name] = decoded
  }
  if (readsAsZero(structure)) fillRequired(result, fields)
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

/** Go's words for what ends its decoding, else for the first value that does not fit. */
const describeMismatch = (context: Context, decoded: unknown, root: string): string | undefined => {
  const first = context.malformed[0] ?? context.misfits[0]
  if (first !== undefined) return typeof first === 'string' ? first : describeMisfit(first)
  return isJsonObject(decoded) ? undefined : `json: cannot unmarshal ${goKind(decoded)} into Go value of type ${root}`
}

/** Decodes an object of a known kind. Custom kinds are not its business. */
export const decode = (value: JsonObject, options: DecodeOptions): Decoded => {
  const known = rootOf(value)
  if ('warnings' in known) return known
  const { root, apiVersion, kind } = known
  const context = contextOf(options.numbers)
  const decoded = decodeValue(context, ROOT, value, root)
  const { unknownFields, wrongTypes } = context
  const mismatch = describeMismatch(context, decoded, root)
  const isBySchema = wrongTypes.length > 0 && !readsAsEmpty(root) && !wrongTypes.some(({ path }) => path.startsWith('metadata'))
  if ((mismatch !== undefined && !isBySchema) || !isJsonObject(decoded)) {
    return refused(refusal(value, mismatch ?? ''), { unknownFields, wrongTypes })
  }
  const unknown = unknownFields.map(({ path }) => path)
  const { fieldValidation } = options
  const isRefused = fieldValidation === 'Strict'
  const messages = fieldValidation === 'Ignore' ? [] : strictMessages(unknown, options, isRefused)
  if (messages.length > 0 && isRefused) {
    return refused(refusal(value, `strict decoding error: ${messages.join(', ')}`), { unknownFields, wrongTypes })
  }
  if (isBySchema) return refused(refuseBySchema(value, wrongTypes), { unknownFields, wrongTypes })
  const metadata = isJsonObject(decoded['metadata']) ? decoded['metadata'] : {}
  return { object: { ...decoded, apiVersion, kind, metadata }, warnings: messages, unknownFields, wrongTypes }
}

/** Go's words for a value of the wrong type in what is no object of its own, such as options; undefined where it can be read. */
export const mismatchOf = (value: JsonObject, structure: string, numbers?: ReadonlyMap<string, string>): string | undefined => {
  const context = contextOf(numbers)
  return describeMismatch(context, decodeValue(context, ROOT, value, structure), structure)
}

/** Metadata on its own, for kinds whose structure is not Kubernetes'. `mismatch`: Go's words for a value of the wrong type. */
export const decodeMetadata = (
  value: unknown,
  kind: string,
): { readonly value: ObjectMeta; readonly unknownFields: readonly string[]; readonly mismatch?: string } => {
  const context = contextOf()
  const at = { path: 'metadata', goPath: 'metadata', structure: kind, field: 'metadata', inner: '' }
  const decoded = decodeValue(context, at, value ?? {}, 'ObjectMeta')
  const mismatch = describeMismatch(context, decoded, 'ObjectMeta')
  return {
    value: isJsonObject(decoded) ? decoded : {},
    unknownFields: context.unknownFields.map(({ path }) => path),
    ...(mismatch === undefined ? {} : { mismatch }),
  }
}
