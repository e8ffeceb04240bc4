/** Questions and orders to a real API server about single objects, with its refusals as problems. */
import { isJsonObject, isList } from '../../../src/kubernetes/json.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { ResourceInfo } from '../../../src/kubernetes/resources.ts'
import { Problem } from '../../terminal/problem.ts'
import type { LiveClient } from '../live/client.ts'
import { refusal } from '../live/refusal.ts'
import { argumentsFor, listPath, objectPath } from './resources.ts'

export interface Patience {
  readonly nowMs: () => number
  readonly wait: (ms: number) => Promise<void>
}

const isObject = (value: unknown): value is KubernetesObject => isJsonObject(value) && isJsonObject(value['metadata'])

/** Undefined where it is not there. */
export async function findObject(client: LiveClient, object: KubernetesObject): Promise<KubernetesObject | undefined> {
  const path = objectPath(object)
  const reply = await client.ask('GET', path)
  if (reply.status === 404) return undefined
  if (reply.status !== 200 || !isObject(reply.body)) throw refusal(client, path, reply)
  return reply.body
}

/** Items of lists do not repeat what the list says. Kinds that the cluster has not are none. */
export async function listOf(
  client: LiveClient,
  info: ResourceInfo,
  { namespace, selector }: { readonly namespace?: string; readonly selector?: string },
): Promise<readonly KubernetesObject[]> {
  const path = listPath(info, namespace)
  const reply = await client.ask('GET', selector === undefined ? path : `${path}?labelSelector=${encodeURIComponent(selector)}`)
  if (reply.status === 404) return []
  if (reply.status !== 200 || !isJsonObject(reply.body) || !isList(reply.body['items'])) throw refusal(client, path, reply)
  return reply.body['items'].filter(isObject).map((item) => ({ ...item, apiVersion: info.apiVersion, kind: info.kind }))
}

/** Content where it is gone already. */
export async function deleteObject(client: LiveClient, object: KubernetesObject): Promise<void> {
  const path = objectPath(object)
  const reply = await client.ask('DELETE', `${path}?gracePeriodSeconds=1&propagationPolicy=Background`)
  if (reply.status >= 400 && reply.status !== 404) throw refusal(client, path, reply)
}

const GONE_MS = 60_000
const POLL_MS = 500

/** What keeps a namespace, in the words of its conditions. */
const holdersOf = (namespace: KubernetesObject): string => {
  const status: unknown = (namespace as { readonly status?: unknown }).status
  const conditions = isJsonObject(status) && isList(status['conditions']) ? status['conditions'] : []
  return conditions
    .flatMap((one) => (isJsonObject(one) && one['status'] === 'True' ? [String(one['message'] ?? one['type'])] : []))
    .join(' ')
}

/** Waits until all of them are gone. Fails with `namespace-stuck` or `object-stuck` where one stays. */
export async function waitUntilGone(
  client: LiveClient,
  objects: readonly KubernetesObject[],
  { nowMs, wait }: Patience,
): Promise<void> {
  const endMs = nowMs() + GONE_MS
  let left = objects
  while (left.length > 0) {
    const found = await Promise.all(left.map((object) => findObject(client, object)))
    // Another one of the same name has another uid.
    const stays = left.flatMap((object, index) => {
      const now = found[index]
      const isSame = now !== undefined && (object.metadata.uid === undefined || now.metadata.uid === object.metadata.uid)
      return isSame ? [{ object, now }] : []
    })
    left = stays.map(({ object }) => object)
    const [first] = stays
    if (first === undefined) return
    if (nowMs() >= endMs) throw stuck(client, first.object, first.now)
    await wait(POLL_MS)
  }
}

const stuck = ({ typed: { kubectl } }: LiveClient, object: KubernetesObject, now: KubernetesObject): Problem => {
  const finalizers = (now.metadata.finalizers ?? []).join(', ')
  return object.kind === 'Namespace'
    ? new Problem('namespace-stuck', { name: object.metadata.name ?? '', reason: holdersOf(now), kubectl })
    : new Problem('object-stuck', {
        path: objectPath(object),
        reason: finalizers,
        get: `${kubectl} get ${argumentsFor(object)} -o yaml`,
      })
}
