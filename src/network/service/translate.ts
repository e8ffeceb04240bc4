/** kube-proxy as a function: what a node's rules make of the first packet of a connection. */
import type { Service } from '../../kubernetes/generated/types.ts'
import { familyOf, inBlocks, type AddressFamily } from '../address.ts'
import { addressesOfNode, type NetworkState } from '../state.ts'
import { endpointsOfPort, zoneOfNode, type ServiceEndpoint } from './endpoints.ts'
import { findService, loadBalancerIpsOf, type Arrival, type ServiceMatch } from './lookup.ts'
import { selectEndpoints, type Selection } from './select.ts'

interface TranslatedEndpoint {
  readonly endpoint: ServiceEndpoint
  /** The source becomes the node's address. */
  readonly masqueraded: boolean
}

export type Translation =
  | { readonly decision: 'not-a-service' }
  | { readonly decision: 'no-such-port'; readonly service: Service }
  | {
      /** The first is rejected, the others are dropped (V2, V3, S13). */
      readonly decision: 'no-endpoints' | 'no-local-endpoints' | 'source-not-allowed'
      readonly match: ServiceMatch
    }
  | {
      readonly decision: 'translated'
      readonly match: ServiceMatch
      /** Each is chosen with the same chance (S30). */
      readonly endpoints: readonly TranslatedEndpoint[]
    }

/** @see kubernetes/kubernetes pkg/proxy/iptables/proxier.go (v1.34), semantics K2 to K5 */
export const translate = (state: NetworkState, arrival: Arrival): Translation => {
  const found = findService(state, arrival)
  if (found === undefined) return { decision: 'not-a-service' }
  if (found.via === 'none') return { decision: 'no-such-port', service: found.service }
  const zone = zoneOfNode(state, arrival.node)
  const family = familyOf(arrival.packet.destinationIp)
  const endpoints = endpointsOfPort(state, found.service, found.port, { family, node: arrival.node })
  const selection = selectEndpoints(endpoints, { name: arrival.node, ...(zone === undefined ? {} : { zone }) })
  return found.via === 'cluster-ip' ? internal(state, arrival, found, selection) : external(state, arrival, found, selection)
}

/** Traffic to a cluster address (S24, K3). */
const internal = (state: NetworkState, arrival: Arrival, match: ServiceMatch, selection: Selection): Translation => {
  if (!selection.hasAny) return { decision: 'no-endpoints', match }
  const chosen = match.service.spec?.internalTrafficPolicy === 'Local' ? selection.local : selection.cluster
  if (chosen.length === 0)
    return state.facts.proxyMode === 'ipvs'
      ? emptyServer(state, arrival, match, selection)
      : { decision: 'no-local-endpoints', match }
  const { masqueradeAll = false } = state.facts
  const isMarked = masqueradeAll || (podCidrsOf(state, arrival).length > 0 && !isFromPods(state, arrival))
  return translated(state, arrival, match, { chosen, isMarked })
}

/** In ipvs mode a Service without an endpoint here uses others if it has them at hand, and else rejects (K-ipvs). */
const emptyServer = (state: NetworkState, arrival: Arrival, match: ServiceMatch, { cluster }: Selection): Translation => {
  if (!isExposed(match, familyOf(arrival.packet.destinationIp))) return { decision: 'no-endpoints', match }
  const isMarked = state.facts.masqueradeAll === true || (podCidrsOf(state, arrival).length > 0 && !isFromPods(state, arrival))
  return translated(state, arrival, match, { chosen: cluster, isMarked })
}

/** Reached by more than its cluster address: then kube-proxy keeps all endpoints in mind. */
const isExposed = ({ service, port }: ServiceMatch, family: AddressFamily): boolean => {
  const { type, externalIPs = [] } = service.spec ?? {}
  const hasNodePort = (type === 'NodePort' || type === 'LoadBalancer') && (port.nodePort ?? 0) !== 0
  return hasNodePort || [...externalIPs, ...loadBalancerIpsOf(service)].some((ip) => familyOf(ip) === family)
}

/** Traffic to a node port, load balancer or external address (S25 to S27, K5). */
const external = (state: NetworkState, arrival: Arrival, match: ServiceMatch, selection: Selection): Translation => {
  const isAllowed = isSourceAllowed(arrival, match)
  // Only iptables mode asks for endpoints first (K8, K-nft, K-ipvs).
  if (!isAllowed && state.facts.proxyMode !== 'iptables') return { decision: 'source-not-allowed', match }
  if (!selection.hasAny)
    return isRejectedOutside(state, arrival, match) ? { decision: 'no-endpoints', match } : { decision: 'not-a-service' }
  if (!isAllowed) return { decision: 'source-not-allowed', match }
  return state.facts.proxyMode === 'ipvs'
    ? chooseInIpvs(state, arrival, match, selection)
    : choose(state, arrival, match, selection)
}

