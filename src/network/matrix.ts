/** Who reaches whom: every running Pod against every other on one port. Pods that nothing tells apart are asked once. */
import type { Pod } from '../kubernetes/generated/types.ts'
import { blockContains, familyOf, parseAddress, type AddressBlock } from './address.ts'
import type { NamespacedName, Protocol, Snapshot, Verdict } from './model.ts'
import { connectToAddress } from './path/connect-address.ts'
import { policiesOf } from './policy/compile.ts'
import { containersOf } from './service/derive-endpoints.ts'
import { addressesOfPod, factsOf, indexSnapshot, isPodUp, keyOfObject, nameOf, type NetworkState } from './state.ts'

export interface MatrixQuestion {
  readonly port: number
  /** TCP where absent. */
  readonly protocol?: Protocol
  /** All where absent. */
  readonly namespaces?: readonly string[]
}

export interface Matrix {
  readonly question: MatrixQuestion
  /** Running Pods in the snapshot's order: rows are sources, columns destinations. */
  readonly pods: readonly NamespacedName[]
  /** By Pod: the number of its group. Pods of one group get the same answers. */
  readonly groups: readonly number[]
  /** By source group and destination group, for two different Pods; undefined within a group of one. */
  readonly between: readonly (readonly (Verdict | undefined)[])[]
  /** By Pod: what it gets from itself. */
  readonly itself: readonly Verdict[]
}

/** What the Pod of one row gets from the Pod of one column. */
export const verdictAt = ({ groups, between, itself }: Matrix, row: number, column: number): Verdict =>
  (row === column ? itself[row] : between[groups[row] ?? 0]?.[groups[column] ?? 0]) ?? 'unreachable'

/** Asks Pods by their own addresses. Questions asked: groups squared, and one for each Pod. */
export const connectAll = (snapshot: Snapshot, question: MatrixQuestion): Matrix => {
  const state = indexSnapshot(snapshot)
  const { namespaces } = question
  const up = [...state.pods.values()].filter(isPodUp)
  const pods = namespaces === undefined ? up : up.filter((pod) => namespaces.includes(nameOf(pod).namespace))
  const { groups, members } = groupPods(state, pods)
  const ask = (from: Pod, to: Pod): Verdict => verdictOf(state, from, to, question)
  return {
    question,
    pods: pods.map(nameOf),
    groups,
    between: members.map(([source], row) =>
      members.map(([first, second], column) => {
        const destination = row === column ? second : first
        return source === undefined || destination === undefined ? undefined : ask(source, destination)
      }),
    ),
    itself: pods.map((pod) => ask(pod, pod)),
  }
}

const verdictOf = (state: NetworkState, from: Pod, to: Pod, { port, protocol = 'TCP' }: MatrixQuestion): Verdict =>
  connectToAddress(state, { pod: nameOf(from) }, { ip: addressesOfPod(to)[0] ?? '', port, protocol }).outcomes[0]?.verdict ??
  'unreachable'

interface Groups {
  readonly groups: readonly number[]
  readonly members: readonly (readonly Pod[])[]
}

const groupPods = (state: NetworkState, pods: readonly Pod[]): Groups => {
  const numbers = new Map<string, number>()
  const members: Pod[][] = []
  const keyOfPod = createKey(state)
  const groups = pods.map((pod) => {
    const key = keyOfPod(pod)
    const known = numbers.get(key)
    const number = known ?? members.length
    if (known === undefined) {
      numbers.set(key, number)
      members.push([])
    }
    members[number]?.push(pod)
    return number
  })
  return { groups, members }
}

/** Everything by which policies, addresses and processes can tell Pods apart: equal keys, equal answers. */
const createKey = (state: NetworkState): ((pod: Pod) => string) => {
  const blocks = blocksIn(state)
  return (pod) => {
    const addresses = addressesOfPod(pod)
    const { spec } = pod
    // Its node's address, or one that something else has too: such a Pod is like no other.
    const isOdd = addresses.some((ip) => state.servicesByIp.has(ip) || (state.podsByIp.get(ip)?.length ?? 0) > 1)
    if (spec?.hostNetwork === true || isOdd) return `only ${keyOfObject(pod)}`
    const { listeners, complete } = factsOf(state, pod)
    return JSON.stringify([
      pod.metadata.namespace,
      Object.entries(pod.metadata.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
      containersOf(pod).flatMap(({ ports = [] }) =>
        ports.map(({ name, containerPort, protocol }) => [name, containerPort, protocol]),
      ),
      state.nodes.has(spec?.nodeName ?? ''),
      complete,
      listeners.map(({ protocol, port, address }) => [protocol, port, address]),
      addresses.map((ip) => [familyOf(ip), inside(blocks, ip)]),
    ])
  }
}

const inside = (blocks: readonly AddressBlock[], ip: string): string => {
  const bytes = parseAddress(ip)
  return bytes === undefined ? '' : blocks.map((block) => (blockContains(block, bytes) ? '1' : '0')).join('')
}

/** Every block and exception that some policy names. */
const blocksIn = (state: NetworkState): readonly AddressBlock[] =>
  policiesOf(state).all.flatMap(({ rules }) =>
    [...rules.ingress, ...rules.egress].flatMap(({ peers = [] }) =>
      peers.flatMap((peer) =>
        peer.kind === 'block' ? [...(peer.block === undefined ? [] : [peer.block]), ...peer.except] : [],
      ),
    ),
  )
