/** What the writing requests have in common: their parameters, the decoding of their object, the answer. */
import { decode, type DecodeOptions, type WrongType } from '../../../kubernetes/decode/decode.ts'
import { badRequest } from '../../../kubernetes/errors.ts'
import { withoutUndefined, type JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { readsAsEmpty, ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'
import { decodeCustom } from '../../custom/decode-custom.ts'
import { customResourceOf } from '../../custom/served.ts'
import type { ResourceCall } from '../api-context.ts'
import type { Spelling } from '../http/duplicate-keys.ts'
import { respondStatus } from '../http/respond.ts'
import type { InternalWriteOptions } from '../write/finish.ts'
import type { WriteResult } from '../writer.ts'
import { toStorage } from './convert.ts'
import { respondObject } from './present.ts'

export type Decoded =
  | { readonly ok: true; readonly object: KubernetesObject; readonly warnings: readonly string[] }
  | {
      readonly ok: false
      readonly status: Status
      /** What keeps the object from being read, where that is it. */
      readonly wrongTypes?: readonly WrongType[]
    }

/** `kubectl/v1.33.0 (linux/amd64) …` is named kubectl. */
export const managerOf = (call: ResourceCall): string => {
  const named = call.query.get('fieldManager')
  if (named !== null && named !== '') return named
  return (call.request.headers.get('user-agent') ?? '').split('/')[0]?.trim() || 'unknown'
}

export const writeOptions = (call: ResourceCall): InternalWriteOptions => ({
  fieldManager: managerOf(call),
  author: call.user,
  servedAs: call.info.apiVersion,
  ...(isDryRun(call) ? { dryRun: true } : {}),
})

export const isDryRun = ({ query }: Pick<ResourceCall, 'query'>): boolean => query.getAll('dryRun').includes('All')

export const validationOf = ({ query }: ResourceCall): 'Strict' | 'Warn' | 'Ignore' => {
  const asked = query.get('fieldValidation')
  return asked === 'Strict' || asked === 'Ignore' ? asked : 'Warn'
}

const givenText = (value: unknown): unknown => (value === '' || value === null ? undefined : value)

/** The body may leave apiVersion and kind out: the path says them. */
const withType = (value: JsonObject, { info }: ResourceCall): JsonObject => ({
  ...value,
  apiVersion: givenText(value['apiVersion']) ?? info.apiVersion,
  kind: givenText(value['kind']) ?? info.kind,
})

const place = (object: KubernetesObject, call: ResourceCall): Decoded => {
  const { name = '', namespace: given } = object.metadata
  if (call.name !== undefined && name === '') {
    const message = `the name of the object (${call.name} based on URL) was undeterminable: name must be provided`
    return { ok: false, status: badRequest(message) }
  }
  if (call.name !== undefined && name !== call.name) {
    const message = `the name of the object (${name}) does not match the name on the URL (${call.name})`
    return { ok: false, status: badRequest(message) }
  }
  if (call.info.namespaced && given !== undefined && given !== '' && given !== call.namespace) {
    const message = 'the namespace of the provided object does not match the namespace sent on the request'
    return { ok: false, status: badRequest(message) }
  }
  const { namespace: _namespace, ...metadata } = object.metadata
  const placed = {
    ...object,
    metadata: {
      ...metadata,
      ...(call.name === undefined ? {} : { name: call.name }),
      ...(call.namespace === undefined ? {} : { namespace: call.namespace }),
    },
  }
  return { ok: true, object: toStorage(placed), warnings: [] }
}

const versionOf = (apiVersion: string): string => apiVersion.replace(/^.*\//u, '')
const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.replace(/\/.*$/u, '') : '')

/** Another kind: the server tries to make the wanted one of it, by the names of its Go packages. */
const unknownConversion = ({ apiVersion, kind }: Given, info: ResourceInfo): string => {
  const version = versionOf(apiVersion)
  const name = info.group === '' ? 'core' : (info.group.split('.')[0] ?? '')
  return `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${info.kind}: converting (${version}.${kind}) to (${name}.${info.kind}): unknown conversion`
}

/** A kind that no version has. */
const notRegistered = ({ apiVersion, kind }: Given, info: ResourceInfo): string => {
  const why = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:110"`
  return `${kind} in version ${JSON.stringify(versionOf(apiVersion))} cannot be handled as a ${info.kind}: ${why}`
}

interface Given {
  readonly apiVersion: string
  readonly kind: string
}

/** Kinds that each version has for lists of its others. */
const withoutList = (kind: string): string => kind.replace(/(?<=.)List$/u, '')

/** Whether a server knows the kind without a definition, or that of its lists. */
const isRegistered = ({ apiVersion, kind }: Given): boolean => {
  if (apiVersion === 'v1' && kind === 'List') return true
  const root = ROOT_STRUCTURES[`${apiVersion}/${kind}`] ?? ROOT_STRUCTURES[`${apiVersion}/${withoutList(kind)}`]
  return root !== undefined && readsAsEmpty(root)
}

/** Of Events the server converts those of one group to the other's. */
const isConverted = (given: Given, { kind, group }: ResourceInfo): boolean =>
  given.kind === kind && (groupOf(given.apiVersion) === group || kind === 'Event')

/** Why an object of another kind or version than the call's is not taken. */
const refuseOther = (given: Given, info: ResourceInfo): string => {
  if (!isRegistered(given)) return notRegistered(given, info)
  if (!isConverted(given, info)) return unknownConversion(given, info)
  return `the API version in the data (${given.apiVersion}) does not match the expected API version (${info.apiVersion})`
}

/** What a body's text says besides its value. */
type Repeated = Partial<Spelling> & Pick<DecodeOptions, 'duplicateLines'>

/** Decodes an object of the call's kind, and puts it where the path says. */
export const decodeObject = (
  value: JsonObject,
  call: ResourceCall,
  { duplicateKeys, duplicateLines, numbers }: Repeated,
): Decoded => {
  const typed = withType(value, call)
  const { info } = call
  const given = { apiVersion: String(typed['apiVersion']), kind: String(typed['kind']) }
  if (given.kind !== info.kind || given.apiVersion !== info.apiVersion)
    return { ok: false, status: badRequest(refuseOther(given, info)) }
  const options = withoutUndefined({
    fieldValidation: validationOf(call),
    duplicateKeys,
    duplicateLines,
    numbers,
  }) as DecodeOptions
  const custom = customResourceOf(call.context.store, info)
  const { object, status, warnings, wrongTypes } =
    custom === undefined ? decode(typed, options) : decodeCustom(typed, custom, options)
  if (status !== undefined || object === undefined)
    return { ok: false, status: status ?? badRequest('the body is not an object'), wrongTypes }
  const placed = place(object, call)
  return placed.ok ? { ...placed, warnings } : placed
}

/** Answers with what was written, once it would survive a crash. */
export const respondWritten = async (
  call: ResourceCall,
  result: WriteResult,
  reply: { readonly code?: number; readonly warnings?: readonly string[] } = {},
): Promise<Response> => {
  if (!result.ok) return respondStatus(result.status)
  await call.context.store.flushed()
  return respondObject(call, result.object, { ...reply, warnings: [...(reply.warnings ?? []), ...result.warnings] })
}
