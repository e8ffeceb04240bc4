/** Which Pods of lower priority leave a node so that a Pod can run there. @see kubernetes pkg/scheduler/framework/preemption, v1.34 */
import type { Node, Pod, PodDisruptionBudget } from '../../../kubernetes/generated/types.ts'
import { hasAffinity, neighbourObstacles } from './neighbours.ts'
import { loadFor, NO_VICTIMS, NOT_HELPFUL, obstaclesOn, tellReasons, type Obstacle } from './obstacles.ts'
import type { Neighbourhood, Occupied } from './occupied.ts'
import { protectedAmong } from './protected-pods.ts'

/** A node that does not take the Pod as it is. */
export interface TriedNode extends Occupied {
  /** Its Pods are all that have not ended, those that are about to included. */
  readonly obstacles: readonly Obstacle[]
}

export type Preemption =
  | { readonly kind: 'nominated'; readonly node: Node; readonly victims: readonly Pod[] }
  /** Nobody leaves; `why` is what the scheduler says of it. */
  | { readonly kind: 'futile'; readonly why: string }

export const priorityOf = ({ spec }: Pod): number => spec?.priority ?? 0

/** Whether some of the others could be made to leave for the Pod, were there reason to. */
export const mayPreempt = (pod: Pod, others: readonly Pod[]): boolean =>
  pod.spec?.preemptionPolicy !== 'Never' && others.some((other) => priorityOf(other) < priorityOf(pod))

/** The more important first: by priority, then by age. */
export const byImportance = (a: Pod, b: Pod): number => priorityOf(b) - priorityOf(a) || startOf(a).localeCompare(startOf(b))

const startOf = ({ status, metadata }: Pod): string => status?.startTime ?? metadata.creationTimestamp ?? ''

/** Why the Pod cannot run on the node where others are left there. */
type ObstaclesWith = (node: Node, pods: readonly Pod[]) => readonly Obstacle[]

interface Among {
  readonly obstaclesWith: ObstaclesWith
  readonly budgets: readonly PodDisruptionBudget[]
}

interface Trial {
  readonly pod: Pod
  readonly tried: readonly TriedNode[]
  readonly neighbourhood: Neighbourhood
}

const obstaclesAmong = ({ pod, tried, neighbourhood }: Trial, node: Node, pods: readonly Pod[]): readonly Obstacle[] => {
  const put = (place: Occupied, left: readonly Pod[]): Occupied => (place.node === node ? { node, pods: left } : place)
  const places = tried.map((place) => put(place, pods))
  const affine = neighbourhood.affine.map((place) => put(place, pods.filter(hasAffinity)))
  return [...obstaclesOn(node, pod, loadFor(pod, pods)), ...neighbourObstacles(pod, { ...neighbourhood, places, affine })(node)]
}

interface Victims {
  readonly node: Node
  /** The most important first. */
  readonly victims: readonly Pod[]
  /** How many of them a budget protects. */
  readonly violations: number
}

type Plan = Victims | readonly string[]

/**
 * Whom one node would have to lose: as few as possible; whom a budget protects stays first, and then the most important. Reasons where that
 * would not help.
 */
function planFor(pod: Pod, { node, pods, obstacles }: TriedNode, { obstaclesWith, budgets }: Among): Plan {
  if (!obstacles.every(({ isPreemptible }) => isPreemptible)) return [NOT_HELPFUL]
  const lesser = pods.filter((other) => priorityOf(other) < priorityOf(pod)).sort(byImportance)
  if (lesser.length === 0) return [NO_VICTIMS]
  let kept = pods.filter((other) => !lesser.includes(other))
  const left = obstaclesWith(node, kept)
  if (left.length > 0) return left.map(({ reason }) => reason)
  const protectedPods = protectedAmong(lesser, budgets)
  const victims: Pod[] = []
  for (const one of [...protectedPods, ...lesser.filter((other) => !protectedPods.has(other))]) {
    if (obstaclesWith(node, [...kept, one]).length === 0) kept = [...kept, one]
    else victims.push(one)
  }
  const violations = victims.filter((one) => protectedPods.has(one)).length
  return { node, victims: victims.sort(byImportance), violations }
}

const isReasons = (plan: Plan): plan is readonly string[] => Array.isArray(plan)

const highest = (victims: readonly Pod[]): number => Math.max(-Infinity, ...victims.map(priorityOf))

/** Makes the lowest priority that there is count for something: each Pod more is a loss. */
const ABOVE_LOWEST = 2 ** 31

const total = (victims: readonly Pod[]): number => victims.reduce((sum, one) => sum + priorityOf(one) + ABOVE_LOWEST, 0)

/** When the first of the most important victims started. */
const firstStart = (victims: readonly Pod[]): string => {
  const starts = victims.filter((one) => priorityOf(one) === highest(victims)).map(startOf)
  return starts.sort()[0] ?? ''
}

/** The node that loses least comes first. */
const byLoss = ({ victims: a, violations }: Victims, { victims: b, violations: others }: Victims): number =>
  violations - others ||
  highest(a) - highest(b) ||
  total(a) - total(b) ||
  a.length - b.length ||
  firstStart(b).localeCompare(firstStart(a))

/** Budgets are kept where that is possible, and no longer. */
export function choosePreemption(
  pod: Pod,
  tried: readonly TriedNode[],
  { neighbourhood, budgets }: { readonly neighbourhood: Neighbourhood; readonly budgets: readonly PodDisruptionBudget[] },
): Preemption {
  const futile = (why: string): Preemption => ({ kind: 'futile', why })
  if (pod.spec?.preemptionPolicy === 'Never') return futile('not eligible due to preemptionPolicy=Never.')
  const nominated = tried.find(({ node }) => node.metadata.name === pod.status?.nominatedNodeName)
  const isLeaving = (other: Pod): boolean =>
    other.metadata.deletionTimestamp !== undefined && priorityOf(other) < priorityOf(pod)
  if (nominated?.pods.some(isLeaving) === true) return futile('not eligible due to a terminating pod on the nominated node.')
  const trial = { pod, tried, neighbourhood }
  const obstaclesWith: ObstaclesWith = (node, pods) => obstaclesAmong(trial, node, pods)
  const plans = tried.map((one) => planFor(pod, one, { obstaclesWith, budgets }))
  const [best] = plans.flatMap((plan): Victims[] => (isReasons(plan) ? [] : [plan])).sort(byLoss)
  if (best !== undefined) return { kind: 'nominated', node: best.node, victims: best.victims }
  return futile(tellReasons(plans.map((plan) => (isReasons(plan) ? plan : []))))
}
