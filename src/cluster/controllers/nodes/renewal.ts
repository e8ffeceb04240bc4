/** How Leases of a cluster's own parts are read. */
import type { Lease } from '../../../kubernetes/generated/types.ts'
import { isLease } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Store } from '../../store/store.ts'
import { toMicroTimestamp } from '../../time.ts'
import { API_SERVER_LEASE, COMPONENTS, NODE_LEASES, SYSTEM } from './lease.ts'

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
 * cluster where nothing happens.
 * DIFFERS: watches are not told of renewals (leases.test.ts).
 */
export const withRenewal = (object: KubernetesObject, store: Store, nowMs: number): KubernetesObject => {
  if (!isLease(object) || object.spec === undefined) return object
  const interval = intervalMs(object, store)
  const lastMs = Date.parse(object.spec.renewTime ?? '')
  if (interval === undefined || Number.isNaN(lastMs) || nowMs <= lastMs) return object
  const renewTime = toMicroTimestamp(lastMs + Math.floor((nowMs - lastMs) / interval) * interval)
  return { ...object, spec: { ...object.spec, renewTime } } as KubernetesObject
}
