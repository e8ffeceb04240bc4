import type { Endpoint, EndpointPort } from '../../kubernetes/generated/types.ts'
import { normalizeAddress } from '../address.ts'
import type { DerivedSlice } from '../service/derive-endpoints.ts'
import { slicesOf } from '../service/endpoints.ts'
import { clusterIpsOf, keyOfObject } from '../state.ts'
import type { NetworkState } from '../state.ts'

/** One ready address behind a Service, as the DNS server names it. */
interface NamedEndpoint {
  readonly ip: string
  /** The endpoint's own label below the Service: its hostname, else its address with dashes (semantics D5). */
  readonly label: string
  /** Empty where the EndpointSlice declares none. */
  readonly ports: readonly EndpointPort[]
}

/** What the DNS server reads out of a cluster's EndpointSlices and Services, besides what the state has anyway. */
export interface NameIndex {
  readonly state: NetworkState
  /** By `namespace/name` of the Service. */
  readonly endpoints: ReadonlyMap<string, readonly NamedEndpoint[]>
  /** The names, relative to the cluster's zone, that an address leads back to (semantics D4). */
  readonly reverse: ReadonlyMap<string, readonly string[]>
}

/** The label of an endpoint that states no hostname. A name must not end in a dash, hence the zero after `::`. */
function dashedAddress(ip: string): string {
  const dashed = ip.replaceAll(/[.:]/g, '-')
  return dashed.endsWith('-') ? `${dashed}0` : dashed
}

const isReady = (endpoint: Endpoint): boolean => endpoint.conditions?.ready !== false

function namedEndpoints(
  slice: Pick<DerivedSlice, 'addressType' | 'endpoints'> & { readonly ports?: readonly EndpointPort[] },
): readonly NamedEndpoint[] {
  if (slice.addressType === 'FQDN') return []
  return slice.endpoints.filter(isReady).flatMap((endpoint) =>
    endpoint.addresses.flatMap((text) => {
      const ip = normalizeAddress(text)
      if (ip === undefined) return []
      return [{ ip, label: endpoint.hostname ?? dashedAddress(ip), ports: slice.ports ?? [] }]
    }),
  )
}

function indexEndpoints(state: NetworkState): ReadonlyMap<string, readonly NamedEndpoint[]> {
  const endpoints = new Map<string, readonly NamedEndpoint[]>()
  for (const [key, slices] of state.endpointSlices) endpoints.set(key, slices.flatMap(namedEndpoints))
  for (const [key, service] of state.services)
    if (!endpoints.has(key)) endpoints.set(key, slicesOf(state, service).flatMap(namedEndpoints))
  return endpoints
}

function indexReverse(
  state: NetworkState,
  endpoints: ReadonlyMap<string, readonly NamedEndpoint[]>,
): ReadonlyMap<string, readonly string[]> {
  const reverse = new Map<string, readonly string[]>()
  for (const [key, list] of endpoints) {
    const [namespace = '', name = ''] = key.split('/')
    for (const { ip, label } of list) {
      const target = `${label}.${name}.${namespace}.svc`
      const known = reverse.get(ip) ?? []
      if (!known.includes(target)) reverse.set(ip, [...known, target])
    }
  }
  for (const service of state.services.values()) {
    const [namespace = '', name = ''] = keyOfObject(service).split('/')
    for (const ip of clusterIpsOf(service)) reverse.set(ip, [`${name}.${namespace}.svc`])
  }
  return reverse
}

const indexes = new WeakMap<NetworkState, NameIndex>()

/** Indexes the names of a cluster; the same state is indexed once. */
export function indexNames(state: NetworkState): NameIndex {
  const known = indexes.get(state)
  if (known !== undefined) return known
  const endpoints = indexEndpoints(state)
  const index = { state, endpoints, reverse: indexReverse(state, endpoints) }
  indexes.set(state, index)
  return index
}
