/**
 * Brings back what the control plane says of itself: the API server looks after Service `kubernetes` and its endpoints, a node's
 * kubelet after the mirrors of Pods that files ask for.
 * @see pkg/controlplane/controller/kubernetesservice and pkg/kubelet/pod/mirror_client.go, v1.34
 */
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { resourceNameOf } from '../../kubernetes/resources.ts'
import { completeMirror } from '../bootstrap-control-plane.ts'
import type { StoreEvent } from '../store/store.ts'
import type { Controller } from './controller.ts'

/** How often the API server looks at what it has written. */
const API_SERVER_MS = 10_000
/** How soon a kubelet notices that a mirror is gone. */
const KUBELET_MS = 1_000

const idOf = ({ kind, metadata }: KubernetesObject): string => `${kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`

const isDefaultNamespace = ({ resource, object }: StoreEvent): boolean =>
  resource === 'namespaces' && object.metadata.name === 'default'

export function createControlPlaneController(objects: readonly KubernetesObject[]): Controller {
  const byId = new Map(objects.map((object) => [idOf(object), object]))
  const goneSince = new Map<string, number>()
  const all = [...byId.keys()].map((name) => ({ name }))
  return {
    name: 'control-plane',
    manager: 'kube-apiserver',
    watches: ['namespaces', ...new Set(objects.flatMap((object) => resourceNameOf(object) ?? []))],
    // At the start it looks at all: an older cluster may have lost something.
    keysFor: (event) => {
      if (isDefaultNamespace(event)) return all
      const name = idOf(event.object)
      return event.type === 'DELETED' && byId.has(name) ? [{ name }] : []
    },
    reconcile: ({ name }, { store, writer, clock }) => {
      const object = byId.get(name)
      const resource = object === undefined ? undefined : resourceNameOf(object)
      if (object === undefined || resource === undefined) return undefined
      const { namespace, name: own = '' } = object.metadata
      if (store.get(resource, namespace, own) !== undefined) {
        goneSince.delete(name)
        return undefined
      }
      const since = goneSince.get(name) ?? clock.now()
      goneSince.set(name, since)
      const restMs = since + (object.kind === 'Pod' ? KUBELET_MS : API_SERVER_MS) - clock.now()
      if (restMs > 0) return restMs
      goneSince.delete(name)
      // Where another Service has taken the address, it is tried again.
      const result = isPod(object)
        ? writer.create(completeMirror(object, store, clock.now()), { fieldManager: 'kubelet' })
        : writer.create(object)
      return result.ok ? undefined : API_SERVER_MS
    },
  }
}
