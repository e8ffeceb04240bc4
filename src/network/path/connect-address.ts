/** What happens to the first packet of a connection to an address, hop by hop. Names are not looked up here. Decisions: connect-address.md. */
import { isLoopback, normalizeAddress } from '../address.ts'
import type { ConnectOutcome, Connection, ConnectQuestion, Packet, Protocol, Source } from '../model.ts'
import { endedHop, choiceOf, translatedHop } from '../service/service-hop.ts'
import { translate } from '../service/translate.ts'
import type { NetworkState } from '../state.ts'
import { arrivalNodes, isBalanced } from './arrival.ts'
import { deliver } from './deliver.ts'
import { listenInPod, listenOnNode } from './listener-hop.ts'
import { isForNodeDns } from './node-dns.ts'
import { departureAddress, locate, nodeAddress, type Place } from './place.ts'
import { deadEnd, finish, finishAt, linkHop, withHop, type Traveller } from './traveller.ts'

export interface AddressTarget {
  readonly ip: string
  readonly port: number
  /** TCP where absent. */
  readonly protocol?: Protocol
}

/**
 * Connects to an address. One outcome per endpoint that may be chosen (and, for a load balancer, per node that may receive);
 * their probabilities add up to 1. The order of decisions is that of semantics.md section 1.8.
 */
export const connectToAddress = (state: NetworkState, source: Source, target: AddressTarget): Connection => {
  const { ip, port, protocol = 'TCP' } = target
  const question: ConnectQuestion = { from: source, to: { host: ip }, port, protocol }
  return { question, outcomes: outcomesTo(state, source, { ip, port, protocol }) }
}

const outcomesTo = (
  state: NetworkState,
  source: Source,
  { ip, port, protocol }: Required<AddressTarget>,
): readonly ConnectOutcome[] => {
  const place = locate(state, source)
  const destinationIp = normalizeAddress(ip) ?? ip
  if (place.kind === 'nowhere')
    return [unreachable(deadEnd({ from: place.name, to: ip, obstacle: place.obstacle, semantics: ['S17'] }))]
  const staysHome = isLoopback(destinationIp) && !(place.kind === 'outside' && isBalanced(state, destinationIp))
  const sourceIp = staysHome ? destinationIp : departureAddress(state, place, destinationIp)
  if (sourceIp === undefined)
    return [unreachable(deadEnd({ from: place.name, to: ip, obstacle: 'no-address-of-family', semantics: ['S21', 'N21'] }))]
  const packet: Packet = { sourceIp, destinationIp, destinationPort: port, protocol }
  const traveller = { state, origin: place, packet, hops: [], probability: 1, node: place.kind === 'outside' ? '' : place.node }
  return depart(traveller, place)
}

const unreachable = (hop: ReturnType<typeof deadEnd>): ConnectOutcome => ({
  verdict: 'unreachable',
  probability: 1,
  walk: { hops: [hop] },
})

const depart = (traveller: Traveller, place: Place): readonly ConnectOutcome[] => {
  const { destinationIp } = traveller.packet
  switch (place.kind) {
    case 'outside':
      return enterCluster(traveller)
    case 'node':
      return atNode({ ...traveller, ...(place.pod === undefined ? {} : { leaving: place.pod }) }, arriveOrDeliver)
    case 'pod':
      return isLoopback(destinationIp) || place.addresses.includes(destinationIp)
        ? [withinPod(traveller, place)]
        : atNode({ ...traveller, leaving: place.pod }, deliverOn)
  }
}

/** Containers of a Pod share its addresses and its loopback; no policy sees that traffic (P1, N26). */
const withinPod = (traveller: Traveller, { name, pod }: Extract<Place, { kind: 'pod' }>): ConnectOutcome => {
  const link = linkHop({ from: name, to: name, how: 'same-pod', before: traveller.packet, semantics: ['P1', 'N26'] })
  return finishAt(withHop(traveller, link), listenInPod(traveller.state, pod, traveller.packet))
}

/** A process of a node, or of a Pod that uses its network, may ask its own loopback. */
const arriveOrDeliver = (traveller: Traveller): readonly ConnectOutcome[] => {
  const node = traveller.state.nodes.get(traveller.node)
  if (node === undefined || !isLoopback(traveller.packet.destinationIp)) return deliverOn(traveller)
  return [finishAt(traveller, listenOnNode(traveller.state, node, traveller.packet))]
}

const deliverOn = (traveller: Traveller): readonly ConnectOutcome[] => {
  const { hops, packet, node } = traveller
  if (hops.filter(({ kind }) => kind === 'service').length <= MAX_TRANSLATIONS)
    return deliver(traveller, (arrived) => atNode(arrived, deliverOn))
  const hop = deadEnd({ from: node, to: packet.destinationIp, obstacle: 'forwarding-loop', packet, semantics: ['S7'] })
  return [finish(withHop(traveller, hop), 'timed-out')]
}

/** Endpoints written by hand may be addresses of Services again; a packet that is translated more often goes round for ever. */
const MAX_TRANSLATIONS = 4

/** From outside, nodes and what is routed to them can be reached; addresses of Pods and cluster addresses cannot (K14). */
const enterCluster = (traveller: Traveller): readonly ConnectOutcome[] => {
  const { state, packet, origin } = traveller
  if (isLoopback(packet.destinationIp) && !isBalanced(state, packet.destinationIp)) {
    const semantics = ['P1']
    const hop = deadEnd({ from: origin.name, to: packet.destinationIp, obstacle: 'loopback-of-the-client', packet, semantics })
    return [finish(withHop(traveller, hop), 'refused')]
  }
  const nodes = arrivalNodes(state, packet)
  if (nodes.length === 0) return deliverOn(traveller)
  return nodes.flatMap((node) => {
    const link = linkHop({ from: origin.name, to: node, how: 'outside-to-node', before: packet, semantics: ['S25', 'S27'] })
    return atNode({ ...withHop(traveller, link), node, probability: traveller.probability / nodes.length }, deliverOn)
  })
}

/** The rules of the node where the packet is now. */
const atNode = (
  traveller: Traveller,
  onward: (traveller: Traveller) => readonly ConnectOutcome[],
): readonly ConnectOutcome[] => {
  const { state, packet, node, origin, hops } = traveller
  if (isForNodeDns(state, packet)) return onward(traveller)
  const isFromNode = origin.kind === 'node' && origin.node === node && hops.length === 0
  const translation = translate(state, { packet, node, isFromNode })
  if (translation.decision === 'not-a-service') return onward(traveller)
  if (translation.decision !== 'translated') {
    const { hop, verdict } = endedHop(state, translation, { packet, node })
    return [finish(withHop(traveller, hop), verdict)]
  }
  const { match, endpoints } = translation
  return endpoints.flatMap(({ endpoint, masqueraded }) => {
    const sourceIp =
      masqueraded || isLoopback(packet.sourceIp) ? (nodeAddress(state, node, endpoint.ip) ?? packet.sourceIp) : packet.sourceIp
    const after = { ...packet, sourceIp, destinationIp: endpoint.ip, destinationPort: endpoint.port }
    const hop = translatedHop({ match, endpoint, masqueraded, candidates: endpoints.length, packet, after })
    const probability = traveller.probability / endpoints.length
    return deliverOn({ ...withHop(traveller, hop), probability, endpoint: choiceOf(endpoint) })
  })
}
