/** Addresses of Pods: each node hands out those of its own range, in turn, as the host-local plugin does. */
import type { Node, Pod } from '../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import type { Store } from '../store/store.ts'

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

export function createPodAddresses(store: Store): PodAddresses {
  const last = new Map<string, number>()
  const held = new Set<string>()
  const used = (): ReadonlySet<string> =>
    new Set(
      store
        .list('pods')
        .filter(isPod)
        .flatMap(({ status }: Pod) => (status?.podIP === undefined ? [] : [status.podIP])),
    )
  // An address is not given again at once: turns begin behind the highest that is held as the node starts.
  const heldAtStart = [...used()]
  const start = (prefix: string): number => {
    const hosts = heldAtStart.filter((ip) => ip.startsWith(`${prefix}.`)).map((ip) => Number(ip.slice(prefix.length + 1)))
    return Math.max(FIRST_HOST - 1, ...hosts)
  }
  return {
    allocate: (nodeName) => {
      const node = store.get('nodes', undefined, nodeName)
      const prefix = prefixOf(node !== undefined && isNode(node) ? node : undefined)
      if (prefix === undefined) return undefined
      const taken = used()
      let host = last.get(prefix) ?? start(prefix)
      for (let tries = 0; tries <= LAST_HOST; tries++) {
        host = host >= LAST_HOST ? FIRST_HOST : host + 1
        const ip = `${prefix}.${host}`
        if (taken.has(ip) || held.has(ip)) continue
        last.set(prefix, host)
        held.add(ip)
        return ip
      }
      return undefined
    },
    release: (ip) => held.delete(ip),
  }
}
