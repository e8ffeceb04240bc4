/** Why a Pod cannot run on a node, and what the scheduler says of it. @see kubernetes pkg/scheduler/framework/plugins, v1.34 */
import type { Container, Node, Pod, Taint, Toleration } from '../../../kubernetes/generated/types.ts'
import { addResources, type Resources } from '../../../kubernetes/pod-resources.ts'
import { addQuantities, compareQuantities } from '../../../kubernetes/quantity.ts'
import { fitsAffinity } from './node-affinity.ts'
import { requestsOf } from './requests.ts'

/** What the Pods of a node have taken of it. */
export interface NodeLoad {
  readonly pods: number
  /** As hostPortsOf names them. */
  readonly hostPorts: ReadonlySet<string>
  readonly requested: Resources
}

export interface Obstacle {
  /** In the scheduler's words, without the number of nodes. */
  readonly reason: string
  /** Other Pods would have to leave the node for this one. */
  readonly isPreemptible: boolean
}

export const tolerates = (toleration: Toleration, taint: Taint): boolean => {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false
  if ((toleration.key ?? '') === '') return toleration.operator === 'Exists'
  if (toleration.key !== taint.key) return false
  return toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '')
}

const isTolerated = (pod: Pod, taint: Taint): boolean =>
  (pod.spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint))

/** A taint that keeps the Pod off the node. */
export const untolerated = (pod: Pod, node: Node): Taint | undefined =>
  (node.spec?.taints ?? []).find((taint) => taint.effect !== 'PreferNoSchedule' && !isTolerated(pod, taint))

/** What a node is marked with as long as it is cordoned. */
export const UNSCHEDULABLE: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }

/** `TCP/8080` for each port of the node that the Pod takes. */
export const hostPortsOf = (pod: Pod): readonly string[] =>
  (pod.spec?.containers ?? [])
    .flatMap(({ ports = [] }: Container) => ports)
    .flatMap(({ hostPort, protocol = 'TCP' }) => (hostPort === undefined || hostPort === 0 ? [] : [`${protocol}/${hostPort}`]))

const final = (reason: string): readonly Obstacle[] => [{ reason, isPreemptible: false }]

/** The resource that the node has too little of. Nodes that say nothing of their size take any Pod. */
function lacking({ status }: Node, pod: Pod, { pods, requested }: NodeLoad): readonly Obstacle[] {
  const size = status?.allocatable
  if (size === undefined) return []
  const most = size['pods']
  const crowded = most !== undefined && compareQuantities(String(pods + 1), most) > 0
  const lacks = Object.entries(requestsOf(pod)).flatMap(([resource, amount]) => {
    const allocatable = size[resource] ?? '0'
    if (compareQuantities(amount, '0') <= 0) return []
    const isLacking = compareQuantities(addQuantities(amount, requested[resource] ?? '0'), allocatable) > 0
    // What the node could not give if it were empty, no other Pod has taken from it.
    return isLacking ? [{ reason: `Insufficient ${resource}`, isPreemptible: compareQuantities(amount, allocatable) <= 0 }] : []
  })
  return [...(crowded ? [{ reason: 'Too many pods', isPreemptible: true }] : []), ...lacks]
}

/** Why the Pod cannot run on the node: all that the first of the scheduler's questions to fail has to say; nothing where it can. */
export function obstaclesOn(node: Node, pod: Pod, load: NodeLoad): readonly Obstacle[] {
  if (node.spec?.unschedulable === true && !isTolerated(pod, UNSCHEDULABLE)) return final('node(s) were unschedulable')
  if (untolerated(pod, node) !== undefined) return final('node(s) had untolerated taint(s)')
  if (!fitsAffinity(pod, node)) return final("node(s) didn't match Pod's node affinity/selector")
  if (hostPortsOf(pod).some((port) => load.hostPorts.has(port)))
    return [{ reason: "node(s) didn't have free ports for the requested pod ports", isPreemptible: true }]
  return lacking(node, pod, load)
}

/** Taints that would rather keep the Pod off the node. */
const reluctance = (pod: Pod, node: Node): number =>
  (node.spec?.taints ?? []).filter((taint) => taint.effect === 'PreferNoSchedule' && !isTolerated(pod, taint)).length

/** Which of two nodes that take the Pod comes first: the one with fewer taints against it, the more wanted, the emptier one. */
export const compareNodes = (
  pod: Pod,
  preference: (node: Node) => number,
  a: { readonly node: Node; readonly count: number },
  b: { readonly node: Node; readonly count: number },
): number => reluctance(pod, a.node) - reluctance(pod, b.node) || preference(b.node) - preference(a.node) || a.count - b.count

/** What the Pods of a node have taken, as far as it matters to the Pod. */
export const loadFor = (pod: Pod, others: readonly Pod[]): NodeLoad => ({
  pods: others.length,
  hostPorts: new Set(hostPortsOf(pod).length === 0 ? [] : others.flatMap(hostPortsOf)),
  requested: Object.keys(requestsOf(pod)).length === 0 ? {} : others.map(requestsOf).reduce(addResources, {}),
})

export const NO_VICTIMS = 'No preemption victims found for incoming pod'
export const NOT_HELPFUL = 'Preemption is not helpful for scheduling'

/** Reasons of nodes, each with the number of nodes that have it. */
export function tellReasons(nodes: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>()
  for (const reason of nodes.flat()) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
  return `0/${nodes.length} nodes are available: ${reasons.join(', ')}.`
}

const hasOnlyPreemptible = (obstacles: readonly Obstacle[]): boolean => obstacles.every(({ isPreemptible }) => isPreemptible)

/** What the scheduler says where no Pod could leave for another. */
const withoutVictims = (nodes: readonly (readonly Obstacle[])[]): string =>
  tellReasons(nodes.map((obstacles) => [hasOnlyPreemptible(obstacles) ? NO_VICTIMS : NOT_HELPFUL]))

/**
 * What the scheduler says of a Pod that no node takes, given why each one does not. `preemption`: why nobody leaves for it; empty where
 * others do.
 */
export function failureMessage(nodes: readonly (readonly Obstacle[])[], preemption = withoutVictims(nodes)): string {
  if (nodes.length === 0) return 'no nodes available to schedule pods'
  const told = tellReasons(nodes.map((obstacles) => obstacles.map(({ reason }) => reason)))
  return preemption === '' ? told : `${told} no new claims to deallocate, preemption: ${preemption}`
}
