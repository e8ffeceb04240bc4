/** Manifests from a cluster bring its nodes: the nodes of the cluster that they are put into, and what runs there, make way. */
import { BOOTSTRAP_NODES } from '../../cluster/bootstrap-nodes.ts'
import type { WritableCluster } from '../../cluster/contract.ts'
import type { Deployment } from '../../kubernetes/generated/types.ts'
import { isDeployment, isNode, isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'

const HOSTNAME = 'kubernetes.io/hostname'

/** Nodes that are written, and those that Pods from a cluster run on. */
const namesOfNodes = (objects: readonly KubernetesObject[]): ReadonlySet<string> =>
  new Set([
    ...objects.filter(isNode).map(({ metadata }) => metadata.name ?? ''),
    ...objects.filter(isPod).flatMap(({ spec, status }) => (status?.hostIP === undefined ? [] : (spec?.nodeName ?? []))),
  ])

/** DNS or an Ingress controller that the manifests do not bring is left, on whichever node has room. */
const isAsInstalled = ({ spec }: Deployment): boolean =>
  BOOTSTRAP_NODES.some((name) => spec?.template.spec?.nodeSelector?.[HOSTNAME] === name)

const withoutNode = (deployment: Deployment): Deployment => {
  const { spec } = deployment
  if (spec?.template.spec === undefined) return deployment
  const { nodeSelector: _selector, ...pod } = spec.template.spec
  return { ...deployment, spec: { ...spec, template: { ...spec.template, spec: pod } } }
}

/** Whether there are Pods, other than those of the Deployment itself, with all of its labels. */
const hasSubstitute = (deployment: Deployment, objects: readonly KubernetesObject[]): boolean => {
  const wanted = Object.entries(deployment.spec?.selector.matchLabels ?? {})
  return objects
    .filter(isPod)
    .some(
      ({ metadata }) =>
        metadata.namespace === deployment.metadata.namespace &&
        wanted.every(([key, value]) => metadata.labels?.[key] === value),
    )
}

/** Takes the cluster's own nodes away where the objects, which are in it already, bring others. */
export const bringNodes = ({ store }: WritableCluster, objects: readonly KubernetesObject[]): void => {
  const given = namesOfNodes(objects)
  if (given.size === 0) return
  const replaced = new Set(BOOTSTRAP_NODES.filter((name) => !given.has(name)))
  for (const name of replaced) store.remove('nodes', undefined, name)
  for (const pod of store.list('pods').filter(isPod))
    if (replaced.has(pod.spec?.nodeName ?? '')) store.remove('pods', pod.metadata.namespace, pod.metadata.name ?? '')
  for (const deployment of store.list('deployments.apps').filter(isDeployment)) {
    if (!isAsInstalled(deployment)) continue
    const { namespace, name = '' } = deployment.metadata
    if (hasSubstitute(deployment, objects)) store.remove('deployments.apps', namespace, name)
    else store.put('deployments.apps', withoutNode(deployment))
  }
}
