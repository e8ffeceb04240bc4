/** Who has written a new cluster's objects: kubeadm, the API server, kubelets, and whoever installed the rest. @see kubeadm init, v1.34 */
import type { ManagedFieldsEntry, Node, NodeCondition } from '../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { ownershipAfterUpdate, type Manager } from './api/managed-fields/managers.ts'

const OF_KUBELETS: ReadonlySet<string> = new Set(['CSINode', 'Node', 'Pod'])
const OF_FLOW_CONTROL: ReadonlySet<string> = new Set(['FlowSchema', 'PriorityLevelConfiguration'])
const INSTALLED: ReadonlySet<string> = new Set(['IngressClass', 'StorageClass'])
const INGRESS = 'ingress-nginx'
const OF_KUBEADM = /^(?:cluster-info|coredns|kube-dns|kube-proxy|kubeadm|kubelet-config|system:coredns)/u
const NETWORK_PLUGIN = 'kindnet'

/** As metadata.managedFields names them. */
export const authorOf = ({ kind, metadata }: KubernetesObject): string => {
  const { name = '', namespace } = metadata
  if (OF_KUBELETS.has(kind)) return 'kubelet'
  if (OF_FLOW_CONTROL.has(kind)) return 'api-priority-and-fairness-config-producer-v1'
  if (INSTALLED.has(kind) || name === INGRESS || namespace === INGRESS) return 'kubectl-client-side-apply'
  if (name === NETWORK_PLUGIN) return 'kubectl-create'
  return OF_KUBEADM.test(name) ? 'kubeadm' : 'kube-apiserver'
}

const withManagedFields = <T extends KubernetesObject>(object: T, managedFields: readonly ManagedFieldsEntry[]): T => ({
  ...object,
  metadata: { ...object.metadata, ...(managedFields.length === 0 ? {} : { managedFields }) },
})

const withoutStatus = <T extends KubernetesObject>(object: T & { readonly status?: unknown }): T => {
  const { status: _status, ...rest } = object
  return rest as unknown as T
}

/** An object that is put into the store as it is, with the manager that owns its fields. Times are those of its metadata. */
export const withAuthor = <T extends KubernetesObject>(object: T): T => {
  const manager: Manager = { name: authorOf(object), operation: 'Update' }
  const time = object.metadata.creationTimestamp ?? ''
  return withManagedFields(object, ownershipAfterUpdate(undefined, withoutStatus(object), { manager, time }))
}

const KUBEADM_LABELS = ['node-role.kubernetes.io/control-plane', 'node.kubernetes.io/exclude-from-external-load-balancers']
const TTL = 'node.alpha.kubernetes.io/ttl'

const without = (map: Readonly<Record<string, string>> = {}, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).filter(([name]) => !names.includes(name)))

/** What a kubelet reports first; it is ready a little later. */
const asBegun = (condition: NodeCondition): NodeCondition =>
  condition.type === 'Ready' ? { type: 'Ready', status: 'False' } : { ...condition, lastHeartbeatTime: '' }

/** A node as it was step by step: its kubelet makes it, kubeadm marks it, controllers give it addresses, the kubelet reports. */
const stepsOf = (node: Node): readonly (readonly [Manager, Node])[] => {
  const { metadata, spec, status: _status, ...rest } = node
  const { podCIDR: _podCidr, podCIDRs: _podCidrs, taints: _taints, ...made } = spec ?? {}
  const annotations = without(metadata.annotations, [TTL])
  const registered = {
    ...rest,
    metadata: { ...metadata, annotations, labels: without(metadata.labels, KUBEADM_LABELS) },
    spec: made,
  }
  const begun = node.status?.conditions?.map(asBegun)
  return [
    [{ name: 'kubelet', operation: 'Update' }, registered],
    [
      { name: 'kubeadm', operation: 'Update' },
      { ...registered, metadata: { ...metadata, annotations } },
    ],
    [
      { name: 'kube-controller-manager', operation: 'Update' },
      { ...rest, metadata, spec, status: { ...node.status, conditions: begun } } as Node,
    ],
    [{ name: 'kubelet', operation: 'Update', subresource: 'status' }, node],
  ]
}

export const withNodeAuthors = (node: Node): Node => {
  const time = node.metadata.creationTimestamp ?? ''
  const managedFields = stepsOf(node).reduce<readonly ManagedFieldsEntry[]>((owned, [manager, step], index, steps) => {
    const before = steps[index - 1]?.[1]
    // What it has from its first report on, nobody owns but for what later ones change.
    const old = before?.status === undefined && step.status !== undefined ? { ...before, status: step.status } : before
    const stored = old === undefined ? undefined : withManagedFields(old as Node, owned)
    return ownershipAfterUpdate(stored, step, { manager, time })
  }, [])
  return withManagedFields(node, managedFields)
}
