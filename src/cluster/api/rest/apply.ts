/** Server-side apply over HTTP. @see Kubernetes documentation, "Server-Side Apply" */
import { yamlErrors } from '../../../kubernetes/decode/strict-messages.ts'
import { badRequest, failureWithoutReason } from '../../../kubernetes/errors.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { ObjectCall } from '../api-context.ts'
import { readApplied, type Body } from '../http/body.ts'
import { respondStatus } from '../http/respond.ts'
import { applyConfiguration } from '../managed-fields/apply.ts'
import { typeProblems } from '../managed-fields/check-types.ts'
import { customResourceOf } from '../../custom/served.ts'
import { toTimestamp } from '../../time.ts'
import { findObject } from './get.ts'
import { refuseNewIdentity } from './new-identity.ts'
import { convertedReason } from './refuse-patched.ts'
import { decodeObject, respondWritten, writeOptions, type Decoded, validationOf } from './write-request.ts'
import { storeThrough } from './store-through.ts'

/** The decoder fills in what Go would; what is not in the configuration must not become owned. */
const readConfiguration = (value: Readonly<Record<string, unknown>>, object: KubernetesObject): KubernetesObject =>
  ({ ...value, apiVersion: object.apiVersion, kind: object.kind }) as unknown as KubernetesObject

/** A kind as applying names it: `/v1, Kind=Pod`. */
const nameKind = (apiVersion: unknown, kind: unknown): string => {
  const version = typeof apiVersion === 'string' ? apiVersion : ''
  return `${version.includes('/') ? version : `/${version}`}, Kind=${typeof kind === 'string' ? kind : ''}`
}

/** What applying looks at before it reads the configuration. */
const refuseConfiguration = ({ kind, apiVersion, metadata }: JsonObject, { info }: ObjectCall): Status | undefined => {
  const { managedFields } = isJsonObject(metadata) ? metadata : {}
  if (managedFields !== undefined) return badRequest('metadata.managedFields must be nil')
  if (apiVersion === info.apiVersion && kind === info.kind) return undefined
  return badRequest(`invalid object type: ${nameKind(apiVersion, kind)}`)
}

type Unread = Extract<Decoded, { readonly ok: false }>

/** What the schema says of the configuration, and then the decoder. */
const refuseUntyped = (value: JsonObject, { info }: ObjectCall, unread?: Unread): Status | undefined => {
  const { name = '', namespace = '' } = isJsonObject(value['metadata']) ? value['metadata'] : {}
  const object = `(${String(namespace)}/${String(name)}; ${nameKind(info.apiVersion, info.kind)})`
  const problems = typeProblems(value)
  if (problems !== undefined) return failureWithoutReason(`failed to create typed patch object ${object}: ${problems}`)
  if (unread === undefined) return undefined
  const why = convertedReason(unread.status, unread.wrongTypes ?? [])
  const version = nameKind(info.apiVersion, info.kind)
  const message = `failed to convert new object ${object} to proper version: unable to convert unstructured object to ${version}: ${why}`
  return failureWithoutReason(message)
}

/** That the decoder could not make an object of the configuration. */
const unreadIn = (decoded: Decoded): Unread | undefined =>
  !decoded.ok && decoded.status.message?.includes('cannot be handled as') === true ? decoded : undefined

/** As Go reads a parameter that is true or false: whatever does not say no. */
const isTrue = (text: string | null): boolean => text !== null && !['', '0', 'false'].includes(text.toLowerCase())

/** The name may be left out: the path says it. */
const withName = (value: JsonObject, { name }: ObjectCall): JsonObject => {
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {}
  return (metadata['name'] ?? '') === '' ? { ...value, metadata: { ...metadata, name } } : value
}

/** Keys that stand twice, where that is refused. */
const refuseRepeated = ({ duplicateLines = [] }: Extract<Body, { ok: true }>, call: ObjectCall): Status | undefined =>
  duplicateLines.length > 0 && validationOf(call) === 'Strict'
    ? badRequest(`error strict decoding YAML: error converting YAML to JSON: ${yamlErrors(duplicateLines)}`)
    : undefined

export const handleApply = async (call: ObjectCall): Promise<Response> => {
  const name = call.query.get('fieldManager') ?? ''
  const body = await readApplied(call.request, call.info.kind)
  if (!body.ok) return respondStatus(body.status)
  const refused = refuseRepeated(body, call) ?? refuseConfiguration(body.value, call)
  if (refused !== undefined) return respondStatus(refused)
  const custom = customResourceOf(call.context.store, call.info)
  const value = withName(body.value, call)
  const decoded = decodeObject(value, call, body)
  const untyped = custom === undefined ? refuseUntyped(body.value, call, unreadIn(decoded)) : undefined
  if (untyped !== undefined) return respondStatus(untyped)
  if (!decoded.ok) return respondStatus(decoded.status)
  const live = findObject(call)
  const applied = applyConfiguration(live, {
    configuration: readConfiguration(value, decoded.object),
    manager: { name, operation: 'Apply', ...(call.subresource === undefined ? {} : { subresource: call.subresource }) },
    force: isTrue(call.query.get('force')),
    time: toTimestamp(call.context.clock.now()),
    ...(custom === undefined ? {} : { custom: custom.schema }),
  })
  if (!applied.ok) return respondStatus(applied.status)
  const merged = decodeObject(applied.object, call, {})
  if (!merged.ok) return respondStatus(merged.status)
  const renamed = refuseNewIdentity(merged.object, live, call)
  if (renamed !== undefined) return respondStatus(renamed)
  const options = { ...writeOptions(call), managedFields: applied.managedFields }
  const { writer } = call.context
  const result = live === undefined ? writer.create(merged.object, options) : storeThrough(call, merged.object, options)
  return respondWritten(call, result, { code: live === undefined ? 201 : 200, warnings: decoded.warnings })
}
