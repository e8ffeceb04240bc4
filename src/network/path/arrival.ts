/** Which nodes a packet from outside may arrive at. */
import type { Service } from '../../kubernetes/generated/types.ts'
import { familyOf, normalizeAddress } from '../address.ts'
import type { Packet } from '../model.ts'
import { endpointsOfPort } from '../service/endpoints.ts'
import { loadBalancerIpsOf } from '../service/lookup.ts'
import { selectEndpoints } from '../service/select.ts'
import type { NetworkState } from '../state.ts'

/**
 * The node that has the address; for a load balancer's address, those that it sends to; for an external address, all.
 * Each with the same chance; none where the address does not lead into the cluster.
 */
export const arrivalNodes = (state: NetworkState, packet: Packet): readonly string[] => {
  const node = state.nodesByIp.get(packet.destinationIp)
  if (node !== undefined) return [node.metadata.name ?? '']
  const services = state.servicesByIp.get(packet.destinationIp) ?? []
  const balanced = balancedService(state, packet.destinationIp)
  if (balanced !== undefined) return balancedNodes(state, balanced, packet)
  const isExternal = services.some(({ spec }) =>
    (spec?.externalIPs ?? []).some((text) => normalizeAddress(text) === packet.destinationIp),
  )
  return isExternal ? [...state.nodes.keys()] : []
}

const balancedService = (state: NetworkState, ip: string): Service | undefined =>
  (state.servicesByIp.get(ip) ?? []).find((service) => loadBalancerIpsOf(service).includes(ip))

/** Whether a load balancer answers at the address. One at a loopback address runs on the machine of the client outside, and sends on in its name. */
export const isBalanced = (state: NetworkState, ip: string): boolean => balancedService(state, ip) !== undefined

/** With policy Local the health check leaves only nodes that have an endpoint; where none has, any may get the packet and drops it (S25). */
const balancedNodes = (state: NetworkState, service: Service, packet: Packet): readonly string[] => {
  const names = [...state.nodes.values()].filter(({ metadata }) => metadata.labels?.[EXCLUDED] === undefined)
  const nodes = (names.length > 0 ? names : [...state.nodes.values()]).map(({ metadata }) => metadata.name ?? '')
  if (service.spec?.externalTrafficPolicy !== 'Local') return nodes
  const family = familyOf(packet.destinationIp)
  const endpoints = (service.spec.ports ?? []).flatMap((port) => endpointsOfPort(state, service, port, { family }))
  const healthy = nodes.filter((name) => selectEndpoints(endpoints, { name }).local.length > 0)
  return healthy.length > 0 ? healthy : nodes
}

const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers'
