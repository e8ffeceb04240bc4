/** How many Pods a workload is to have, in the form that is the same for all. @see Kubernetes API reference, Scale v1 autoscaling */
import type { Scale } from '../../../kubernetes/generated/types.ts'
import type { JsonObject } from '../../../kubernetes/json.ts'
import { invalid } from '../../../kubernetes/errors.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import type { StoredObject } from '../../store/store.ts'
import { readScale, withReplicas } from '../../scale.ts'
import type { ObjectCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { mediaType } from '../http/body.ts'
import type { Spelling } from '../http/duplicate-keys.ts'
import { respondStatus } from '../http/respond.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { respondObject } from '../rest/present.ts'
import { isPatchType, patchObject } from '../rest/patch.ts'
import { decodeObject, writeOptions } from '../rest/write-request.ts'

const toScale = (call: ObjectCall, object: StoredObject): Scale & JsonObject => {
  const { replicas, current, selector } = readScale(call.context.store, call.info, object)
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: current, ...(selector === '' ? {} : { selector }) },
  } as Scale & JsonObject
}

interface Given {
  readonly scale: Scale
  readonly warnings: readonly string[]
}

const SCALE = {
  kind: 'Scale',
  plural: 'scales',
  name: 'scales.autoscaling',
  group: 'autoscaling',
  version: 'v1',
  apiVersion: 'autoscaling/v1',
} as const

/** The same request, of the Scale in place of the workload. */
const ofScale = (call: ObjectCall): ObjectCall => ({ ...call, info: { ...call.info, ...SCALE } })

/** A Scale has a name and a namespace as the workload has, which need not be said. */
const decodeScale = (call: ObjectCall, value: JsonObject, spelling: Partial<Spelling>): Given | Response => {
  const decoded = decodeObject(value, ofScale(call), spelling)
  return decoded.ok ? { scale: decoded.object as Scale, warnings: decoded.warnings } : respondStatus(decoded.status)
}

const readGiven = async (call: ObjectCall, stored: StoredObject): Promise<Given | Response> => {
  const type = mediaType(call.request)
  if (call.request.method === 'PATCH' && isPatchType(type)) {
    const patched = patchObject(toScale(call, stored), await call.request.text(), type, 'Scale')
    return patched.ok ? decodeScale(call, patched.value, {}) : respondStatus(patched.status)
  }
  const body = await readBody(call.request, 'Scale')
  return body.ok ? decodeScale(call, body.value, body) : respondStatus(body.status)
}

const scaleTo = (call: ObjectCall, stored: StoredObject, scale: Scale): Response | StoredObject => {
  const replicas = scale.spec?.replicas ?? 0
  if (replicas < 0) {
    const cause = invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')
    return respondStatus(invalid('Scale', call.name, [cause], 'autoscaling'))
  }
  const version = scale.metadata.resourceVersion ?? ''
  const metadata = version !== '' ? { ...stored.metadata, resourceVersion: version } : stored.metadata
  const scaled = withReplicas(call.context.store, call.info, { ...stored, metadata }, replicas)
  const result = call.context.writer.update(scaled, { ...writeOptions(call), subresource: 'scale' })
  return result.ok ? result.object : respondStatus(result.status)
}

export const handleScale = async (call: ObjectCall): Promise<Response> => {
  const found = findObject(call)
  if (found === undefined) return respondNotFound(call)
  if (call.request.method === 'GET') return respondObject(ofScale(call), toScale(call, found))
  const given = await readGiven(call, found)
  if (given instanceof Response) return given
  const stored = findObject(call)
  if (stored === undefined) return respondNotFound(call)
  const scaled = scaleTo(call, stored, given.scale)
  if (scaled instanceof Response) return scaled
  await call.context.store.flushed()
  return respondObject(ofScale(call), toScale(call, scaled), { warnings: given.warnings })
}
