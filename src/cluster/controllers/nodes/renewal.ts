/** How Leases of a cluster's own parts are read. */
import type { Lease } from '../../../kubernetes/generated/types.ts'
import { isLease } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Clock } from '../../environment.ts'
import type { Store } from '../../store/store.ts'
import { toMicroTimestamp } from '../../time.ts'
import { API_SERVER_LEASE, COMPONENTS, NODE_LEASES, SYSTEM } from './lease.ts'

export const LEASES = 'leases.coordination.k8s.io'

/** How often each is renewed. */
const NODE_MS = 10_000
const COMPONENT_MS = 2_000

/** How often a lease is renewed; undefined where none of this cluster's own parts holds it. */
const intervalMs = ({ metadata }: Lease, store: Store): number | undefined => {
  const { namespace, name = '', labels } = metadata
  if (namespace === NODE_LEASES) return store.get('nodes', undefined, name) === undefined ? undefined : NODE_MS
  if (namespace !== SYSTEM) return undefined
  if (COMPONENTS.some((component) => component === name)) return COMPONENT_MS
  return labels?.[API_SERVER_LEASE] === undefined ? undefined : NODE_MS
}

/**
 * A lease as it is when it is read: its holder has renewed it since. Written down it would be six writes every few seconds in a
 * cluster where nothing happens: that is done as long as somebody watches.
 */
export const withRenewal = (object: KubernetesObject, store: Store, nowMs: number): KubernetesObject => {
  if (!isLease(object) || object.spec === undefined) return object
  const interval = intervalMs(object, store)
  const lastMs = Date.parse(object.spec.renewTime ?? '')
  if (interval === undefined || Number.isNaN(lastMs) || nowMs <= lastMs) return object
  const renewTime = toMicroTimestamp(lastMs + Math.floor((nowMs - lastMs) / interval) * interval)
  return { ...object, spec: { ...object.spec, renewTime } } as KubernetesObject
}

const renewTimeOf = (object: KubernetesObject): string | undefined => (isLease(object) ? object.spec?.renewTime : undefined)

/** Writes renewals down when they are due, for those who watch, until what is returned is called. */
export function renewWhileWatched(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  namespace: string | undefined,
): () => void {
  const renew = (): void => {
    for (const lease of store.list(LEASES, namespace)) {
      const renewed = withRenewal(lease, store, clock.now())
      if (renewTimeOf(renewed) !== renewTimeOf(lease)) store.put(LEASES, renewed)
    }
    cancel = clock.after(COMPONENT_MS, renew)
  }
  let cancel = clock.after(COMPONENT_MS, renew)
  return () => cancel()
}
