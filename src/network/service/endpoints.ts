/** The endpoints of a Service, wherever they are written: EndpointSlices, Endpoints, or worked out from its selector. */
import type {
  Endpoint,
  EndpointPort,
  Endpoints,
  EndpointSubset,
  Service,
  ServicePort,
} from '../../kubernetes/generated/types.ts'
import { normalizeAddress, type AddressFamily } from '../address.ts'
import type { NamespacedName } from '../model.ts'
import { keyOfObject, namespaceOf, type NetworkState } from '../state.ts'
import { endpointsForService, type DerivedSlice } from './derive-endpoints.ts'

/** One endpoint of one Service port, as kube-proxy and CoreDNS read it. */
export interface ServiceEndpoint {
  readonly ip: string
  readonly port: number
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
  readonly hostname?: string
  readonly node?: string
  readonly pod?: NamespacedName
  /** Topology hints; empty where there are none (S29). */
  readonly zoneHints: readonly string[]
  readonly nodeHints: readonly string[]
}

const derived = new WeakMap<NetworkState, Map<string, readonly DerivedSlice[]>>()

/** The slices of a Service: those in the snapshot; else its Endpoints, mirrored (S7); else what its selector gives. */
export const slicesOf = (state: NetworkState, service: Service): readonly DerivedSlice[] => {
  const key = keyOfObject(service)
  const cache = derived.get(state) ?? new Map<string, readonly DerivedSlice[]>()
  derived.set(state, cache)
  const known = cache.get(key)
  if (known !== undefined) return known
  const slices =
    state.endpointSlices.get(key)?.map((slice) => ({ ...slice, ports: slice.ports ?? [] })) ??
    deriveEndpointSlices(state, service)
  cache.set(key, slices)
  return slices
}

/** What the EndpointSlice controllers would write for a Service of a snapshot that holds no slices for it. */
export const deriveEndpointSlices = (state: NetworkState, service: Service): readonly DerivedSlice[] => {
  const hasSelector = Object.keys(service.spec?.selector ?? {}).length > 0
  const endpoints = state.endpoints.get(keyOfObject(service))
  if (!hasSelector) return endpoints === undefined ? [] : mirrorEndpoints(endpoints)
  return endpointsForService(service, [...state.pods.values()], (node) => zoneOfNode(state, node))
}

export const zoneOfNode = (state: NetworkState, name: string): string | undefined =>
  state.nodes.get(name)?.metadata.labels?.['topology.kubernetes.io/zone']

/** Endpoints of one Service port and family, ready or not; without doubles. `node` breaks the tie between doubles, as kube-proxy does there. */
export const endpointsOfPort = (
  state: NetworkState,
  service: Service,
  servicePort: ServicePort,
  { family, node }: { readonly family: AddressFamily; readonly node?: string },
): readonly ServiceEndpoint[] => {
  const found = new Map<string, ServiceEndpoint>()
  for (const { addressType, ports, endpoints } of slicesOf(state, service)) {
    if (addressType !== family) continue
    const port = ports.find((candidate) => servesPort(candidate, servicePort))?.port
    if (port === undefined) continue
    for (const endpoint of endpoints) {
      const read = readEndpoint(endpoint, port, namespaceOf(service))
      if (read === undefined) continue
      const key = `${read.ip} ${port}`
      if (!found.has(key) || (node !== undefined && read.node === node)) found.set(key, read)
    }
  }
  return [...found.values()]
}

/** Slices name ports as the Service does; a single port may be nameless on both sides. */
const servesPort = (candidate: EndpointPort, { name = '', protocol = 'TCP' }: ServicePort): boolean =>
  (candidate.name ?? '') === name && (candidate.protocol ?? 'TCP') === protocol

/** Only the first address counts (S21). */
const readEndpoint = (endpoint: Endpoint, port: number, namespace: string): ServiceEndpoint | undefined => {
  const ip = normalizeAddress(endpoint.addresses[0] ?? '')
  if (ip === undefined) return undefined
  const { hints, hostname, nodeName, targetRef } = endpoint
  return {
    ip,
    port,
    ...readConditions(endpoint),
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { node: nodeName }),
    ...(targetRef?.kind === 'Pod' ? { pod: { namespace: targetRef.namespace ?? namespace, name: targetRef.name ?? '' } } : {}),
    zoneHints: namesOf(hints?.forZones),
    nodeHints: namesOf(hints?.forNodes),
  }
}

/** Absent conditions mean ready, serving and not terminating (S16). @see kubernetes/kubernetes pkg/proxy/endpointslicecache.go */
const readConditions = ({ conditions = {} }: Endpoint): Pick<ServiceEndpoint, 'ready' | 'serving' | 'terminating'> => {
  const { ready = true, serving = true, terminating = false } = conditions
  return { ready, serving, terminating }
}

const namesOf = (hints: readonly { readonly name: string }[] = []): readonly string[] => hints.map(({ name }) => name)

/** The slices that stand for Endpoints which somebody wrote by hand (S7). @see kubernetes/kubernetes pkg/controller/endpointslicemirroring (v1.34) */
export const mirrorEndpoints = ({ subsets = [] }: Endpoints): readonly DerivedSlice[] =>
  (['IPv4', 'IPv6'] as const).flatMap((family) =>
    subsets.flatMap((subset) => {
      const endpoints = endpointsOfSubset(subset).filter(
        ({ addresses }) => (addresses[0]?.includes(':') === true) === (family === 'IPv6'),
      )
      return endpoints.length === 0 ? [] : [{ addressType: family, ports: subset.ports ?? [], endpoints }]
    }),
  )

const endpointsOfSubset = ({ addresses = [], notReadyAddresses = [] }: EndpointSubset): readonly Endpoint[] =>
  [
    ...addresses.map((address) => ({ address, ready: true })),
    ...notReadyAddresses.map((address) => ({ address, ready: false })),
  ].map(({ address: { ip, hostname, nodeName, targetRef }, ready }) => ({
    addresses: [ip],
    conditions: { ready },
    ...(hostname === undefined ? {} : { hostname }),
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(targetRef === undefined ? {} : { targetRef }),
  }))
