/** Nodes and addresses for many Pods at once, by the rules of the scheduler and of the nodes' address plugin. */
import type { Node, Pod } from '../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import { familyOf } from '../../network/address.ts'
import { isPodActive } from '../controllers/owners.ts'
import { hostPortsOf, isWaiting, obstacleOn } from '../controllers/scheduler.ts'
import type { Store } from '../store/store.ts'

export interface Placement {
  /** The least loaded node that takes the Pod, or the Pod's own; undefined where none does. */
  place(pod: Pod): Node | undefined
  /** An address that nobody has: of the node's own range first, then of the cluster's. */
  addressOn(node: Node): string | undefined
}

interface Load {
  readonly node: Node
  count: number
  readonly hostPorts: Set<string>
}

const FIRST_HOST = 2
const LAST_HOST = 254
const PREFIX = /^(\d+\.\d+\.\d+)\.\d+\/24$/u

function createAddresses(taken: ReadonlySet<string>, prefixes: readonly string[]): Placement['addressOn'] {
  const given = new Set(taken)
  const next = new Map<string, number>()
  const fromRange = (prefix: string): string | undefined => {
    for (let host = next.get(prefix) ?? FIRST_HOST; host <= LAST_HOST; host++) {
      const ip = `${prefix}.${host}`
      next.set(prefix, host + 1)
      if (given.has(ip)) continue
      given.add(ip)
      return ip
    }
    return undefined
  }
  const others = Array.from({ length: 256 }, (_, index) => `10.244.${index}`).filter((prefix) => !prefixes.includes(prefix))
  return (node) => {
    const own = PREFIX.exec(node.spec?.podCIDR ?? '')?.[1]
    const ip = own === undefined ? undefined : fromRange(own)
    if (ip !== undefined) return ip
    for (let other = others[0]; other !== undefined; other = others[0]) {
      const found = fromRange(other)
      if (found !== undefined) return found
      others.shift()
    }
    return undefined
  }
}

export function createPlacement(store: Store): Placement {
  const pods = store.list('pods').filter(isPod)
  const nodes = store.list('nodes').filter(isNode)
  const loads = new Map(
    nodes.map((node): [string, Load] => [node.metadata.name ?? '', { node, count: 0, hostPorts: new Set() }]),
  )
  const note = (pod: Pod, load: Load | undefined): void => {
    if (load === undefined) return
    load.count += 1
    for (const port of hostPortsOf(pod)) load.hostPorts.add(port)
  }
  for (const pod of pods) if (isPodActive(pod)) note(pod, loads.get(pod.spec?.nodeName ?? ''))
  const taken = new Set(pods.flatMap(({ status }) => status?.podIP ?? []))
  const prefixes = nodes.flatMap(({ spec }) => PREFIX.exec(spec?.podCIDR ?? '')?.[1] ?? [])
  return {
    place: (pod) => {
      const bound = pod.spec?.nodeName ?? ''
      if (bound !== '') {
        if (pod.metadata.resourceVersion === undefined) note(pod, loads.get(bound))
        return loads.get(bound)?.node
      }
      if (!isWaiting(pod)) return undefined
      let best: Load | undefined
      for (const load of loads.values())
        if ((best === undefined || load.count < best.count) && obstacleOn(load.node, pod, load.hostPorts) === undefined)
          best = load
      note(pod, best)
      return best?.node
    },
    addressOn: createAddresses(taken, prefixes),
  }
}

/** The node's address for Pods that use its network. */
export const hostIpOf = (node: Node): string | undefined =>
  node.status?.addresses?.find(({ type, address }) => type === 'InternalIP' && familyOf(address) === 'IPv4')?.address ??
  node.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
