/** Which Pods of lower priority leave a node so that a Pod can run there. @see kubernetes pkg/scheduler/framework/preemption, v1.34 */
import type { Node, Pod } from '../../../kubernetes/generated/types.ts'
import { hasAffinity, neighbourObstacles } from './neighbours.ts'
import { loadFor, NO_VICTIMS, NOT_HELPFUL, obstaclesOn, tellReasons, type Obstacle } from './obstacles.ts'
import type { Neighbourhood, Occupied } from './occupied.ts'

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

type Plan = { readonly node: Node; readonly victims: readonly Pod[] } | readonly string[]

/** Whom one node would have to lose: as few as possible, the most important stay first. Reasons where that would not help. */
function planFor(pod: Pod, { node, pods, obstacles }: TriedNode, obstaclesWith: ObstaclesWith): Plan {
  if (!obstacles.every(({ isPreemptible }) => isPreemptible)) return [NOT_HELPFUL]
  const lesser = pods.filter((other) => priorityOf(other) < priorityOf(pod)).sort(byImportance)
  if (lesser.length === 0) return [NO_VICTIMS]
  let kept = pods.filter((other) => !lesser.includes(other))
  const left = obstaclesWith(node, kept)
  if (left.length > 0) return left.map(({ reason }) => reason)
  const victims: Pod[] = []
  for (const one of lesser) {
    if (obstaclesWith(node, [...kept, one]).length === 0) kept = [...kept, one]
    else victims.push(one)
  }
  return { node, victims }
}

const isReasons = (plan: Plan): plan is readonly string[] => Array.isArray(plan)

const highest = (victims: readonly Pod[]): number => Math.max(-Infinity, ...victims.map(priorityOf))

const total = (victims: readonly Pod[]): number => victims.reduce((sum, one) => sum + priorityOf(one), 0)

/** When the first of the most important victims started. */
const firstStart = (victims: readonly Pod[]): string => {
  const starts = victims.filter((one) => priorityOf(one) === highest(victims)).map(startOf)
  return starts.sort()[0] ?? ''
}

type Nominated = Extract<Preemption, { kind: 'nominated' }>

/** The node that loses least comes first. */
const byLoss = ({ victims: a }: Nominated, { victims: b }: Nominated): number =>
  highest(a) - highest(b) || total(a) - total(b) || a.length - b.length || firstStart(b).localeCompare(firstStart(a))

/** DIFFERS: PodDisruptionBudgets are not looked at; a real scheduler prefers victims that none of them protects (preemption.test.ts). */
export function choosePreemption(pod: Pod, tried: readonly TriedNode[], neighbourhood: Neighbourhood): Preemption {
  const futile = (why: string): Preemption => ({ kind: 'futile', why })
  if (pod.spec?.preemptionPolicy === 'Never') return futile('not eligible due to preemptionPolicy=Never.')
  const nominated = tried.find(({ node }) => node.metadata.name === pod.status?.nominatedNodeName)
  const isLeaving = (other: Pod): boolean =>
    other.metadata.deletionTimestamp !== undefined && priorityOf(other) < priorityOf(pod)
  if (nominated?.pods.some(isLeaving) === true) return futile('not eligible due to a terminating pod on the nominated node.')
  const trial = { pod, tried, neighbourhood }
  const obstaclesWith: ObstaclesWith = (node, pods) => obstaclesAmong(trial, node, pods)
  const plans = tried.map((one) => planFor(pod, one, obstaclesWith))
  const [best] = plans.flatMap((plan): Nominated[] => (isReasons(plan) ? [] : [{ kind: 'nominated', ...plan }])).sort(byLoss)
  return best ?? futile(tellReasons(plans.map((plan) => (isReasons(plan) ? plan : []))))
}
