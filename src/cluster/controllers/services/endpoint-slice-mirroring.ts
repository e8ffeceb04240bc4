/** Mirrors Endpoints that somebody wrote for a Service without a selector. @see kubernetes pkg/controller/endpointslicemirroring, v1.34 */
import type { Endpoints, Service } from '../../../kubernetes/generated/types.ts'
import { isEndpoints, isService } from '../../../kubernetes/guards.ts'
import { mirrorEndpoints } from '../../../network/service/endpoints.ts'
import { TRIGGER_TIME } from './endpoint-slice.ts'
import { keyOfObject } from '../owners.ts'
import { servicesOfSlices, writeSlices } from './write-slices.ts'
import type { Controller } from '../controller.ts'

const MANAGER = 'endpointslicemirroring-controller.k8s.io'
const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LEADER = 'control-plane.alpha.kubernetes.io/leader'
/** Who applied the Endpoints did not apply their mirror. */
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set(['kubectl.kubernetes.io/last-applied-configuration', TRIGGER_TIME])

const isMirrored = ({ metadata }: Endpoints, { spec }: Service): boolean =>
  metadata.deletionTimestamp === undefined &&
  metadata.labels?.[SKIP] !== 'true' &&
  metadata.annotations?.[LEADER] === undefined &&
  Object.keys(spec?.selector ?? {}).length === 0

export const endpointSliceMirroringController: Controller = {
  name: 'endpointslice-mirroring',
  watches: ['endpoints', 'services', 'endpointslices.discovery.k8s.io'],
  keysFor: (event) =>
    event.resource === 'endpoints' || event.resource === 'services'
      ? [keyOfObject(event.object)]
      : servicesOfSlices(event, MANAGER),
  reconcile: (key, context) => {
    const { store } = context
    const endpoints = store.get('endpoints', key.namespace, key.name)
    const service = store.get('services', key.namespace, key.name)
    const isWanted =
      endpoints !== undefined &&
      isEndpoints(endpoints) &&
      service !== undefined &&
      isService(service) &&
      isMirrored(endpoints, service)
    const annotations = Object.entries(endpoints?.metadata.annotations ?? {}).filter(([name]) => !OWN_ANNOTATIONS.has(name))
    const set = isWanted
      ? {
          owner: endpoints,
          labels: endpoints.metadata.labels ?? {},
          annotations: Object.fromEntries(annotations),
          slices: mirrorEndpoints(endpoints),
        }
      : undefined
    writeSlices({ key, manager: MANAGER, set }, context)
    return undefined
  },
}
