/** Where a connection begins. */
import type { Node, Pod } from '../../kubernetes/generated/types.ts'
import { addressInBlock, familyOf, normalizeAddress } from '../address.ts'
import { choiceIn } from '../choices.ts'
import type { Obstacle, Source } from '../model.ts'
import { addressesOfNode, addressesOfPod, isPodUp, keyOf, keyOfObject, podAt, type NetworkState } from '../state.ts'

/** A Pod that uses its node's network is at the node (P4, N24); `pod` is kept for its name. */
export type Place =
  | {
      readonly kind: 'pod'
      readonly name: string
      readonly addresses: readonly string[]
      readonly node: string
      readonly pod: Pod
    }
  | {
      readonly kind: 'node'
      readonly name: string
      readonly addresses: readonly string[]
      readonly node: string
      readonly pod?: Pod
    }
  | { readonly kind: 'outside'; readonly name: string; readonly addresses: readonly string[] }

export type Located = Place | { readonly kind: 'nowhere'; readonly name: string; readonly obstacle: Obstacle }

export const locate = (state: NetworkState, source: Source): Located => {
  if ('outside' in source) {
    const ip = normalizeAddress(source.outside)
    const name = source.outside
    return ip === undefined ? { kind: 'nowhere', name, obstacle: 'no-such-source' } : { kind: 'outside', name, addresses: [ip] }
  }
  if ('node' in source) {
    const node = state.nodes.get(source.node)
    return node === undefined ? { kind: 'nowhere', name: source.node, obstacle: 'no-such-source' } : atNode(source.node, node)
  }
  const key = keyOf(source.pod.namespace, source.pod.name)
  const pod = state.pods.get(key)
  if (pod === undefined) return { kind: 'nowhere', name: key, obstacle: 'no-such-source' }
  return isPodUp(pod) ? atPod(state, pod) : { kind: 'nowhere', name: key, obstacle: 'source-not-running' }
}

const atNode = (name: string, node: Node): Place => ({ kind: 'node', name, addresses: addressesOfNode(node), node: name })

const atPod = (state: NetworkState, pod: Pod): Place => {
  const name = keyOfObject(pod)
  const node = pod.spec?.nodeName ?? ''
  const addresses = addressesOfPod(pod)
  if (pod.spec?.hostNetwork !== true) return { kind: 'pod', name, addresses, node, pod }
  const host = state.nodes.get(node)
  return { kind: 'node', name, addresses: host === undefined ? addresses : addressesOfNode(host), node, pod }
}

/** The address that the source uses towards a destination: one of the same family. */
export const sourceAddress = (place: Place, destinationIp: string): string | undefined =>
  place.addresses.find((ip) => familyOf(ip) === familyOf(destinationIp))

/** As `sourceAddress`; a node that sends to a Pod has its own address on that link (P14). */
export const departureAddress = (state: NetworkState, place: Place, destinationIp: string): string | undefined => {
  if (place.kind !== 'node' || podAt(state, destinationIp) === undefined) return sourceAddress(place, destinationIp)
  return nodeAddress(state, place.node, destinationIp) ?? sourceAddress(place, destinationIp)
}

/** The node's address towards a destination, or undefined where the snapshot does not hold the node (P14). */
export const nodeAddress = (state: NetworkState, node: string, destinationIp: string): string | undefined => {
  const found = state.nodes.get(node)
  if (found === undefined) return undefined
  const onLink =
    choiceIn(state.facts, 'nodeToPodSource') === 'link-address' ? linkAddress(state, found, destinationIp) : undefined
  return onLink ?? addressesOfNode(found).find((ip) => familyOf(ip) === familyOf(destinationIp))
}

export const hasAddress = (state: NetworkState, node: string, ip: string): boolean => {
  const found = state.nodes.get(node)
  if (found === undefined) return false
  if (addressesOfNode(found).includes(ip)) return true
  return choiceIn(state.facts, 'nodeToPodSource') === 'link-address' && ownAddressesOnLinks(found).includes(ip)
}

/** Towards its own Pods, the gateway's address; towards another node's Pods that of the overlay, if there is one (P14). */
const linkAddress = (state: NetworkState, node: Node, destinationIp: string): string | undefined => {
  const pod = podAt(state, destinationIp)
  if (pod === undefined) return undefined
  const isHere = pod.spec?.nodeName === node.metadata.name
  if (!isHere && state.facts.podNetwork?.plugin !== 'vxlan') return undefined
  const block = podCidrsOf(node).find((cidr) => familyOf(cidr) === familyOf(destinationIp))
  return block === undefined ? undefined : addressInBlock(block, isHere ? 1 : 0)
}

export const podCidrsOf = ({ spec }: Node): readonly string[] =>
  spec?.podCIDRs ?? (spec?.podCIDR === undefined ? [] : [spec.podCIDR])

const onLinks = new WeakMap<Node, readonly string[]>()

const ownAddressesOnLinks = (node: Node): readonly string[] => {
  const known = onLinks.get(node)
  if (known !== undefined) return known
  const addresses = podCidrsOf(node).flatMap((cidr) => [0, 1].flatMap((offset) => addressInBlock(cidr, offset) ?? []))
  onLinks.set(node, addresses)
  return addresses
}
