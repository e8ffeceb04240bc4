/** kube-proxy as a function: what a node's rules make of the first packet of a connection. */
import type { Service } from '../../kubernetes/generated/types.ts'
import { familyOf, inBlocks } from '../address.ts'
import { addressesOfNode, type NetworkState } from '../state.ts'
import { endpointsOfPort, zoneOfNode, type ServiceEndpoint } from './endpoints.ts'
import { findService, type Arrival, type ServiceMatch } from './lookup.ts'
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
  if (chosen.length === 0) return { decision: 'no-local-endpoints', match }
  const { masqueradeAll = false } = state.facts
  const isMarked = masqueradeAll || (podCidrsOf(state, arrival).length > 0 && !isFromPods(state, arrival))
  return translated(state, arrival, match, { chosen, isMarked })
}

/** Traffic to a node port, load balancer or external address (S25 to S27, K5). */
const external = (state: NetworkState, arrival: Arrival, match: ServiceMatch, selection: Selection): Translation => {
  // In nftables mode the firewall stands before everything else (K-nft).
  if (state.facts.proxyMode === 'nftables' && !isSourceAllowed(arrival, match)) return { decision: 'source-not-allowed', match }
  if (!selection.hasAny)
    return isRejectedOutside(arrival, match) ? { decision: 'no-endpoints', match } : { decision: 'not-a-service' }
  if (!isSourceAllowed(arrival, match)) return { decision: 'source-not-allowed', match }
  if (match.isRefusedOnly === true) {
    const isDropped = match.service.spec?.externalTrafficPolicy === 'Local' && selection.local.length === 0
    return isDropped ? { decision: 'no-local-endpoints', match } : { decision: 'not-a-service' }
  }
  if (match.service.spec?.externalTrafficPolicy !== 'Local')
    return translated(state, arrival, match, { chosen: selection.cluster, isMarked: true })
  if (isFromPods(state, arrival)) return translated(state, arrival, match, { chosen: selection.cluster, isMarked: false })
  if (arrival.isFromNode) return translated(state, arrival, match, { chosen: selection.cluster, isMarked: true })
  if (selection.local.length === 0) return { decision: 'no-local-endpoints', match }
  return translated(state, arrival, match, { chosen: selection.local, isMarked: false })
}

/** The rule that rejects stands where packets come in or pass through: what the node itself sends to a foreign address leaves unharmed (K8). */
const isRejectedOutside = ({ isFromNode }: Arrival, { via }: ServiceMatch): boolean => !isFromNode || via === 'node-port'

/** loadBalancerSourceRanges guard the load balancer's address only; node ports bypass them (S13). */
const isSourceAllowed = ({ packet }: Arrival, { service, via }: ServiceMatch): boolean => {
  const ranges = service.spec?.loadBalancerSourceRanges ?? []
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
  return {
    decision: 'translated',
    match,
    endpoints: chosen.map((endpoint) => ({
      endpoint,
      masqueraded: (isMarked || endpoint.ip === packet.sourceIp) && (isFromNode || !own.includes(endpoint.ip)),
    })),
  }
}
