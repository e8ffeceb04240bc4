/** Objects of a real cluster as they are now: listed once, and followed by watches instead of being asked for again and again. */
import { isJsonObject, isList } from '../../../src/kubernetes/json.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { findResource, type ResourceInfo } from '../../../src/kubernetes/resources.ts'
import type { LiveClient } from '../live/client.ts'
import { refusal } from '../live/refusal.ts'
import { watchWith, type WatchKind } from '../live/watch.ts'
import { listPath } from '../started/resources.ts'

export interface Followed {
  all(): readonly KubernetesObject[]
  /** Of these namespaces. */
  in(namespaces: ReadonlySet<string>): readonly KubernetesObject[]
  /** Resolves at the next change in one of these namespaces, when the time is over, or once the signal is aborted. */
  change(namespaces: ReadonlySet<string>, withinMs: number, signal: AbortSignal): Promise<void>
  close(): void
}

const KINDS = [
  ['v1', 'Pod'],
  ['v1', 'Service'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
] as const

const infoOf = (apiVersion: string, kind: string): ResourceInfo => {
  const info = findResource(apiVersion, kind)
  if (info === undefined) throw new Error(`${apiVersion} has no ${kind}`)
  return info
}

interface State {
  readonly objects: Map<string, KubernetesObject>
  readonly listeners: Set<(namespace: string) => void>
}

const isObject = (value: unknown): value is KubernetesObject =>
  isJsonObject(value) && isJsonObject(value['metadata']) && typeof value['metadata']['uid'] === 'string'

const keep = ({ objects, listeners }: State, type: string, object: KubernetesObject): void => {
  const { uid = '', namespace = '' } = object.metadata
  if (type === 'DELETED') objects.delete(uid)
  else objects.set(uid, object)
  for (const listener of listeners) listener(namespace)
}

const isKnown = ({ objects }: State, { metadata }: KubernetesObject): boolean =>
  objects.get(metadata.uid ?? '')?.metadata.resourceVersion === metadata.resourceVersion

async function listAll(
  client: LiveClient,
  info: ResourceInfo,
): Promise<{ items: readonly KubernetesObject[]; version: string }> {
  const path = listPath(info)
  const reply = await client.ask('GET', path)
  if (reply.status !== 200 || !isJsonObject(reply.body) || !isList(reply.body['items'])) throw refusal(client, path, reply)
  const metadata = isJsonObject(reply.body['metadata']) ? reply.body['metadata'] : {}
  const items = reply.body['items'].filter(isObject).map((item) => ({ ...item, apiVersion: info.apiVersion, kind: info.kind }))
  const version = metadata['resourceVersion']
  return { items, version: typeof version === 'string' ? version : '' }
}

const AGAIN_MS = 500

/** Fails where the cluster cannot be listed now; later on it is tried again until it can. */
export async function follow(client: LiveClient, watch: WatchKind = watchWith(client)): Promise<Followed> {
  const state: State = { objects: new Map(), listeners: new Set() }
  const ended = new AbortController()
  const replace = (info: ResourceInfo, items: readonly KubernetesObject[]): void => {
    const there = new Set(items.map(({ metadata }) => metadata.uid))
    for (const [uid, object] of state.objects) if (object.kind === info.kind && !there.has(uid)) keep(state, 'DELETED', object)
    // What is as it was is no change to anybody who waits for one.
    for (const item of items) if (!isKnown(state, item)) keep(state, 'ADDED', item)
  }
  const followOn = async (info: ResourceInfo, first: string): Promise<void> => {
    let version = first
    for (;;) {
      const onEvent = (type: string, object: unknown): void => {
        if (type === 'ERROR' || !isObject(object)) return
        keep(state, type, { ...object, apiVersion: info.apiVersion, kind: info.kind })
      }
      await watch(listPath(info), version, onEvent, ended.signal)
      if (ended.signal.aborted) return
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      const again = await listAll(client, info).catch(() => undefined)
      if (again === undefined) continue
      replace(info, again.items)
      version = again.version
    }
  }
  const infos = KINDS.map(([apiVersion, kind]) => infoOf(apiVersion, kind))
  const lists = await Promise.all(infos.map((info) => listAll(client, info)))
  for (const [index, info] of infos.entries()) {
    replace(info, lists[index]?.items ?? [])
    void followOn(info, lists[index]?.version ?? '')
  }
  return {
    all: () => [...state.objects.values()],
    in: (namespaces) => [...state.objects.values()].filter(({ metadata }) => namespaces.has(metadata.namespace ?? '')),
    change: (namespaces, withinMs, signal) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', finish)
          state.listeners.delete(listener)
          resolve()
        }
        const timer = setTimeout(finish, withinMs)
        const listener = (namespace: string): void => {
          if (namespaces.has(namespace)) finish()
        }
        state.listeners.add(listener)
        signal.addEventListener('abort', finish)
      }),
    close: () => ended.abort(),
  }
}
