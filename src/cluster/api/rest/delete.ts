import { badRequest, success } from '../../../kubernetes/errors.ts'
import { isJsonObject, isList, withoutUndefined, type JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { ObjectCall, ResourceCall } from '../api-context.ts'
import { readOptionalBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import type { DeletionOptions, WriteResult } from '../writer.ts'
import { presentList, respondObject } from './present.ts'
import { readSelection } from './select.ts'
import { isDryRun } from './write-request.ts'

type Options = { readonly ok: true; readonly options: DeletionOptions } | { readonly ok: false; readonly status: Status }

const POLICIES = ['Background', 'Foreground', 'Orphan'] as const

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const readPropagation = (body: JsonObject, query: URLSearchParams): string | undefined => {
  const orphan = body['orphanDependents'] ?? query.get('orphanDependents')
  if (orphan === true || orphan === 'true') return 'Orphan'
  return text(body['propagationPolicy']) ?? text(query.get('propagationPolicy'))
}

const readGrace = (body: JsonObject, query: URLSearchParams): number | undefined => {
  const given = body['gracePeriodSeconds'] ?? query.get('gracePeriodSeconds')
  const isGiven = typeof given === 'number' || (typeof given === 'string' && given !== '')
  return isGiven && Number.isInteger(Number(given)) ? Number(given) : undefined
}

const readOptions = async (call: ResourceCall): Promise<Options> => {
  const body = await readOptionalBody(call.request)
  if (body?.ok === false) return { ok: false, status: body.status }
  const given: JsonObject = body?.value ?? {}
  const asked = readPropagation(given, call.query)
  const propagation = POLICIES.find((policy) => policy === asked)
  if (asked !== undefined && propagation === undefined) {
    const message = `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "${asked}": supported values: "Foreground", "Background", "Orphan", "nil"`
    return { ok: false, status: { ...badRequest(message), reason: 'Invalid', code: 422 } }
  }
  const preconditions = isJsonObject(given['preconditions']) ? given['preconditions'] : {}
  const options = {
    propagation,
    gracePeriodSeconds: readGrace(given, call.query),
    uid: text(preconditions['uid']),
    resourceVersion: text(preconditions['resourceVersion']),
    dryRun: isDryRun(call) || (isList(given['dryRun']) && given['dryRun'].includes('All')),
  }
  return { ok: true, options: withoutUndefined(options) as DeletionOptions }
}

/** Kinds of which a deletion answers with the object even when it is gone. @see pkg/registry, ReturnDeletedObject, v1.34 */
const RETURNED: ReadonlySet<string> = new Set([
  'Pod',
  'Service',
  'ServiceAccount',
  'PodTemplate',
  'PersistentVolumeClaim',
  'ResourceQuota',
])

const removeOne = (call: ResourceCall, object: Pick<KubernetesObject, 'metadata'>, options: DeletionOptions): WriteResult => {
  const { name = '', namespace } = object.metadata
  const reference = {
    apiVersion: storedVersion(call),
    kind: call.info.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  }
  return call.context.writer.delete(reference, options)
}

/** Events are stored as those of v1. */
const storedVersion = ({ info }: ResourceCall): string => (info.name === 'events' ? 'v1' : info.apiVersion)

export const handleDelete = async (call: ObjectCall): Promise<Response> => {
  const read = await readOptions(call)
  if (!read.ok) return respondStatus(read.status)
  const metadata = { name: call.name, ...(call.namespace === undefined ? {} : { namespace: call.namespace }) }
  const result = removeOne(call, { metadata }, read.options)
  if (!result.ok) return respondStatus(result.status)
  await call.context.store.flushed()
  if (result.removed !== true || RETURNED.has(call.info.kind))
    return respondObject(call, result.object, { warnings: result.warnings })
  const { plural, group } = call.info
  const uid = result.object.metadata.uid
  const details = { name: call.name, ...(group === '' ? {} : { group }), kind: plural, ...(uid === undefined ? {} : { uid }) }
  return respond(success(details), call.accepted)
}

export const handleDeleteCollection = async (call: ResourceCall): Promise<Response> => {
  const selection = readSelection(call.query, call.info)
  if (!selection.ok) return respondStatus(selection.status)
  const read = await readOptions(call)
  if (!read.ok) return respondStatus(read.status)
  const { store } = call.context
  const objects = store.list(call.info.name, call.namespace).filter((object) => selection.selects(object))
  for (const object of objects) {
    const result = removeOne(call, object, read.options)
    if (!result.ok && result.status.code !== 404) return respondStatus(result.status)
  }
  await store.flushed()
  return respond(presentList(call, objects, { resourceVersion: String(store.revision) }), call.accepted)
}
