/** What the writing requests have in common: their parameters, the decoding of their object, the answer. */
import { decode, type WrongType } from '../../../kubernetes/decode/decode.ts'
import { badRequest } from '../../../kubernetes/errors.ts'
import type { JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { decodeCustom } from '../../custom/decode-custom.ts'
import { customResourceOf, findServed } from '../../custom/served.ts'
import type { ResourceCall } from '../api-context.ts'
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
const managerOf = (call: ResourceCall): string => {
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

const validationOf = ({ query }: ResourceCall): 'Strict' | 'Warn' | 'Ignore' => {
  const asked = query.get('fieldValidation')
  return asked === 'Strict' || asked === 'Ignore' ? asked : 'Warn'
}

/** The body may leave apiVersion and kind out: the path says them. */
const withType = (value: JsonObject, { info }: ResourceCall): JsonObject => ({
  ...value,
  apiVersion: value['apiVersion'] ?? info.apiVersion,
  kind: value['kind'] ?? info.kind,
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

/** A kind of the same version: the server tries to make the wanted one of it, by the names of its Go packages. */
const unknownConversion = (kind: string, info: ResourceInfo): string => {
  const { group, version } = info
  const name = group === '' ? 'core' : (group.split('.')[0] ?? '')
  return `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${info.kind}: converting (${version}.${kind}) to (${name}.${info.kind}): unknown conversion`
}

/** A kind that no version has. */
const notRegistered = (apiVersion: string, kind: string, info: ResourceInfo): string => {
  const why = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:110"`
  return `${kind} in version ${JSON.stringify(apiVersion.replace(/^.*\//u, ''))} cannot be handled as a ${info.kind}: ${why}`
}

/** Decodes an object of the call's kind, and puts it where the path says. */
export const decodeObject = (value: JsonObject, call: ResourceCall, duplicateKeys: readonly string[]): Decoded => {
  const typed = withType(value, call)
  const { info } = call
  if (typed['kind'] !== info.kind || typed['apiVersion'] !== info.apiVersion) {
    const served = findServed(call.context.store, info.apiVersion, String(typed['kind']))
    if (typed['apiVersion'] === info.apiVersion && served !== undefined)
      return { ok: false, status: badRequest(unknownConversion(served.kind, info)) }
    if (findServed(call.context.store, String(typed['apiVersion']), String(typed['kind'])) === undefined)
      return { ok: false, status: badRequest(notRegistered(String(typed['apiVersion']), String(typed['kind']), info)) }
    const message = `the API version in the data (${String(typed['apiVersion'])}, ${String(typed['kind'])}) does not match the expected API version (${info.apiVersion}, ${info.kind})`
    return { ok: false, status: badRequest(message) }
  }
  const options = { fieldValidation: validationOf(call), duplicateKeys }
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
