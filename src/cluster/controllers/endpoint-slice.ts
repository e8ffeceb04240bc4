/** Keeps the EndpointSlices and Endpoints of Services with a selector. @see k8s.io/endpointslice, v1.34 */
import type { EndpointAddress, Endpoints, EndpointSlice, Pod, Service } from '../../kubernetes/generated/types.ts'
import { isEndpointSlice, isNode, isPod, isService } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import { matchesMap } from '../../kubernetes/labels.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { endpointsForService, type DerivedSlice } from '../../network/service/derive-endpoints.ts'
import { toTimestamp } from '../time.ts'
import type { Controller, ControllerContext } from './controller.ts'
import { keyOf, ownerReference } from './keys.ts'

const MANAGER = 'endpointslice-controller.k8s.io'
const SERVICE_LABEL = 'kubernetes.io/service-name'
const MANAGED_LABEL = 'endpointslice.kubernetes.io/managed-by'
const HEADLESS_LABEL = 'service.kubernetes.io/headless'

const hasSelector = ({ spec }: Service): boolean => Object.keys(spec?.selector ?? {}).length > 0 && spec?.type !== 'ExternalName'

const labelsOf = (service: Service): Readonly<Record<string, string>> => ({
  ...service.metadata.labels,
  [MANAGED_LABEL]: MANAGER,
  [SERVICE_LABEL]: service.metadata.name ?? '',
  ...(service.spec?.clusterIP === 'None' ? { [HEADLESS_LABEL]: '' } : {}),
})

/** A Service without any endpoint still has one slice, without ports. */
const wantedSlices = (service: Service, { store }: ControllerContext): readonly DerivedSlice[] => {
  const pods = store.list('pods', service.metadata.namespace).filter(isPod)
  const zoneOf = (name: string): string | undefined => {
    const node = store.get('nodes', undefined, name)
    return node !== undefined && isNode(node) ? node.metadata.labels?.['topology.kubernetes.io/zone'] : undefined
  }
  const slices = endpointsForService(service, pods, zoneOf)
  return slices.length > 0 ? slices : [{ addressType: 'IPv4', endpoints: [], ports: [] }]
}

const writeSlices = (service: Service, context: ControllerContext): void => {
  const { store, writer } = context
  const namespace = service.metadata.namespace ?? 'default'
  const existing = store
    .list('endpointslices.discovery.k8s.io', namespace)
    .filter(isEndpointSlice)
    .filter(({ metadata }) => metadata.labels?.[SERVICE_LABEL] === service.metadata.name && metadata.labels?.[MANAGED_LABEL] === MANAGER)
  const wanted = hasSelector(service) ? wantedSlices(service, context) : []
  wanted.forEach((slice, index) => {
    const old = existing[index]
    const ports = slice.ports.length === 0 ? {} : { ports: slice.ports }
    const content = { addressType: slice.addressType, endpoints: slice.endpoints, ...ports }
    if (old === undefined) {
      const metadata = { generateName: `${service.metadata.name ?? ''}-`, namespace, labels: labelsOf(service), ownerReferences: [ownerReference(service)] }
      writer.create({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata, ...content } as EndpointSlice)
      return
    }
    const { ports: _ports, ...rest } = old
    const next = { ...rest, metadata: { ...old.metadata, labels: labelsOf(service) }, ...content }
    if (isEqual(next, old)) return
    store.put('endpointslices.discovery.k8s.io', { ...next, metadata: { ...next.metadata, generation: (old.metadata.generation ?? 1) + 1 } })
  })
  for (const extra of existing.slice(wanted.length)) writer.delete(referenceTo(extra))
}

const toAddress = (slice: DerivedSlice, pods: ReadonlyMap<string, Pod>): readonly { readonly address: EndpointAddress; readonly ready: boolean }[] =>
  slice.endpoints.map((endpoint) => {
    const pod = pods.get(endpoint.targetRef?.name ?? '')
    const address: EndpointAddress = {
      ip: endpoint.addresses[0] ?? '',
      ...(endpoint.hostname === undefined ? {} : { hostname: endpoint.hostname }),
      ...(endpoint.nodeName === undefined ? {} : { nodeName: endpoint.nodeName }),
      ...(pod === undefined ? {} : { targetRef: { kind: 'Pod', ...(pod.metadata.namespace === undefined ? {} : { namespace: pod.metadata.namespace }), name: pod.metadata.name ?? '', uid: pod.metadata.uid ?? '' } }),
    }
    return { address, ready: endpoint.conditions?.ready !== false }
  })

const subsetsOf = (slices: readonly DerivedSlice[], pods: ReadonlyMap<string, Pod>): NonNullable<Endpoints['subsets']> =>
  slices
    .filter((slice) => slice.endpoints.length > 0 && slice.addressType === 'IPv4')
    .map((slice) => {
      const all = [...toAddress(slice, pods)].sort((a, b) => (a.address.ip < b.address.ip ? -1 : 1))
      const ready = all.filter((entry) => entry.ready).map(({ address }) => address)
      const waiting = all.filter((entry) => !entry.ready).map(({ address }) => address)
      const ports = slice.ports.map(({ name, port, protocol }) => ({ ...((name ?? '') === '' ? {} : { name: name ?? '' }), port: port ?? 0, protocol: protocol ?? 'TCP' }))
      return { ...(ready.length > 0 ? { addresses: ready } : {}), ...(waiting.length > 0 ? { notReadyAddresses: waiting } : {}), ...(ports.length > 0 ? { ports } : {}) }
    })

const writeEndpoints = (service: Service, context: ControllerContext): void => {
  const { store, writer } = context
  const namespace = service.metadata.namespace ?? 'default'
  const name = service.metadata.name ?? ''
  const old = store.get('endpoints', namespace, name)
  if (!hasSelector(service)) return
  const pods = new Map(store.list('pods', namespace).filter(isPod).map((pod) => [pod.metadata.name ?? '', pod]))
  const subsets = subsetsOf(wantedSlices(service, context), pods)
  const annotations = { 'endpoints.kubernetes.io/last-change-trigger-time': toTimestamp(context.clock.now()) }
  const labels = { ...service.metadata.labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller', ...(service.spec?.clusterIP === 'None' ? { [HEADLESS_LABEL]: '' } : {}) }
  const content = subsets.length === 0 ? {} : { subsets }
  if (old === undefined) {
    writer.create({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name, namespace, labels, annotations }, ...content } as Endpoints)
    return
  }
  const { subsets: before, ...rest } = old as Endpoints
  if (!isEqual(before ?? [], subsets)) store.put('endpoints', { ...rest, metadata: { ...old.metadata, labels, annotations }, ...content })
}

export const endpointSliceController: Controller = {
  name: 'endpointslice',
  watches: ['services', 'pods'],
  keysFor: ({ object, previous }, { store }) => {
    if (isService(object)) return [keyOf(object)]
    const labels = [object.metadata.labels, previous?.metadata.labels]
    return store
      .list('services', object.metadata.namespace)
      .filter(isService)
      .filter(({ spec }) => labels.some((set) => matchesMap(spec?.selector, set)))
      .map(keyOf)
  },
  reconcile: ({ namespace, name }, context) => {
    const service = context.store.get('services', namespace, name)
    if (service === undefined || !isService(service)) {
      const endpoints = context.store.get('endpoints', namespace, name)
      if (endpoints?.metadata.labels?.['endpoints.kubernetes.io/managed-by'] !== undefined) context.writer.delete(referenceTo(endpoints))
      return undefined
    }
    writeSlices(service, context)
    writeEndpoints(service, context)
    return undefined
  },
}
