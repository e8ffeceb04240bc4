/** How many Pods a workload is to have and has, read and changed where its kind keeps it. */
import { getPath, parsePath, setPath } from '../kubernetes/field-path.ts'
import type {
  CustomResourceSubresourceScale,
  Deployment,
  LabelSelector,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../kubernetes/generated/types.ts'
import { isDeployment, isReplicaSet, isReplicationController, isStatefulSet } from '../kubernetes/guards.ts'
import { renderSelector } from '../kubernetes/labels.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { ResourceInfo } from '../kubernetes/resources.ts'
import { customResourceOf } from './custom/served.ts'
import type { Store, StoredObject } from './store/store.ts'

export interface Workload {
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

const scalePathsOf = (store: Store, info: ResourceInfo): CustomResourceSubresourceScale | undefined =>
  customResourceOf(store, info)?.version.subresources?.scale

export const readScale = (store: Store, info: ResourceInfo, object: KubernetesObject): Workload => {
  const paths = scalePathsOf(store, info)
  return paths === undefined ? readWorkload(object) : readCustom(object, paths)
}

export const withReplicas = (store: Store, info: ResourceInfo, object: StoredObject, replicas: number): KubernetesObject => {
  const steps = parsePath((scalePathsOf(store, info)?.specReplicasPath ?? '.spec.replicas').slice(1))
  return Object.assign({}, setPath({ ...object }, steps, replicas), { metadata: object.metadata }) as KubernetesObject
}
