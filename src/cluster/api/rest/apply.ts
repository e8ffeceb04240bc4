/** Server-side apply over HTTP. @see Kubernetes documentation, "Server-Side Apply" */
import { badRequest } from '../../../kubernetes/errors.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ObjectCall } from '../api-context.ts'
import { readApplied } from '../http/body.ts'
import { respondStatus } from '../http/respond.ts'
import { applyConfiguration } from '../managed-fields/apply.ts'
import { toTimestamp } from '../../time.ts'
import { findObject } from './get.ts'
import { decodeObject, respondWritten, writeOptions } from './write-request.ts'
import { storeThrough } from './store-through.ts'

/** The decoder fills in what Go would; what is not in the configuration must not become owned. */
const readConfiguration = (value: Readonly<Record<string, unknown>>, object: KubernetesObject): KubernetesObject =>
  ({ ...value, apiVersion: object.apiVersion, kind: object.kind }) as unknown as KubernetesObject

export const handleApply = async (call: ObjectCall): Promise<Response> => {
  const name = call.query.get('fieldManager') ?? ''
  const body = await readApplied(call.request)
  if (!body.ok) return respondStatus(body.status)
  const decoded = decodeObject(body.value, call, body.duplicateKeys)
  if (!decoded.ok) return respondStatus(decoded.status)
  if (decoded.object.metadata.managedFields !== undefined)
    return respondStatus(badRequest('metadata.managedFields must be nil'))
  const live = findObject(call)
  const applied = applyConfiguration(live, {
    configuration: readConfiguration(body.value, decoded.object),
    manager: { name, operation: 'Apply', ...(call.subresource === undefined ? {} : { subresource: call.subresource }) },
    force: call.query.get('force') === 'true',
    time: toTimestamp(call.context.clock.now()),
  })
  if (!applied.ok) return respondStatus(applied.status)
  const merged = decodeObject(applied.object, call, [])
  if (!merged.ok) return respondStatus(merged.status)
  const options = { ...writeOptions(call), managedFields: applied.managedFields }
  const { writer } = call.context
  const result = live === undefined ? writer.create(merged.object, options) : storeThrough(call, merged.object, options)
  return respondWritten(call, result, { code: live === undefined ? 201 : 200, warnings: decoded.warnings })
}
