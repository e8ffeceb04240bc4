/** How many Pods a workload is to have, in the form that is the same for all. @see Kubernetes API reference, Scale v1 autoscaling */
import { badRequest } from '../../../kubernetes/errors.ts'
import type { Scale } from '../../../kubernetes/generated/types.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import { invalid } from '../../../kubernetes/errors.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import type { StoredObject } from '../../store/store.ts'
import { readScale, withReplicas } from '../../scale.ts'
import type { ObjectCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { mediaType } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { isPatchType, patchObject } from '../rest/patch.ts'
import { writeOptions } from '../rest/write-request.ts'

const toScale = (call: ObjectCall, object: StoredObject): Scale & JsonObject => {
  const { replicas, current, selector } = readScale(call.context.store, call.info, object)
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas },
    status: { replicas: current, ...(selector === '' ? {} : { selector }) },
  } as Scale & JsonObject
}

const readGiven = async (call: ObjectCall, stored: StoredObject): Promise<JsonObject | Response> => {
  const type = mediaType(call.request)
  if (call.request.method === 'PATCH' && isPatchType(type)) {
    const patched = patchObject(toScale(call, stored), await call.request.text(), type, 'Scale')
    return patched.ok ? patched.value : respondStatus(patched.status)
  }
  const body = await readBody(call.request, 'Scale')
  return body.ok ? body.value : respondStatus(body.status)
}

const scaleTo = (call: ObjectCall, stored: StoredObject, scale: JsonObject): Response | StoredObject => {
  const replicas = isJsonObject(scale['spec']) ? (scale['spec']['replicas'] ?? 0) : 0
  if (typeof replicas !== 'number' || !Number.isInteger(replicas))
    return respondStatus(badRequest('spec.replicas is not a whole number'))
  if (replicas < 0) {
    const cause = invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')
    return respondStatus(invalid('Scale', call.name, [cause], 'autoscaling'))
  }
  const version = isJsonObject(scale['metadata']) ? scale['metadata']['resourceVersion'] : undefined
  const metadata =
    typeof version === 'string' && version !== '' ? { ...stored.metadata, resourceVersion: version } : stored.metadata
  const scaled = withReplicas(call.context.store, call.info, { ...stored, metadata }, replicas)
  const result = call.context.writer.update(scaled, { ...writeOptions(call), subresource: 'scale' })
  return result.ok ? result.object : respondStatus(result.status)
}

export const handleScale = async (call: ObjectCall): Promise<Response> => {
  const found = findObject(call)
  if (found === undefined) return respondNotFound(call)
  if (call.request.method === 'GET') return respond(toScale(call, found), call.accepted)
  const scale = await readGiven(call, found)
  if (scale instanceof Response) return scale
  const stored = findObject(call)
  if (stored === undefined) return respondNotFound(call)
  const scaled = scaleTo(call, stored, scale)
  if (scaled instanceof Response) return scaled
  await call.context.store.flushed()
  return respond(toScale(call, scaled), call.accepted)
}
