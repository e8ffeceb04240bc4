/** Who reaches whom: every running Pod against every other on some ports. Pods that nothing tells apart are asked once. */
import type { Pod } from '../kubernetes/generated/types.ts'
import { familyOf, parseAddress } from './address.ts'
import type { NamespacedName, Protocol, Snapshot, Verdict } from './model.ts'
import { connectToAddress } from './path/connect-address.ts'
import { answersOfPod } from './path/listener-hop.ts'
import { choiceIn } from './choices.ts'
import { policiesOf } from './policy/compile.ts'
import { createDescription } from './policy/mentioned.ts'
import { policyPodOf } from './policy/policy-hop.ts'
import { createReach, type Reach } from './policy/reach.ts'
import type { ReachMember } from './policy/rule-rows.ts'
import { addressesOfPod, indexSnapshot, isPodUp, keyOfObject, nameOf, namespaceOf, type NetworkState } from './state.ts'

/** A port that all Pods are asked on. */
export interface MatrixPort {
  /** 1 to 65535. */
  readonly port: number
  /** TCP where absent. */
  readonly protocol?: Protocol
}

/** What `connectAll` is asked. */
export interface MatrixQuestion extends MatrixPort {
  /** Namespaces whose Pods are clients and servers; all where absent. */
  readonly namespaces?: readonly string[]
}

/** Verdicts between all Pods on one port. */
export interface Matrix {
  /** What was asked. */
  readonly question: MatrixQuestion
  /** Running Pods in the snapshot's order: rows are sources, columns destinations. */
  readonly pods: readonly NamespacedName[]
  /** By Pod: the number of its group. Pods of one group get the same answers. */
  readonly groups: readonly number[]
  /** By source group and destination group, for two different Pods. Within a group of one: what another such Pod would get, where that is known. */
  readonly between: readonly (readonly (Verdict | undefined)[])[]
  /** By group: what a Pod gets from itself. */
  readonly itself: readonly Verdict[]
}

/** What the Pod of one row gets from the Pod of one column. */
export const verdictAt = ({ groups, between, itself }: Matrix, row: number, column: number): Verdict => {
  const [from = 0, to = 0] = [groups[row], groups[column]]
  return (row === column ? itself[from] : between[from]?.[to]) ?? 'unreachable'
}

/** Asks Pods by their own addresses. Questions asked: at most groups squared. */
export const connectAll = (snapshot: Snapshot, question: MatrixQuestion): Matrix => {
  const { namespaces, ...port } = question
  const [matrix] = connectOnPorts(snapshot, { ports: [port], ...(namespaces === undefined ? {} : { namespaces }) })
  return matrix ?? { question, pods: [], groups: [], between: [], itself: [] }
}

/** What `connectOnPorts` is asked. */
export interface MatricesQuestion {
  /** Each is asked about on its own. */
  readonly ports: readonly MatrixPort[]
  /** Namespaces whose Pods are clients and servers; all where absent. */
  readonly namespaces?: readonly string[]
}

/** One matrix for each port, in the order given. They have their Pods and groups in common. */
export const connectOnPorts = (snapshot: Snapshot, { ports, namespaces }: MatricesQuestion): readonly Matrix[] => {
  const state = indexSnapshot(snapshot)
  const wanted = namespaces === undefined ? undefined : new Set(namespaces)
  const pods = [...state.pods.values()].filter((pod) => isPodUp(pod) && wanted?.has(namespaceOf(pod)) !== false)
  const asked = ports.map(({ port, protocol = 'TCP' }) => ({ port, protocol }))
  const { groups, members } = groupPods(state, pods, asked)
  const names = pods.map(nameOf)
  const plain = createPlain(state, members)
  return asked.map(({ port, protocol }, index) => {
    const verdict = plain({ port, protocol })
    const ask = (from: Pod, to: Pod): Verdict => verdictOf(state, from, to, { port, protocol })
    return {
      question: { ...ports[index], port, ...(namespaces === undefined ? {} : { namespaces }) },
      pods: names,
      groups,
      between: members.map(([source], row) =>
        members.map(([first, second], column) => {
          const destination = row === column ? second : first
          const known = verdict.between(row, column)
          if (known !== undefined || source === undefined || destination === undefined) return known
          return ask(source, destination)
        }),
      ),
      itself: members.map(([pod], group) => (pod === undefined ? 'unreachable' : (verdict.itself(group) ?? ask(pod, pod)))),
    }
  })
}

