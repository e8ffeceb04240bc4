/** Writes the Endpoints of Services with a selector, the older form of EndpointSlices. @see kubernetes pkg/controller/endpoint, v1.34 */
import type { Endpoint, EndpointAddress, Endpoints, EndpointSubset, Service } from '../../../kubernetes/generated/types.ts'
import { isEndpoints, isService } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { endpointsForService, type DerivedSlice } from '../../../network/service/derive-endpoints.ts'
import { toTimestamp } from '../../time.ts'
import { hasSelector, servicesConcerned, TRIGGER_TIME } from './endpoint-slice.ts'
import { keyOfObject } from '../owners.ts'
import { podsThatMayBeSelected } from './selected-pods.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'

const toAddress = ({ addresses, hostname, nodeName, targetRef }: Endpoint): EndpointAddress => ({
  ip: addresses[0] ?? '',
  ...(hostname === undefined ? {} : { hostname }),
  ...(nodeName === undefined ? {} : { nodeName }),
  ...(targetRef === undefined ? {} : { targetRef }),
})

const byAddress = (a: EndpointAddress, b: EndpointAddress): number => (a.ip < b.ip ? -1 : a.ip > b.ip ? 1 : 0)

const toPort = ({ name, port, protocol }: DerivedSlice['ports'][number]): NonNullable<EndpointSubset['ports']>[number] => ({
  ...(name === undefined || name === '' ? {} : { name }),
  port: port ?? 0,
  protocol: protocol ?? 'TCP',
})

function toSubset({ endpoints, ports }: DerivedSlice): EndpointSubset {
  const kept = endpoints.filter(({ conditions }) => conditions?.terminating !== true)
  const ready = kept.filter(({ conditions }) => conditions?.ready === true).map(toAddress)
  const notReady = kept.filter(({ conditions }) => conditions?.ready !== true).map(toAddress)
  return {
    ...(ready.length === 0 ? {} : { addresses: ready.sort(byAddress) }),
    ...(notReady.length === 0 ? {} : { notReadyAddresses: notReady.sort(byAddress) }),
    ...(ports.length === 0 ? {} : { ports: ports.map(toPort) }),
  }
}

/** Where no port of the Service is known on a Pod, nothing of it is listed. */
const hasPorts = ({ spec }: Service, { ports }: DerivedSlice): boolean => (spec?.ports ?? []).length === 0 || ports.length > 0

const isEmpty = ({ addresses, notReadyAddresses }: EndpointSubset): boolean =>
  addresses === undefined && notReadyAddresses === undefined

function write(service: Service, known: Endpoints | undefined, { store, writer, clock }: ControllerContext): void {
  const { namespace, name = '' } = service.metadata
  const derived = endpointsForService(service, podsThatMayBeSelected(store, service))
  // Endpoints hold one family, the Service's first.
  const family = service.spec?.ipFamilies?.[0] ?? 'IPv4'
  const subsets = derived
    .filter((one) => one.addressType === family && hasPorts(service, one))
    .map(toSubset)
    .filter((one) => !isEmpty(one))
  const headless = service.spec?.clusterIP === 'None' ? { 'service.kubernetes.io/headless': '' } : {}
  const labels = { ...service.metadata.labels, ...headless, [MANAGED_BY]: 'endpoint-controller' }
  if (known !== undefined && isEqual(known.subsets ?? [], subsets) && isEqual(known.metadata.labels, labels)) return
  const annotations = { [TRIGGER_TIME]: toTimestamp(clock.now()) }
  const metadata = { ...known?.metadata, name, ...(namespace === undefined ? {} : { namespace }), labels, annotations }
  const endpoints: Endpoints = { apiVersion: 'v1', kind: 'Endpoints', metadata, ...(subsets.length === 0 ? {} : { subsets }) }
  if (known === undefined) writer.create(endpoints)
  else writer.update(endpoints)
}

export const endpointsController: Controller = {
  name: 'endpoints',
  watches: ['services', 'pods', 'endpoints'],
  // Removed Endpoints come back; changed ones stay until a Pod or the Service changes.
  keysFor: (event, { store }) =>
    event.resource !== 'endpoints'
      ? servicesConcerned(event, store)
      : event.type === 'DELETED'
        ? [keyOfObject(event.object)]
        : [],
  reconcile: ({ namespace, name }, context) => {
    const { store, writer } = context
    const service = store.get('services', namespace, name)
    const found = store.get('endpoints', namespace, name)
    const known = found !== undefined && isEndpoints(found) ? found : undefined
    if (service === undefined || !isService(service)) {
      if (known !== undefined) writer.delete({ apiVersion: 'v1', kind: 'Endpoints', namespace: namespace ?? '', name })
      return undefined
    }
    if (!hasSelector(service)) return undefined
    write(service, known, context)
    return undefined
  },
}
