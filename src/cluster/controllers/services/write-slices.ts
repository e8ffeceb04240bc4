/** Brings the EndpointSlices that one controller keeps for a Service to what they are to be. */
import type { EndpointSlice } from '../../../kubernetes/generated/types.ts'
import { isEndpointSlice } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { referenceTo, type KubernetesObject } from '../../../kubernetes/object.ts'
import type { DerivedSlice } from '../../../network/service/derive-endpoints.ts'
import type { Index, Store, StoreEvent } from '../../store/store.ts'
import { keyOfObject, ownerReferenceTo } from '../owners.ts'
import type { ControllerContext, ReconcileKey } from '../controller.ts'

const SERVICE_NAME = 'kubernetes.io/service-name'
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'

export interface SliceSet {
  readonly owner: KubernetesObject
  /** Besides those that say whose and for what the slices are. */
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly slices: readonly DerivedSlice[]
}

export interface WantedSlices {
  /** The Service. */
  readonly key: ReconcileKey
  /** The controller, as its slices' label names it. */
  readonly manager: string
  /** Undefined where there are to be none. */
  readonly set: SliceSet | undefined
}

const SLICES_BY_SERVICE: Index = {
  resource: 'endpointslices.discovery.k8s.io',
  keysOf: ({ metadata: { namespace = '', labels } }) => [`${namespace}/${labels?.[SERVICE_NAME] ?? ''}`],
}

/** The Service whose slice of this manager somebody changed or removed: it is brought back. */
export const servicesOfSlices = (
  { resource, type, object, previous }: StoreEvent,
  manager: string,
): readonly ReconcileKey[] => {
  if (resource !== 'endpointslices.discovery.k8s.io' || type === 'ADDED') return []
  const versions = [object, previous].filter((one) => one?.metadata.labels?.[MANAGED_BY] === manager)
  const names = new Set(versions.map((one) => one?.metadata.labels?.[SERVICE_NAME] ?? ''))
  return [...names].map((name) => ({ ...keyOfObject(object), name }))
}

const ownSlices = ({ key: { namespace = '', name }, manager }: WantedSlices, store: Store): readonly EndpointSlice[] =>
  store
    .indexed(SLICES_BY_SERVICE, `${namespace}/${name}`)
    .filter(isEndpointSlice)
    .filter(({ metadata }) => metadata.labels?.[MANAGED_BY] === manager)
    .sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))

const write = (
  { key, manager, set }: WantedSlices & { readonly set: SliceSet },
  { derived, existing }: { readonly derived: DerivedSlice; readonly existing: EndpointSlice | undefined },
  { writer }: ControllerContext,
): void => {
  const labels = { ...set.labels, [MANAGED_BY]: manager, [SERVICE_NAME]: key.name }
  const annotations = Object.keys(set.annotations).length === 0 ? {} : { annotations: set.annotations }
  if (existing === undefined) {
    const { namespace } = key
    const metadata = { generateName: `${key.name}-`, namespace, labels, ...annotations }
    const ownerReferences = [ownerReferenceTo(set.owner)]
    writer.create({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, ownerReferences },
      ...derived,
    } as EndpointSlice)
    return
  }
  const { addressType, endpoints, ports } = existing
  if (isEqual({ addressType, endpoints, ports: ports ?? [] }, derived) && isEqual(existing.metadata.labels, labels)) return
  writer.update({ ...existing, metadata: { ...existing.metadata, labels, ...annotations }, ...derived })
}

/** Slices with the same ports are changed rather than made anew; those that are left over go. */
export const writeSlices = (wanted: WantedSlices, context: ControllerContext): void => {
  const { set } = wanted
  const rest = [...ownSlices(wanted, context.store)]
  for (const derived of set?.slices ?? []) {
    const index = rest.findIndex((one) => one.addressType === derived.addressType && isEqual(one.ports ?? [], derived.ports))
    const reused = index >= 0 ? index : rest.findIndex((one) => one.addressType === derived.addressType)
    const existing = reused < 0 ? undefined : rest.splice(reused, 1)[0]
    if (set !== undefined) write({ ...wanted, set }, { derived, existing }, context)
  }
  for (const slice of rest) context.writer.delete(referenceTo(slice))
}
