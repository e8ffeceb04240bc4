/** What the server says of an object that a patch has made, and that cannot be read. @see k8s.io/apimachinery pkg/runtime/converter.go, v1.34 */
import type { WrongType } from '../../../kubernetes/decode/decode.ts'
import { invalid } from '../../../kubernetes/errors.ts'
import { goTypeOf, printValue } from '../../../kubernetes/go/print-value.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'

const KINDS: Readonly<Record<string, string>> = { boolean: 'bool', integer: 'int32', number: 'float64', bytes: 'slice' }

/** Go converts numbers into each other and into letters, but the server does not want either. */
const isRefusedByName = (found: string, expected: string): boolean =>
  (found === 'int64' && expected === 'string') || (found === 'float64' && expected === 'int32')

/** Why a value of one type cannot become one of another. */
const whyNot = ({ expected, value }: WrongType): string => {
  const found = goTypeOf(value)
  if (expected.startsWith('[]')) return `cannot restore slice from ${found}`
  if (expected === 'map') return `cannot restore map from ${found}`
  const kind = KINDS[expected] ?? expected
  if (/^[A-Z]/u.test(kind)) return `cannot restore struct from: ${found}`
  return isRefusedByName(found, kind) ? `cannot convert ${found} to ${kind}` : `unrecognized type: ${kind}`
}

/** What is wrong, without the object's kind. */
export const reasonOf = ({ message = '' }: Status): string =>
  message.replace(/^\S+ in version "[^"]*" cannot be handled as a \S+: /u, '')

/** What is wrong with an object that was converted, not decoded: types that read their values themselves know no field. */
export const convertedReason = (status: Status, [wrong]: readonly WrongType[]): string => {
  const isOwn = wrong !== undefined && ['IntOrString', 'time', 'microtime'].includes(wrong.expected)
  return isOwn ? reasonOf(status).replace(/Go struct field \S+ of type/u, 'Go value of type') : reasonOf(status)
}

const STRICT = 'strict decoding error: '

/** Fields that nobody knows come in the order of their names here. */
const inOrder = (reason: string): string =>
  reason.startsWith(STRICT) ? `${STRICT}${reason.slice(STRICT.length).split(', ').sort().join(', ')}` : reason

/** By a strategic merge patch: the patch is shown. */
export const refuseStrategic = (patch: JsonObject, status: Status, wrongTypes: readonly WrongType[]): Status => {
  const [wrong] = wrongTypes
  const why =
    wrong === undefined || wrong.expected === 'IntOrString' ? inOrder(convertedReason(status, wrongTypes)) : whyNot(wrong)
  return invalid('', '', [invalidValue('patch', printValue(patch), why)])
}

const inOrderOfNames = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))

/** Fields of metadata in Go's order. */
const METADATA: readonly string[] = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
]

/** Metadata as it was, or in the order of names where the patch has changed it. */
const showMetadata = (patched: unknown, before: unknown): unknown => {
  if (!isJsonObject(patched)) return patched
  if (patched !== before) return inOrderOfNames(patched)
  return Object.fromEntries(METADATA.flatMap((field) => (patched[field] === undefined ? [] : [[field, patched[field]]])))
}

/** By another patch: the whole object is shown. `target`: what was patched. */
export const refuseMerged = (target: JsonObject, patched: JsonObject, status: Status): Status => {
  const metadata = showMetadata(patched['metadata'], target['metadata'])
  const shown = inOrderOfNames({ ...patched, metadata })
  return invalid('', '', [invalidValue('patch', JSON.stringify(shown), reasonOf(status))])
}
