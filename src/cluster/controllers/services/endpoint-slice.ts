/** Writes the EndpointSlices of Services with a selector. @see kubernetes pkg/controller/endpointslice, v1.34 */
import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../../kubernetes/guards.ts'
import { endpointsForService, hasLabels, type DerivedSlice } from '../../../network/service/derive-endpoints.ts'
import type { Store, StoreEvent } from '../../store/store.ts'
import { toTimestamp } from '../../time.ts'
import { keyOfObject } from '../owners.ts'
import { podsThatMayBeSelected, servicesThatMaySelect } from './selected-pods.ts'
import { servicesOfSlices, writeSlices } from './write-slices.ts'
import type { Controller, ReconcileKey } from '../controller.ts'

const MANAGER = 'endpointslice-controller.k8s.io'
/** When the change happened that the slice follows. */
export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time'

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
  ...(service.spec?.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}),
})

/** A Service without Pods keeps one empty slice. */
const slicesOf = (service: Service, pods: readonly Pod[]): readonly DerivedSlice[] => {
  const derived = endpointsForService(service, pods)
  if (derived.length > 0) return derived
  return [{ addressType: service.spec?.ipFamilies?.[0] === 'IPv6' ? 'IPv6' : 'IPv4', endpoints: [], ports: [] }]
}

export const endpointSliceController: Controller = {
  name: 'endpointslice',
  watches: ['services', 'pods', 'endpointslices.discovery.k8s.io'],
  keysFor: (event, { store }) => [...servicesConcerned(event, store), ...servicesOfSlices(event, MANAGER)],
  reconcile: (key, context) => {
    const { store, clock } = context
    const service = store.get('services', key.namespace, key.name)
    const isWanted = service !== undefined && isService(service)
    // What there is of a Service that has lost its selector stays: it is its owner's from now on.
    if (isWanted && !hasSelector(service)) return undefined
    const set = isWanted
      ? {
          owner: service,
          labels: labelsOf(service),
          annotations: { [TRIGGER_TIME]: toTimestamp(clock.now()) },
          slices: slicesOf(service, podsThatMayBeSelected(store, service)),
        }
      : undefined
    writeSlices({ key, manager: MANAGER, set }, context)
    return undefined
  },
}
