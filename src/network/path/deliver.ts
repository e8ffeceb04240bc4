/** From a node to the address that stands in the packet, once no Service's rules change it any more. */
import type { Node, Pod } from '../../kubernetes/generated/types.ts'
import { inBlocks } from '../address.ts'
import { choiceIn } from '../choices.ts'
import type { ConnectOutcome, LinkHop, Obstacle, Packet } from '../model.ts'
import { podOfSource, policyHop, type Exemption } from '../policy/policy-hop.ts'
import { addressesOfPod, keyOf, keyOfObject, nameOf, podAt } from '../state.ts'
import { hostPortOf } from './host-port.ts'
import { listenInPod, listenOnNode, listenOutside, podOnNodeAt } from './listener-hop.ts'
import { isForNodeDns, nodeDnsListener } from './node-dns.ts'
import { hasAddress, nodeAddress } from './place.ts'
import { deadEnd, endpointAt, finish, finishAt, linkHop, withHop, type Traveller } from './traveller.ts'

/** Reaches another node, whose own rules are asked next. */
export type OnArrival = (traveller: Traveller) => readonly ConnectOutcome[]

export const deliver = (traveller: Traveller, atOtherNode: OnArrival): readonly ConnectOutcome[] => {
  const left = leave(traveller)
  if (left.hops.at(-1)?.stops === true) return [finish(left, 'timed-out')]
  const { state, packet } = left
  if (isForNodeDns(state, packet) && left.node !== '') return [toNodeDns(left)]
  const pod = podAt(state, packet.destinationIp)
  if (pod !== undefined) return [isOutside(left) ? lost(left, 'cluster-address-from-outside') : toPod(left, pod)]
  const node = state.nodesByIp.get(packet.destinationIp)
  if (node !== undefined) return toNode(left, node, atOtherNode)
  const obstacle = obstacleAt(left)
  return [obstacle === undefined ? toOutside(left) : lost(left, obstacle)]
}

/** Still on the client's side: not even at a node. */
const isOutside = ({ origin, node }: Traveller): boolean => origin.kind === 'outside' && node === ''

/** Egress policies of the source Pod see the packet after translation (N20, N22). */
const leave = (traveller: Traveller): Traveller => {
  const { leaving, ...rest } = traveller
  if (leaving === undefined) return traveller
  const { state, packet, node } = rest
  const other = podAt(state, packet.destinationIp) ?? podOnNodeAt(state, packet)
  const exempt = addressesOfPod(leaving).includes(packet.destinationIp)
    ? 'own-service'
    : isForNodeDns(state, packet)
      ? 'node-dns'
      : hasAddress(state, node, packet.destinationIp)
        ? 'own-node'
        : undefined
  const hop = policyHop(state, {
    direction: 'egress',
    pod: leaving,
    packet,
    ...(other === undefined ? {} : { other }),
    ...(exempt === undefined ? {} : { exempt }),
  })
  return leaving.spec?.hostNetwork === true && hop.decision === 'not-isolated' ? rest : withHop(rest, hop)
}

/** The last way to a Pod: from another node, on the same node, or from the node itself. */
const linkToPod = ({ origin, packet, node }: Traveller, pod: Pod): LinkHop => {
  const home = pod.spec?.nodeName ?? ''
  const to = keyOfObject(pod)
  if (home !== node) return linkHop({ from: node, to: home, how: 'node-to-node', before: packet, semantics: ['P2', 'P8'] })
  return origin.kind === 'pod' && origin.node === node
    ? linkHop({ from: origin.name, to, how: 'same-node', before: packet, semantics: ['P2'] })
    : linkHop({ from: node, to, how: 'node-to-pod', before: packet, semantics: ['P2', 'P14'] })
}

const toPod = (traveller: Traveller, pod: Pod): ConnectOutcome => {
  const { state, packet } = traveller
  const home = pod.spec?.nodeName ?? ''
  const linked = {
    ...withHop(traveller, linkToPod(traveller, pod)),
    endpoint: { ...endpointAt(packet, home), pod: nameOf(pod) },
  }
  const source = policedSource(traveller)
  const exempt = exemptionAt(traveller, pod)
  const policed = withHop(
    linked,
    policyHop(state, {
      direction: 'ingress',
      pod,
      packet,
      ...(source === undefined ? {} : { other: source }),
      ...(exempt === undefined ? {} : { exempt }),
    }),
  )
  return policed.hops.at(-1)?.stops === true ? finish(policed, 'timed-out') : toListener(policed, pod)
}

/** The Pod that sent the packet, as long as the packet says so; one on its node's network only where policies know it as a Pod (N24). */
const policedSource = ({ state, origin, packet }: Traveller): Pod | undefined =>
  origin.kind === 'pod' || (origin.kind === 'node' && choiceIn(state.facts, 'hostNetworkPods') === 'as-pods')
    ? podOfSource(origin.pod, packet)
    : undefined

/** Traffic at a Pod that policies may not apply to: its own (N26), its node's (N25), and what only looks like its node's (N32). */
const exemptionAt = (traveller: Traveller, pod: Pod): Exemption | undefined => {
  const { state, origin, packet } = traveller
  const home = pod.spec?.nodeName ?? ''
  if (origin.kind === 'pod' && origin.pod === pod) return 'own-service'
  if (!hasAddress(state, home, packet.sourceIp) || policedSource(traveller) !== undefined) return undefined
  return origin.kind === 'node' && origin.node === home ? 'own-node' : 'own-node-rewritten'
}

