/** How many Pods a workload is to have, in the form that is the same for all. @see Kubernetes API reference, Scale v1 autoscaling */
import { badRequest } from '../../../kubernetes/errors.ts'
import { getPath, parsePath, setPath } from '../../../kubernetes/field-path.ts'
import type {
  CustomResourceSubresourceScale,
  Deployment,
  LabelSelector,
  ReplicaSet,
  ReplicationController,
  Scale,
  StatefulSet,
} from '../../../kubernetes/generated/types.ts'
import { isDeployment, isReplicaSet, isReplicationController, isStatefulSet } from '../../../kubernetes/guards.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import { renderSelector } from '../../../kubernetes/labels.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { invalid } from '../../../kubernetes/errors.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import type { StoredObject } from '../../store/store.ts'
import { customResourceOf } from '../../custom/served.ts'
import type { ObjectCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { mediaType } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { isPatchType, patchObject } from '../rest/patch.ts'
import { writeOptions } from '../rest/write-request.ts'

interface Workload {
  readonly replicas: number
  readonly current: number
  /** As a text; empty where there is none. */
  readonly selector: string
}

const NO_WORKLOAD: Workload = { replicas: 0, current: 0, selector: '' }

const readSelector = (object: KubernetesObject): LabelSelector | undefined => {
  if (isDeployment(object) || isReplicaSet(object) || isStatefulSet(object)) return object.spec?.selector
  if (!isReplicationController(object) || object.spec?.selector === undefined) return undefined
  return { matchLabels: object.spec.selector }
}

const isWorkload = (object: KubernetesObject): object is Deployment | ReplicaSet | ReplicationController | StatefulSet =>
  isDeployment(object) || isReplicaSet(object) || isReplicationController(object) || isStatefulSet(object)

const readWorkload = (object: KubernetesObject): Workload =>
  isWorkload(object)
    ? {
        replicas: object.spec?.replicas ?? 1,
        current: object.status?.replicas ?? 0,
        selector: renderSelector(readSelector(object)),
      }
    : NO_WORKLOAD

/** Custom kinds say where their numbers stand. */
const readCustom = (object: KubernetesObject, paths: CustomResourceSubresourceScale): Workload => {
  const at = (path: string | undefined): unknown =>
    path === undefined ? undefined : getPath(object, parsePath(path.replace(/^\./u, '')))
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
  const selector = at(paths.labelSelectorPath)
  return {
    replicas: number(at(paths.specReplicasPath)),
    current: number(at(paths.statusReplicasPath)),
    selector: typeof selector === 'string' ? selector : '',
  }
}

const scalePathsOf = ({ context, info }: ObjectCall): CustomResourceSubresourceScale | undefined =>
  customResourceOf(context.store, info)?.version.subresources?.scale

const toScale = (call: ObjectCall, object: StoredObject): Scale & JsonObject => {
  const paths = scalePathsOf(call)
  const { replicas, current, selector } = paths === undefined ? readWorkload(object) : readCustom(object, paths)
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas },
    status: { replicas: current, ...(selector === '' ? {} : { selector }) },
  } as Scale & JsonObject
}

const readScale = async (call: ObjectCall, stored: StoredObject): Promise<JsonObject | Response> => {
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
  const steps = parsePath((scalePathsOf(call)?.specReplicasPath ?? '.spec.replicas').slice(1))
  const scaled = Object.assign({}, setPath({ ...stored }, steps, replicas), { metadata }) as KubernetesObject
  const result = call.context.writer.update(scaled, { ...writeOptions(call), subresource: 'scale' })
  return result.ok ? result.object : respondStatus(result.status)
}

export const handleScale = async (call: ObjectCall): Promise<Response> => {
  const found = findObject(call)
  if (found === undefined) return respondNotFound(call)
  if (call.request.method === 'GET') return respond(toScale(call, found), call.accepted)
  const scale = await readScale(call, found)
  if (scale instanceof Response) return scale
  const stored = findObject(call)
  if (stored === undefined) return respondNotFound(call)
  const scaled = scaleTo(call, stored, scale)
  if (scaled instanceof Response) return scaled
  await call.context.store.flushed()
  return respond(toScale(call, scaled), call.accepted)
}