/**
 * No short way for Pods and nodes: they get the endpoints of the policy, like everybody (K-ipvs). Without one on the node, all
 * endpoints are there for clients on the node; who comes from elsewhere gets answers from an address that it did not ask.
 */
const chooseInIpvs = (
  state: NetworkState,
  arrival: Arrival,
  match: ServiceMatch,
  { cluster, local }: Selection,
): Translation => {
  if (match.service.spec?.externalTrafficPolicy !== 'Local')
    return translated(state, arrival, match, { chosen: cluster, isMarked: true })
  if (local.length > 0) return translated(state, arrival, match, { chosen: local, isMarked: false })
  return arrival.isFromNode || isFromPods(state, arrival)
    ? translated(state, arrival, match, { chosen: cluster, isMarked: false })
    : { decision: 'no-local-endpoints', match }
}

const choose = (state: NetworkState, arrival: Arrival, match: ServiceMatch, selection: Selection): Translation => {
  const isLocal = match.service.spec?.externalTrafficPolicy === 'Local'
  const { cluster, local } = selection
  if (isLocal && local.length === 0 && match.isClosed === true) return { decision: 'no-local-endpoints', match }
  if (match.isClosed === true) return { decision: 'not-a-service' }
  if (!isLocal) return translated(state, arrival, match, { chosen: cluster, isMarked: true })
  if (isFromPods(state, arrival)) return translated(state, arrival, match, { chosen: cluster, isMarked: false })
  if (arrival.isFromNode) return translated(state, arrival, match, { chosen: cluster, isMarked: true })
  if (local.length === 0) return { decision: 'no-local-endpoints', match }
  return translated(state, arrival, match, { chosen: local, isMarked: false })
}

/**
 * In iptables mode the rule that rejects stands where packets come in or pass through: what the node itself sends to a foreign
 * address leaves unharmed (K8). In nftables mode it stands where they leave, too (K-nft); in ipvs mode the address is the node's (K-ipvs).
 */
const isRejectedOutside = ({ facts }: NetworkState, { isFromNode }: Arrival, { via }: ServiceMatch): boolean =>
  !isFromNode || via === 'node-port' || facts.proxyMode !== 'iptables'

/** loadBalancerSourceRanges guard the load balancer's address only; node ports bypass them (S13). Families are apart. */
const isSourceAllowed = ({ packet }: Arrival, { service, via }: ServiceMatch): boolean => {
  const family = familyOf(packet.destinationIp)
  const ranges = (service.spec?.loadBalancerSourceRanges ?? []).filter((range) => familyOf(range) === family)
  return via !== 'load-balancer' || ranges.length === 0 || inBlocks(ranges, packet.sourceIp)
}

/** By address, as kube-proxy's detector of local traffic does; without Pod ranges of the family nothing is known to be from Pods (K12). */
const isFromPods = (state: NetworkState, arrival: Arrival): boolean =>
  inBlocks(podCidrsOf(state, arrival), arrival.packet.sourceIp)

const podCidrsOf = (state: NetworkState, { packet }: Arrival): readonly string[] =>
  state.facts.podCidrs.filter((cidr) => familyOf(cidr) === familyOf(packet.destinationIp))

/** A Pod that reaches itself is masqueraded too (K4). What is delivered to the node itself never leaves it, so is not. */
const translated = (
  state: NetworkState,
  { packet, node, isFromNode }: Arrival,
  match: ServiceMatch,
  { chosen, isMarked }: { readonly chosen: readonly ServiceEndpoint[]; readonly isMarked: boolean },
): Translation => {
  const here = state.nodes.get(node)
  const own = here === undefined ? [] : addressesOfNode(here)
  // In ipvs mode a list holds the node's own endpoints, and no others (K-ipvs).
  const isHairpin = (endpoint: ServiceEndpoint): boolean =>
    endpoint.ip === packet.sourceIp && (state.facts.proxyMode !== 'ipvs' || endpoint.node === node)
  return {
    decision: 'translated',
    match,
    endpoints: chosen.map((endpoint) => ({
      endpoint,
      masqueraded: (isMarked || isHairpin(endpoint)) && (isFromNode || !own.includes(endpoint.ip)),
    })),
  }
}
