/** Writes the EndpointSlices of Services with a selector. @see kubernetes pkg/controller/endpointslice, v1.34 */
import type { EndpointSlice, Pod, Service } from '../../kubernetes/generated/types.ts'
import { isEndpointSlice, isPod, isService } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { endpointsForService, hasLabels, type DerivedSlice } from '../../network/service/derive-endpoints.ts'
import type { Index, Store, StoreEvent } from '../store/store.ts'
import { toTimestamp } from '../time.ts'
import { keyOfObject, ownerReferenceTo } from './owners.ts'
import { podsThatMayBeSelected, servicesThatMaySelect } from './selected-pods.ts'
import type { Controller, ControllerContext, ReconcileKey } from './controller.ts'

const MANAGER = 'endpointslice-controller.k8s.io'
const SERVICE_NAME = 'kubernetes.io/service-name'
/** When the change happened that the slice follows. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time'
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'

/** The Services that a change of a Pod or Service concerns. */
export const servicesConcerned = (event: StoreEvent, store: Store): readonly ReconcileKey[] => {
  if (event.resource === 'services') return [keyOfObject(event.object)]
  if (event.resource !== 'pods') return []
  const versions = [event.object, event.previous].filter((one) => one !== undefined).filter(isPod)
  return servicesThatMaySelect(store, versions)
    .filter(({ spec }) => versions.some((pod) => hasLabels(pod, spec?.selector ?? {})))
    .map(keyOfObject)
}

export const hasSelector = ({ spec }: Service): boolean =>
  Object.keys(spec?.selector ?? {}).length > 0 && spec?.type !== 'ExternalName'

const labelsOf = (service: Service): Record<string, string> => ({
  ...service.metadata.labels,
  [MANAGED_BY]: MANAGER,
  [SERVICE_NAME]: service.metadata.name ?? '',
  ...(service.spec?.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
})

/** A Service without Pods keeps one empty slice. */
const slicesOf = (service: Service, pods: readonly Pod[]): readonly DerivedSlice[] => {
  const derived = endpointsForService(service, pods)
  if (derived.length > 0) return derived
  return [{ addressType: service.spec?.ipFamilies?.[0] === 'IPv6' ? 'IPv6' : 'IPv4', endpoints: [], ports: [] }]
}

function write(
  service: Service,
  existing: EndpointSlice | undefined,
  derived: DerivedSlice,
  { writer, clock }: ControllerContext,
): void {
  const labels = labelsOf(service)
  const annotations = { [TRIGGER_TIME]: toTimestamp(clock.now()) }
  if (existing === undefined) {
    const metadata = {
      generateName: `${service.metadata.name ?? ''}-`,
      namespace: service.metadata.namespace,
      labels,
      annotations,
      ownerReferences: [ownerReferenceTo(service)],
    }
    writer.create({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, ...derived } as EndpointSlice)
    return
  }
  const { addressType, endpoints, ports } = existing
  if (isEqual({ addressType, endpoints, ports: ports ?? [] }, derived) && isEqual(existing.metadata.labels, labels)) return
  writer.update({ ...existing, metadata: { ...existing.metadata, labels, annotations }, ...derived })
}

const SLICES_BY_SERVICE: Index = {
  resource: 'endpointslices.discovery.k8s.io',
  keysOf: ({ metadata: { namespace = '', labels } }) => [`${namespace}/${labels?.[SERVICE_NAME] ?? ''}`],
}

const ownSlices = ({ namespace = '', name }: ReconcileKey, store: Store): readonly EndpointSlice[] =>
  store
    .indexed(SLICES_BY_SERVICE, `${namespace}/${name}`)
    .filter(isEndpointSlice)
    .filter(({ metadata }) => metadata.labels?.[MANAGED_BY] === MANAGER)
    .sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))

export const endpointSliceController: Controller = {
  name: 'endpointslice',
  watches: ['services', 'pods'],
  keysFor: (event, { store }) => servicesConcerned(event, store),
  reconcile: (key, context) => {
    const { store, writer } = context
    const service = store.get('services', key.namespace, key.name)
    const existing = ownSlices(key, store)
    const isWanted = service !== undefined && isService(service) && hasSelector(service)
    const derived = isWanted ? slicesOf(service, podsThatMayBeSelected(store, service)) : []
    const rest = [...existing]
    for (const slice of derived) {
      const index = rest.findIndex((one) => one.addressType === slice.addressType && isEqual(one.ports ?? [], slice.ports))
      const reused = index >= 0 ? index : rest.findIndex((one) => one.addressType === slice.addressType)
      if (isWanted) write(service, reused < 0 ? undefined : rest.splice(reused, 1)[0], slice, context)
    }
    for (const slice of rest) writer.delete(referenceTo(slice))
    return undefined
  },
}
