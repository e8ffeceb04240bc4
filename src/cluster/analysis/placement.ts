/** Nodes and addresses for many Pods at once, by the rules of the scheduler and of the nodes' address plugin. */
import type { Node, Pod } from '../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import { addressInBlock, familyOf, offsetInBlock, sizeOfBlock } from '../../network/address.ts'
import { podCidrsOf } from '../../network/path/place.ts'
import { addressesOfPod } from '../../network/state.ts'
import { isPodActive } from '../controllers/owners.ts'
import { hasAffinity, neighbourObstacles, preferenceAmong } from '../controllers/scheduling/neighbours.ts'
import {
  compareNodes,
  failureMessage,
  hostPortsOf,
  obstaclesOn,
  type NodeLoad,
  type Obstacle,
} from '../controllers/scheduling/obstacles.ts'
import type { Neighbourhood } from '../controllers/scheduling/occupied.ts'
import { isWaiting } from '../controllers/scheduling/waiting.ts'
import { FIRST_HOST, lastHostOf } from '../nodes/pod-addresses.ts'
import type { Store } from '../store/store.ts'

export interface Placement {
  /** The least loaded node that takes the Pod, or the Pod's own; undefined where none does. */
  place(pod: Pod): Node | undefined
  /** Why no node takes a Pod, in the scheduler's words. */
  refusalOf(pod: Pod): string
  /** Addresses that nobody has, one of each family that Pods have: of the node's own ranges first, then of the cluster's. */
  addressesOn(node: Node): readonly string[]
}

interface Load {
  readonly node: Node
  count: number
  readonly hostPorts: Set<string>
  readonly pods: Pod[]
  /** Those with affinity to others, or anti-affinity. */
  readonly affine: Pod[]
}

/** Manifests say how large a Pod is, not how large the nodes are: each Pod has them for itself. */
const asked = ({ hostPorts }: Load): NodeLoad => ({ pods: 0, hostPorts, requested: {} })

type TakeFrom = (cidr: string, from: number, to: number) => string | undefined

/** Takes addresses of a range in turn, none twice. */
function createTaking(taken: ReadonlySet<string>): TakeFrom {
  const given = new Set(taken)
  const next = new Map<string, number>()
  return (cidr, from, to) => {
    const key = `${cidr} ${from}`
    for (let host = next.get(key) ?? from; host <= to; host++) {
      const ip = addressInBlock(cidr, host)
      next.set(key, host + 1)
      if (ip === undefined || given.has(ip)) continue
      given.add(ip)
      return ip
    }
    return undefined
  }
}

/** What a range holds that belongs to no node, as first and last offsets. */
const gapsIn = (cidr: string, ofNodes: readonly string[]): readonly (readonly [number, number])[] => {
  const owned = ofNodes
    .flatMap((own) => {
      const from = offsetInBlock(cidr, own.split('/')[0] ?? '')
      return from === undefined ? [] : [[from, from + sizeOfBlock(own) - 1] as const]
    })
    .toSorted(([one], [other]) => one - other)
  const starts = [FIRST_HOST, ...owned.map(([, last]) => last + 1)]
  const ends = [...owned.map(([first]) => first - 1), sizeOfBlock(cidr) - 2]
  return starts.map((from, index) => [from, ends[index] ?? from] as const).filter(([from, to]) => from <= to)
}

function createAddresses(
  taken: ReadonlySet<string>,
  nodes: readonly Node[],
  podCidrs: readonly string[],
): Placement['addressesOn'] {
  const takeFrom = createTaking(taken)
  const ofNodes = nodes.flatMap(podCidrsOf)
  const gaps = podCidrs.map((cidr) => ({ cidr, free: gapsIn(cidr, ofNodes) }))
  const fromGaps = (family: string): string | undefined => {
    for (const { cidr, free } of gaps) {
      if (familyOf(cidr) !== family) continue
      for (const [from, to] of free) {
        const ip = takeFrom(cidr, from, to)
        if (ip !== undefined) return ip
      }
    }
    return undefined
  }
  const families = [...new Set(podCidrs.map(familyOf))]
  return (node) =>
    families.flatMap((family) => {
      const own = podCidrsOf(node).find((cidr) => familyOf(cidr) === family)
      return (own === undefined ? undefined : takeFrom(own, FIRST_HOST, lastHostOf(own))) ?? fromGaps(family) ?? []
    })
}

export function createPlacement(store: Store, podCidrs: readonly string[]): Placement {
  const pods = store.list('pods').filter(isPod)
  const nodes = store.list('nodes').filter(isNode)
  const loads = new Map(
    nodes.map((node): [string, Load] => [
      node.metadata.name ?? '',
      { node, count: 0, hostPorts: new Set(), pods: [], affine: [] },
    ]),
  )
  const note = (pod: Pod, load: Load | undefined): void => {
    if (load === undefined) return
    load.count += 1
    load.pods.push(pod)
    if (hasAffinity(pod)) load.affine.push(pod)
    for (const port of hostPortsOf(pod)) load.hostPorts.add(port)
  }
  for (const pod of pods) if (isPodActive(pod)) note(pod, loads.get(pod.spec?.nodeName ?? ''))
  const taken = new Set(pods.flatMap(addressesOfPod))
  const neighbourhood = (): Neighbourhood => ({
    places: [...loads.values()],
    labelsOf: (namespace) => store.get('namespaces', undefined, namespace)?.metadata.labels,
    affine: [...loads.values()].map(({ node, affine }) => ({ node, pods: affine })),
  })
  const createObstacles = (pod: Pod): ((load: Load) => readonly Obstacle[]) => {
    const byNeighbours = neighbourObstacles(pod, neighbourhood())
    return (load) => {
      const found = obstaclesOn(load.node, pod, asked(load))
      return found.length > 0 ? found : byNeighbours(load.node)
    }
  }
  return {
    place: (pod) => {
      const bound = pod.spec?.nodeName ?? ''
      if (bound !== '') {
        if (pod.metadata.resourceVersion === undefined) note(pod, loads.get(bound))
        return loads.get(bound)?.node
      }
      if (!isWaiting(pod)) return undefined
      const preference = preferenceAmong(pod, neighbourhood())
      const obstaclesAt = createObstacles(pod)
      let best: Load | undefined
      for (const load of loads.values())
        if ((best === undefined || compareNodes(pod, preference, load, best) < 0) && obstaclesAt(load).length === 0) best = load
      note(pod, best)
      return best?.node
    },
    refusalOf: (pod) => failureMessage([...loads.values()].map(createObstacles(pod))),
    addressesOn: createAddresses(taken, nodes, podCidrs),
  }
}
