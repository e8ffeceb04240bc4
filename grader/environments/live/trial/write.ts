/** Carries a repair's orders out in a real cluster. */
import type { Pod, Service } from '../../../../src/kubernetes/generated/types.ts'
import { isPod, isService } from '../../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import type { Write } from '../../../../src/grading/repair/writes.ts'
import { withoutTokens } from '../../../../src/grading/repair/without-token.ts'
import { deleteObject, findObject, waitUntilGone, type Patience } from '../../started/ask.ts'
import { createObject } from '../../started/prepare.ts'
import { objectPath, tellObject } from '../../started/resources.ts'
import { messageOf, type LiveClient } from '../client.ts'

/** As it would be made anew: without what the server and the node have added. */
export const bare = (object: KubernetesObject): KubernetesObject => {
  const { name, namespace, labels, annotations, finalizers } = object.metadata
  const metadata = { name, namespace, labels, annotations, finalizers }
  const { status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown }
  const made = { ...rest, metadata: JSON.parse(JSON.stringify(metadata)) as KubernetesObject['metadata'] }
  if (isPod(made) && made.spec !== undefined) return withoutNode(made, made.spec)
  return isService(made) ? withoutAddress(made) : made
}

const withoutNode = (pod: Pod, spec: NonNullable<Pod['spec']>): Pod => {
  const { nodeName: _node, ephemeralContainers: _ephemeral, priority: _priority, ...own } = withoutTokens(spec)
  return { ...pod, spec: own }
}

const withoutAddress = (service: Service): Service => {
  const { clusterIP, clusterIPs: _ips, healthCheckNodePort: _health, ...spec } = service.spec ?? {}
  return { ...service, spec: { ...spec, ...(clusterIP === 'None' ? { clusterIP } : {}) } }
}

/** What is there, changed to what it is to be: what only the server decides stays. */
export const changed = (live: KubernetesObject, object: KubernetesObject): KubernetesObject => {
  const { labels, annotations } = object.metadata
  const metadata = { ...live.metadata, labels: labels ?? {}, annotations: annotations ?? {} }
  // Of a Pod that runs, labels can be changed.
  if (isPod(live)) return { ...live, metadata }
  const { status: _status, ...wanted } = object as KubernetesObject & { readonly status?: unknown }
  const next = { ...live, ...wanted, metadata }
  return isService(live) && isService(next) ? withAddressOf(live, next) : next
}

const withAddressOf = (live: Service, next: Service): Service => {
  const { clusterIP, clusterIPs } = live.spec ?? {}
  const { ports, ...spec } = next.spec ?? {}
  const kept =
    next.spec?.type === 'ExternalName' || clusterIP === undefined ? {} : { clusterIP, clusterIPs: clusterIPs ?? [clusterIP] }
  const hasNodePorts = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  const known = live.spec?.ports ?? []
  return {
    ...next,
    spec: {
      ...spec,
      ...kept,
      ...(ports === undefined
        ? {}
        : {
            ports: ports.map((port, index) => {
              const given = known[index]?.nodePort
              return hasNodePorts && port.nodePort === undefined && given !== undefined ? { ...port, nodePort: given } : port
            }),
          }),
    },
  }
}

/** What the API server says against one of them; undefined where all are done. */
export async function carryOut(client: LiveClient, writes: readonly Write[], patience: Patience): Promise<string | undefined> {
  for (const write of writes) {
    const refused = await carryOutOne(client, write, patience)
    if (refused !== undefined) return `${tellObject('object' in write ? write.object : write.before)}: ${refused}`
  }
  return undefined
}

/** Controllers write into objects, too: what one of them has just changed is read again. */
const TRIES = 5
const CONFLICT = 409

async function update(client: LiveClient, before: KubernetesObject, object: KubernetesObject): Promise<string | undefined> {
  for (let tried = 1; ; tried++) {
    const live = await findObject(client, before)
    if (live === undefined) return 'not found'
    const reply = await client.ask('PUT', objectPath(before), changed(live, object))
    if (reply.status < 300) return undefined
    if (reply.status !== CONFLICT || tried >= TRIES) return messageOf(reply)
  }
}

async function carryOutOne(client: LiveClient, write: Write, patience: Patience): Promise<string | undefined> {
  if (write.kind === 'create') return createObject(client, bare(write.object), patience)
  if (write.kind === 'update') return update(client, write.before, write.object)
  const live = await findObject(client, write.before)
  if (live === undefined) return 'not found'
  const named = { ...live, apiVersion: write.before.apiVersion, kind: write.before.kind }
  await deleteObject(client, named)
  await waitUntilGone(client, [named], patience)
  return write.kind === 'renew' ? createObject(client, bare(write.object), patience) : undefined
}
