/** Addresses of Pods: each node hands out those of its own ranges, in turn, as the host-local plugin does. */
import type { Node } from '../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import { addressInBlock, familyOf, offsetInBlock, sizeOfBlock } from '../../network/address.ts'
import { podCidrsOf } from '../../network/path/place.ts'
import { addressesOfPod } from '../../network/state.ts'
import type { Index, Store, StoredObject } from '../store/store.ts'

/** The first address of a range belongs to the node's bridge. */
export const FIRST_HOST = 2
/** Nobody has more Pods than this on a node. */
const MAX_HOST = 0xffff

export interface PodAddresses {
  /** Addresses that nobody has, one of each of the node's ranges; empty where one of them has none left. */
  allocate(nodeName: string): readonly string[]
  release(ip: string): void
}

/** The offset of a range's last address for Pods: IPv4 keeps one for broadcasts. */
export const lastHostOf = (cidr: string): number => Math.min(sizeOfBlock(cidr) - (familyOf(cidr) === 'IPv4' ? 2 : 1), MAX_HOST)

/** The addresses that a kubelet reports as its node's: the first internal one of each family. */
export const hostIpsOf = ({ status }: Node): readonly string[] => {
  const internal = (status?.addresses ?? []).flatMap(({ type, address }) => (type === 'InternalIP' ? [address] : []))
  return internal.filter((ip, index) => internal.findIndex((other) => familyOf(other) === familyOf(ip)) === index)
}

const addressesOf = (pod: StoredObject): readonly string[] => (isPod(pod) ? addressesOfPod(pod) : [])

const PODS_BY_ADDRESS: Index = { resource: 'pods', keysOf: addressesOf }

export function createPodAddresses(store: Store): PodAddresses {
  const last = new Map<string, number>()
  const held = new Set<string>()
  const isTaken = (ip: string): boolean => held.has(ip) || store.indexed(PODS_BY_ADDRESS, ip).length > 0
  // An address is not given again at once: turns begin behind the highest that is held as the node starts.
  const heldAtStart = store.list('pods').flatMap(addressesOf)
  const start = (cidr: string): number =>
    Math.max(FIRST_HOST - 1, ...heldAtStart.flatMap((ip) => offsetInBlock(cidr, ip) ?? []))
  const takeFrom = (cidr: string): string | undefined => {
    const lastHost = lastHostOf(cidr)
    let host = last.get(cidr) ?? start(cidr)
    for (let tries = 0; tries <= lastHost; tries++) {
      host = host >= lastHost ? FIRST_HOST : host + 1
      const ip = addressInBlock(cidr, host)
      if (ip === undefined || isTaken(ip)) continue
      last.set(cidr, host)
      return ip
    }
    return undefined
  }
  return {
    allocate: (nodeName) => {
      const node = store.get('nodes', undefined, nodeName)
      const cidrs = node !== undefined && isNode(node) ? podCidrsOf(node) : []
      const ips = cidrs.flatMap((cidr) => takeFrom(cidr) ?? [])
      if (ips.length < cidrs.length) return []
      for (const ip of ips) held.add(ip)
      return ips
    },
    release: (ip) => held.delete(ip),
  }
}
