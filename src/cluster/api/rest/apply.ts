/** Server-side apply over HTTP. @see Kubernetes documentation, "Server-Side Apply" */
import { badRequest } from '../../../kubernetes/errors.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { ObjectCall } from '../api-context.ts'
import { readApplied } from '../http/body.ts'
import { respondStatus } from '../http/respond.ts'
import { applyConfiguration } from '../managed-fields/apply.ts'
import { customResourceOf } from '../../custom/served.ts'
import { toTimestamp } from '../../time.ts'
import { findObject } from './get.ts'
import { decodeObject, respondWritten, writeOptions } from './write-request.ts'
import { storeThrough } from './store-through.ts'

/** The decoder fills in what Go would; what is not in the configuration must not become owned. */
const readConfiguration = (value: Readonly<Record<string, unknown>>, object: KubernetesObject): KubernetesObject =>
  ({ ...value, apiVersion: object.apiVersion, kind: object.kind }) as unknown as KubernetesObject

/** What applying looks at before it reads the configuration. */
const refuseConfiguration = ({ kind, apiVersion, metadata }: JsonObject, { info }: ObjectCall): Status | undefined => {
  const { managedFields } = isJsonObject(metadata) ? metadata : {}
  if (managedFields !== undefined) return badRequest('metadata.managedFields must be nil')
  if (typeof kind !== 'string' || apiVersion !== info.apiVersion || kind === info.kind) return undefined
  return badRequest(`invalid object type: ${info.group}/${info.version}, Kind=${kind}`)
}

export const handleApply = async (call: ObjectCall): Promise<Response> => {
  const name = call.query.get('fieldManager') ?? ''
  const body = await readApplied(call.request, call.info.kind)
  if (!body.ok) return respondStatus(body.status)
  const refused = refuseConfiguration(body.value, call)
  if (refused !== undefined) return respondStatus(refused)
  const decoded = decodeObject(body.value, call, body.duplicateKeys)
  if (!decoded.ok) return respondStatus(decoded.status)
  const live = findObject(call)
  const custom = customResourceOf(call.context.store, call.info)
  const applied = applyConfiguration(live, {
    configuration: readConfiguration(body.value, decoded.object),
    manager: { name, operation: 'Apply', ...(call.subresource === undefined ? {} : { subresource: call.subresource }) },
    force: call.query.get('force') === 'true',
    time: toTimestamp(call.context.clock.now()),
    ...(custom === undefined ? {} : { custom: custom.schema }),
  })
  if (!applied.ok) return respondStatus(applied.status)
  const merged = decodeObject(applied.object, call, [])
  if (!merged.ok) return respondStatus(merged.status)
  const options = { ...writeOptions(call), managedFields: applied.managedFields }
  const { writer } = call.context
  const result = live === undefined ? writer.create(merged.object, options) : storeThrough(call, merged.object, options)
  return respondWritten(call, result, { code: live === undefined ? 201 : 200, warnings: decoded.warnings })
}