type Asked = Required<MatrixPort>

const verdictOf = (state: NetworkState, from: Pod, to: Pod, { port, protocol }: Asked): Verdict =>
  connectToAddress(state, { pod: nameOf(from) }, { ip: addressesOfPod(to)[0] ?? '', port, protocol }).outcomes[0]?.verdict ??
  'unreachable'

/** Undefined for all that `connectToAddress` has to be asked about. */
interface PlainVerdicts {
  between(source: number, destination: number): Verdict | undefined
  /** No policy stands between a Pod and itself. */
  itself(group: number): Verdict | undefined
}

/**
 * Verdicts between groups whose Pods have addresses of their own and one family in common: policies at both ends, then the
 * process.
 */
const createPlain = (state: NetworkState, members: readonly (readonly Pod[])[]): ((asked: Asked) => PlainVerdicts) => {
  const ends = members.map(([pod]) => (pod === undefined ? undefined : plainEnd(state, pod)))
  const processes = ends.map((end) => (end === undefined ? undefined : listening(state, end.pod, end.member.ip)))
  const reachable = ends.flatMap((end, index) => (end === undefined ? [] : [{ end, index }]))
  const places: (number | undefined)[] = ends.map(() => undefined)
  for (const [place, { index }] of reachable.entries()) places[index] = place
  const { policiesEnforced, ipBlocksMatchPods } = state.facts
  const plainMembers = reachable.map(({ end }) => end.member)
  const equalPriority = choiceIn(state.facts, 'equalPriority')
  const reachOn = (asked: Asked): Reach =>
    policiesEnforced ? createReach(policiesOf(state), plainMembers, { ...asked, ipBlocksMatchPods, equalPriority }) : () => true
  return (asked) => {
    const reach = reachOn(asked)
    const answers = processes.map((answer) => answer?.(asked))
    return {
      between: (source, destination) => {
        const [from, to] = [places[source], places[destination]]
        if (from === undefined || to === undefined || ends[source]?.family !== ends[destination]?.family) return undefined
        return reach(from, to) ? answers[destination] : 'timed-out'
      },
      itself: (group) => answers[group],
    }
  }
}

/** What a process of the Pod answers, on one port after another, to what arrives at the Pod's own address. */
const listening = (state: NetworkState, pod: Pod, ip: string): ((asked: Asked) => Verdict) => {
  const answer = answersOfPod(state, pod)
  return ({ port, protocol }) => answer({ sourceIp: ip, destinationIp: ip, destinationPort: port, protocol })
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

const groupPods = (state: NetworkState, pods: readonly Pod[], asked: readonly Asked[]): Groups => {
  const numbers = new Map<string, number>()
  const members: Pod[][] = []
  const keyOfPod = createKey(state, pods, asked)
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
const createKey = (state: NetworkState, pods: readonly Pod[], asked: readonly Asked[]): ((pod: Pod) => string) => {
  // To a Pod that uses its node's network, the Pods of that node are others than the rest (N25).
  const nodesMatter = pods.some((pod) => isOdd(state, pod))
  const describe = createDescription(policiesOf(state))
  return (pod) => {
    if (isOdd(state, pod)) return `only ${keyOfObject(pod)}`
    const addresses = addressesOfPod(pod)
    const node = pod.spec?.nodeName ?? ''
    const bytes = addresses.map(parseAddress).filter((each) => each !== undefined)
    const words = describe(policyPodOf(state, pod), bytes)
    const families = addresses.map(familyOf).join()
    const answers = asked.map(listening(state, pod, addresses[0] ?? '')).join()
    return `${words} ${families} ${nodesMatter ? node : String(state.nodes.has(node))} ${answers}`
  }
}
