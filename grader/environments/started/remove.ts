/** Removes what carries our mark from a real cluster, and nothing else. */
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { LiveClient } from '../live/client.ts'
import { deleteObject, listOf, waitUntilGone, type Patience } from './ask.ts'
import { distinctNeeds, requirePermissions, type Need } from '../live/permissions.ts'
import { NAMESPACED, NAMESPACES, TASK_LABEL, markOf, namespaceOf, resourceOf } from './resources.ts'

/** What the control plane keeps in every namespace. */
const isOwn = ({ kind, metadata: { name = '' } }: KubernetesObject): boolean =>
  (kind === 'ConfigMap' && name === 'kube-root-ca.crt') || (kind === 'Service' && name === 'kubernetes')

const isOwned = ({ metadata }: KubernetesObject): boolean => (metadata.ownerReferences ?? []).length > 0

/** A namespace that was made from here, with what somebody else has put into it. */
export interface KeptNamespace {
  readonly namespace: KubernetesObject
  readonly others: readonly KubernetesObject[]
}

export interface Removal {
  /** Workloads and what stands by itself; Pods of workloads go with them. */
  readonly objects: readonly KubernetesObject[]
  readonly namespaces: readonly KubernetesObject[]
  /** They stay, since others' objects would go with them. */
  readonly kept: readonly KeptNamespace[]
}

const LIST_NEEDS: readonly Need[] = [NAMESPACES, ...NAMESPACED].map(({ name }) => ({ verb: 'list', resource: name }))

/** What would be removed: of one section where it is named. */
export async function planRemoval(client: LiveClient, task?: string): Promise<Removal> {
  await requirePermissions(client, LIST_NEEDS)
  const selector = task === undefined ? TASK_LABEL : `${TASK_LABEL}=${task}`
  const marked = (await Promise.all(NAMESPACED.map((info) => listOf(client, info, { selector })))).flat()
  const spaces = await listOf(client, NAMESPACES, { selector })
  const judged = await Promise.all(spaces.map((namespace) => judge(client, namespace, task)))
  return {
    objects: marked.filter((object) => !isOwned(object)),
    namespaces: judged.filter(({ others }) => others.length === 0).map(({ namespace }) => namespace),
    kept: judged.filter(({ others }) => others.length > 0),
  }
}

async function judge(client: LiveClient, namespace: KubernetesObject, task: string | undefined): Promise<KeptNamespace> {
  const inside = await listInside(client, namespace.metadata.name ?? '')
  const isOurs = (object: KubernetesObject): boolean =>
    task === undefined ? markOf(object) !== undefined : markOf(object) === task
  return { namespace, others: inside.filter((object) => !isOurs(object)) }
}

/** What somebody has made in a namespace, workloads' own objects and the control plane's left out. */
async function listInside(client: LiveClient, namespace: string): Promise<readonly KubernetesObject[]> {
  const all = (await Promise.all(NAMESPACED.map((info) => listOf(client, info, { namespace })))).flat()
  return all.filter((object) => !isOwn(object) && !isOwned(object))
}

/** Namespaces that every cluster has: they are emptied, never removed. */
const PERMANENT = /^(?:default|kube-.*|ingress-nginx|local-path-storage)$/u

/** Everything in these namespaces, whoever made it: for a cluster that was made from here. */
export async function planWipe(client: LiveClient, names: readonly string[]): Promise<Removal> {
  const inside = await Promise.all(names.map((name) => listInside(client, name)))
  const spaces = (await listOf(client, NAMESPACES, {})).filter(
    ({ metadata: { name = '' } }) => names.includes(name) && !PERMANENT.test(name),
  )
  return { objects: inside.flat(), namespaces: spaces, kept: [] }
}

const deletionOf = (object: KubernetesObject): Need => {
  const info = resourceOf(object)
  const namespace = namespaceOf(info, object)
  return { verb: 'delete', resource: info.name, ...(namespace === undefined ? {} : { namespace }) }
}

/** Removes it, and waits until it is gone. Fails with `permissions-missing` before anything is removed. */
export async function remove(client: LiveClient, { objects, namespaces }: Removal, patience: Patience): Promise<void> {
  const all = [...objects, ...namespaces]
  await requirePermissions(client, distinctNeeds(all.map(deletionOf)))
  for (const object of all) await deleteObject(client, object)
  await waitUntilGone(client, all, patience)
}
