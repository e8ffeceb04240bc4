/** What only controllers bring about: where a task or a submission asks for it, the cluster is run step by step. */
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { GradedTask } from '../task.ts'
import type { AnyCheckSpec } from '../checks/specs.ts'

/** Kinds that stay as they are written, but for the addresses that Pods and Services are given. */
const WRITTEN: ReadonlySet<string> = new Set([
  'ClusterNetworkPolicy',
  'ConfigMap',
  'Ingress',
  'IngressClass',
  'Namespace',
  'NetworkPolicy',
  'Pod',
  'Secret',
  'Service',
  'ServiceAccount',
])

/** Kinds whose Pods follow from what is written: where these stand at once, their controllers do nothing else that networks notice. */
const WITH_PODS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet'])

/** Whether controllers have to see an object before it is known what comes of it. */
export const concernsControllers = ({ kind }: Pick<KubernetesObject, 'kind'>): boolean =>
  !WRITTEN.has(kind) && !WITH_PODS.has(kind)

/** Where a field stands that controllers write: they tell of an object in its status, and of what they have made in its annotations. */
const isTold = ({ kind }: Pick<KubernetesObject, 'kind'>, path: string): boolean =>
  path.startsWith('status') || (WITH_PODS.has(kind) && path.startsWith('metadata'))

/** Asks about an object that a controller writes, or about what is told of an object rather than written in it. */
const asksControllers = (spec: AnyCheckSpec): boolean => {
  if (spec.kind === 'exists') return concernsControllers(spec.object)
  return (
    spec.kind === 'fields' && (concernsControllers(spec.object) || spec.expect.some(({ path }) => isTold(spec.object, path)))
  )
}

/** False <=> the objects, and Pods that simply stand, are all that the task's checks can see. */
export const needsControllers = ({ start, checks }: GradedTask, objects: readonly KubernetesObject[]): boolean =>
  [...start, ...objects].some(concernsControllers) || checks.some(({ spec }) => asksControllers(spec))
