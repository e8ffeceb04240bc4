/** Who reaches whom: every running Pod against every other on one port. Pods that nothing tells apart are asked once. */
import type { Pod } from '../kubernetes/generated/types.ts'
import { blockContains, familyOf, parseAddress, type AddressBlock } from './address.ts'
import type { NamespacedName, Protocol, Snapshot, Verdict } from './model.ts'
import { connectToAddress } from './path/connect-address.ts'
import { listenInPod } from './path/listener-hop.ts'
import { choiceIn } from './choices.ts'
import { blocksOfRules, policiesOf, rulesOfAll } from './policy/compile.ts'
import { policyPodOf } from './policy/policy-hop.ts'
import { createReach } from './policy/reach.ts'
import type { ReachMember } from './policy/rule-rows.ts'
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
  const plain = plainVerdicts(state, members, question)
  return {
    question,
    pods: pods.map(nameOf),
    groups,
    between: members.map(([source], row) =>
      members.map(([first, second], column) => {
        const destination = row === column ? second : first
        if (source === undefined || destination === undefined) return undefined
        return plain(row, column) ?? ask(source, destination)
      }),
    ),
    itself: pods.map((pod) => ask(pod, pod)),
  }
}

const verdictOf = (state: NetworkState, from: Pod, to: Pod, { port, protocol = 'TCP' }: MatrixQuestion): Verdict =>
  connectToAddress(state, { pod: nameOf(from) }, { ip: addressesOfPod(to)[0] ?? '', port, protocol }).outcomes[0]?.verdict ??
  'unreachable'

/**
 * Verdicts between groups whose Pods have addresses of their own and one family in common: policies at both ends, then the
 * process. Undefined for all others, which `connectToAddress` has to be asked about.
 */
const plainVerdicts = (
  state: NetworkState,
  members: readonly (readonly Pod[])[],
  { port, protocol = 'TCP' }: MatrixQuestion,
): ((source: number, destination: number) => Verdict | undefined) => {
  const ends = members.map(([pod]) => (pod === undefined ? undefined : plainEnd(state, pod)))
  const reachable = ends.flatMap((end, index) => (end === undefined ? [] : [{ end, index }]))
  const places = new Map(reachable.map(({ index }, place) => [index, place]))
  const { policiesEnforced, ipBlocksMatchPods } = state.facts
  const reach = policiesEnforced
    ? createReach(
        policiesOf(state),
        reachable.map(({ end }) => end.member),
        { port, protocol, ipBlocksMatchPods, equalPriority: choiceIn(state.facts, 'equalPriority') },
      )
    : () => true
  const answers = ends.map((end) => {
    const { ip = '' } = end?.member ?? {}
    const packet = { sourceIp: ip, destinationIp: ip, destinationPort: port, protocol }
    return end === undefined ? undefined : listenInPod(state, end.pod, packet).verdict
  })
  return (source, destination) => {
    const [from, to] = [places.get(source), places.get(destination)]
    if (from === undefined || to === undefined || ends[source]?.family !== ends[destination]?.family) return undefined
    return reach(from, to) ? answers[destination] : 'timed-out'
  }
}

interface PlainEnd {
  readonly pod: Pod
  readonly member: ReachMember
  readonly family: string
}

/** A running Pod of a known node, with one address that is its alone. */
const plainEnd = (state: NetworkState, pod: Pod): PlainEnd | undefined => {
  const addresses = addressesOfPod(pod)
  const [ip = ''] = addresses
  const bytes = parseAddress(ip)
  if (isOdd(state, pod) || addresses.length !== 1 || bytes === undefined || !state.nodes.has(pod.spec?.nodeName ?? ''))
    return undefined
  return { pod, member: { ip, bytes, pod: policyPodOf(state, pod) }, family: familyOf(ip) }
}

/** Its node's address, or one that something else has too: such a Pod is like no other. */
const isOdd = (state: NetworkState, pod: Pod): boolean =>
  pod.spec?.hostNetwork === true ||
  addressesOfPod(pod).some((ip) => state.servicesByIp.has(ip) || (state.podsByIp.get(ip)?.length ?? 0) > 1)

interface Groups {
  readonly groups: readonly number[]
  readonly members: readonly (readonly Pod[])[]
}

const groupPods = (state: NetworkState, pods: readonly Pod[]): Groups => {
  const numbers = new Map<string, number>()
  const members: Pod[][] = []
  const keyOfPod = createKey(state, pods)
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
const createKey = (state: NetworkState, pods: readonly Pod[]): ((pod: Pod) => string) => {
  // To a Pod that uses its node's network, the Pods of that node are others than the rest (N25).
  const nodesMatter = pods.some((pod) => isOdd(state, pod))
  const blocks = blocksOfRules(rulesOfAll(policiesOf(state)))
  return (pod) => {
    const addresses = addressesOfPod(pod)
    if (isOdd(state, pod)) return `only ${keyOfObject(pod)}`
    const { listeners, complete } = factsOf(state, pod)
    return JSON.stringify([
      pod.metadata.namespace,
      Object.entries(pod.metadata.labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
      containersOf(pod).flatMap(({ ports = [] }) =>
        ports.map(({ name, containerPort, protocol }) => [name, containerPort, protocol]),
      ),
      nodesMatter ? pod.spec?.nodeName : state.nodes.has(pod.spec?.nodeName ?? ''),
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