const toListener = (traveller: Traveller, pod: Pod): ConnectOutcome => {
  const { state, packet, origin } = traveller
  const arrived = listenInPod(state, pod, packet)
  if (arrived.verdict !== 'connected' || !isReplyUnknown(traveller, pod)) return finishAt(traveller, arrived)
  const hop = deadEnd({
    from: keyOfObject(pod),
    to: origin.name,
    obstacle: 'reply-not-translated',
    packet,
    semantics: ['P10', 'K10'],
  })
  return finish(withHop(withHop(traveller, arrived.hop), hop), 'timed-out')
}

/** Over a bridge that netfilter does not see, the answer of a Service's endpoint comes from an address that the client never asked. */
const isReplyUnknown = ({ state, origin, packet, hops }: Traveller, pod: Pod): boolean => {
  const { podNetwork } = state.facts
  if (podNetwork === undefined || podNetwork.plugin === 'ptp' || podNetwork.bridgeNetfilter !== false) return false
  const isOnBridge = origin.kind === 'pod' && origin.pod !== pod && origin.node === (pod.spec?.nodeName ?? '')
  return isOnBridge && origin.addresses.includes(packet.sourceIp) && hops.some(({ kind }) => kind === 'service')
}

/** What a Pod sends beyond the Pod ranges, other nodes included, leaves with its node's address (P13). */
const toNode = (traveller: Traveller, node: Node, atOtherNode: OnArrival): readonly ConnectOutcome[] => {
  const { state, origin, packet } = traveller
  const name = node.metadata.name ?? ''
  if (name !== traveller.node) {
    const after = leaveCluster(traveller)
    const semantics = after.sourceIp === packet.sourceIp ? ['P2'] : ['P2', 'P13']
    const link = linkHop({ from: traveller.node, to: name, how: 'node-to-node', before: packet, after, semantics })
    return atOtherNode({ ...withHop(traveller, link), node: name })
  }
  const linked =
    origin.kind === 'pod' && traveller.hops.every(({ kind }) => kind !== 'link')
      ? withHop(traveller, linkHop({ from: origin.name, to: name, how: 'same-node', before: packet, semantics: ['P2'] }))
      : traveller
  const hosted = hostPortOf(state, name, packet)
  if (hosted !== undefined) return [toHostPort(linked, hosted.pod, hosted.packet)]
  return [toNodeListener(linked, node)]
}

/** Policies do not apply to a Pod that uses its node's network; where one selects it, the walk says so (N24). */
const toNodeListener = (traveller: Traveller, node: Node): ConnectOutcome => {
  const { state, packet } = traveller
  const arrived = listenOnNode(state, node, packet)
  const name = arrived.hop.pod
  const pod = name === undefined ? undefined : state.pods.get(keyOf(name.namespace, name.name))
  if (pod === undefined) return finishAt(traveller, arrived)
  const source = policedSource(traveller)
  const hop = policyHop(state, { direction: 'ingress', pod, packet, ...(source === undefined ? {} : { other: source }) })
  if (hop.stops) return finish(withHop(traveller, hop), 'timed-out')
  return finishAt(hop.decision === 'not-isolated' ? traveller : withHop(traveller, hop), arrived)
}

/** The node's own DNS cache answers on every node, for what starts or passes there (D28). */
const toNodeDns = (traveller: Traveller): ConnectOutcome => {
  const { origin, packet, node } = traveller
  const semantics = ['D28', 'D29']
  const linked =
    origin.kind === 'pod'
      ? withHop(traveller, linkHop({ from: origin.name, to: node, how: 'same-node', before: packet, semantics }))
      : traveller
  return finishAt(linked, nodeDnsListener(packet))
}

/** A container's hostPort: the node hands the packet on, with its source as it is (P7). */
const toHostPort = (traveller: Traveller, pod: Pod, after: Packet): ConnectOutcome => {
  const { packet, node } = traveller
  const link = linkHop({ from: node, to: keyOfObject(pod), how: 'host-port', before: packet, after, semantics: ['P7'] })
  return toPod(withHop(traveller, link), pod)
}

const leaveCluster = ({ state, origin, packet, node }: Traveller): Packet => {
  const isFromPod = origin.kind === 'pod' && origin.addresses.includes(packet.sourceIp)
  const sourceIp = isFromPod ? (nodeAddress(state, node, packet.destinationIp) ?? packet.sourceIp) : packet.sourceIp
  return { ...packet, sourceIp }
}

const toOutside = (traveller: Traveller): ConnectOutcome => {
  const { packet, node, origin } = traveller
  const after = leaveCluster(traveller)
  const semantics = after.sourceIp === packet.sourceIp ? ['P12'] : ['P13']
  const from = node === '' ? origin.name : node
  const linked = withHop(
    traveller,
    linkHop({ from, to: packet.destinationIp, how: 'to-outside', before: packet, after, semantics }),
  )
  return finishAt(linked, listenOutside(linked.packet))
}

/** Addresses of the cluster that nothing has now: such packets are lost without an answer. */
const obstacleAt = ({ state, packet, origin }: Traveller): Obstacle | undefined => {
  const { podCidrs, serviceCidrs } = state.facts
  const isPods = inBlocks(podCidrs, packet.destinationIp)
  if (!isPods && !inBlocks(serviceCidrs, packet.destinationIp)) return undefined
  if (origin.kind === 'outside') return 'cluster-address-from-outside'
  if (!isPods) return 'unused-service-address'
  const had = [...state.pods.values()].some((pod) => addressesOfPod(pod).includes(packet.destinationIp))
  return had ? 'destination-not-running' : 'unused-pod-address'
}

const lost = (traveller: Traveller, obstacle: Obstacle): ConnectOutcome => {
  const { packet, node, origin } = traveller
  const from = node === '' ? origin.name : node
  const semantics = obstacle === 'destination-not-running' ? ['P3', 'S17'] : ['P3']
  return finish(withHop(traveller, deadEnd({ from, to: packet.destinationIp, obstacle, packet, semantics })), 'timed-out')
}
