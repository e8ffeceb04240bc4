/** Addresses of Pods: each node hands out those of its own range, in turn, as the host-local plugin does. */
import type { Node } from '../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import type { Index, Store, StoredObject } from '../store/store.ts'

/** The first address of a range belongs to the node's bridge. */
const FIRST_HOST = 2
const LAST_HOST = 254

export interface PodAddresses {
  /** An address that nobody has; undefined where the node has none left. */
  allocate(nodeName: string): string | undefined
  release(ip: string): void
}

const prefixOf = (node: Node | undefined): string | undefined =>
  /^(\d+\.\d+\.\d+)\.\d+\/24$/u.exec(node?.spec?.podCIDR ?? '')?.[1]

const addressesOf = (pod: StoredObject): readonly string[] =>
  isPod(pod) && pod.status?.podIP !== undefined ? [pod.status.podIP] : []

const PODS_BY_ADDRESS: Index = { resource: 'pods', keysOf: addressesOf }

export function createPodAddresses(store: Store): PodAddresses {
  const last = new Map<string, number>()
  const held = new Set<string>()
  const isTaken = (ip: string): boolean => held.has(ip) || store.indexed(PODS_BY_ADDRESS, ip).length > 0
  // An address is not given again at once: turns begin behind the highest that is held as the node starts.
  const heldAtStart = store.list('pods').flatMap(addressesOf)
  const start = (prefix: string): number => {
    const hosts = heldAtStart.filter((ip) => ip.startsWith(`${prefix}.`)).map((ip) => Number(ip.slice(prefix.length + 1)))
    return Math.max(FIRST_HOST - 1, ...hosts)
  }
  return {
    allocate: (nodeName) => {
      const node = store.get('nodes', undefined, nodeName)
      const prefix = prefixOf(node !== undefined && isNode(node) ? node : undefined)
      if (prefix === undefined) return undefined
      let host = last.get(prefix) ?? start(prefix)
      for (let tries = 0; tries <= LAST_HOST; tries++) {
        host = host >= LAST_HOST ? FIRST_HOST : host + 1
        const ip = `${prefix}.${host}`
        if (isTaken(ip)) continue
        last.set(prefix, host)
        held.add(ip)
        return ip
      }
      return undefined
    },
    release: (ip) => held.delete(ip),
  }
}
