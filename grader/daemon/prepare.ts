/** Puts a task's start state into the cluster. */
import type { Cluster } from '../../src/cluster/contract.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { referenceTo } from '../../src/kubernetes/object.ts'
import { findResource } from '../../src/kubernetes/resources.ts'
import type { Status } from '../../src/kubernetes/status.ts'
import type { ResourceName, StoredObject } from '../../src/cluster/store/store.ts'
import type { Preparation } from '../environments/environment.ts'

/** Namespaces that are the cluster's own: they are emptied, never deleted. */
const PERMANENT = /^(default|kube-.*|ingress-nginx)$/
/** What the control plane keeps in every namespace, as resource/name. */
const OWN = new Set([
  'serviceaccounts/default',
  'configmaps/kube-root-ca.crt',
  'services/kubernetes',
  'endpoints/kubernetes',
  'endpointslices.discovery.k8s.io/kubernetes',
])
const LEFT_ALONE: ReadonlySet<ResourceName> = new Set(['events', 'events.events.k8s.io', 'leases.coordination.k8s.io'])
const WAIT_MS = 5000
const STEP_MS = 20

const isStatus = (value: Status | StoredObject): value is Status => value.kind === 'Status'

/** `pod/poc`, `networkpolicy.networking.k8s.io/allow`: how kubectl names an object. */
function displayName(object: KubernetesObject): string {
  const [group, version] = object.apiVersion.split('/')
  const kind = object.kind.toLowerCase() + (version === undefined ? '' : `.${group ?? ''}`)
  return `${kind}/${object.metadata.name ?? ''}`
}

const isLearners = (resource: ResourceName, object: StoredObject): boolean =>
  !LEFT_ALONE.has(resource) &&
  !OWN.has(`${resource}/${object.metadata.name ?? ''}`) &&
  (object.metadata.ownerReferences ?? []).length === 0

const within = (cluster: Cluster, namespaces: ReadonlySet<string>): readonly StoredObject[] =>
  [...cluster.store.entries()].flatMap(([resource, object]) => {
    if (resource === 'namespaces')
      return namespaces.has(object.metadata.name ?? '') && !PERMANENT.test(object.metadata.name ?? '') ? [object] : []
    return namespaces.has(object.metadata.namespace ?? '') && isLearners(resource, object) ? [object] : []
  })

/** Deletes what the learner has in these namespaces and waits until it is gone. */
async function wipe(cluster: Cluster, namespaces: ReadonlySet<string>): Promise<void> {
  for (const object of within(cluster, namespaces))
    cluster.writer.delete(referenceTo(object), { gracePeriodSeconds: 0, propagation: 'Background' })
  for (let waited = 0; waited < WAIT_MS; waited += STEP_MS) {
    await cluster.settle()
    if (within(cluster, namespaces).length === 0) return
    await new Promise((resolve) => cluster.clock.after(STEP_MS, () => resolve(undefined)))
  }
}

/** Who owns the fields of a start state. */
const MANAGER = 'netgrade'

/** What stands under the object's name already. */
function findExisting(cluster: Cluster, object: KubernetesObject): StoredObject | undefined {
  const info = findResource(object.apiVersion, object.kind)
  if (info === undefined) return undefined
  const namespace = info.namespaced ? (object.metadata.namespace ?? 'default') : undefined
  return cluster.store.get(info.name, namespace, object.metadata.name ?? '')
}

/** Makes what is missing of the start state. What is there may be the learner's work by now and stays as it is. */
export async function prepareStart(
  cluster: Cluster,
  start: readonly KubernetesObject[],
  wipeNamespaces: readonly string[],
): Promise<Preparation> {
  if (wipeNamespaces.length > 0) await wipe(cluster, new Set(wipeNamespaces))
  const lines: string[] = []
  const refusals: string[] = []
  for (const object of start) {
    const existing = findExisting(cluster, object)
    const result = existing ?? cluster.apply(object, MANAGER)
    if (isStatus(result)) refusals.push(result.message ?? result.reason ?? 'refused')
    else lines.push(`${displayName(object)} ${existing === undefined ? 'created' : 'unchanged'}`)
  }
  await cluster.settle()
  return { lines, refusals }
}
