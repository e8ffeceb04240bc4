/** How many Pods the old and the new ReplicaSets of a Deployment should have next. */
import type { Deployment, ReplicaSet } from '../../../kubernetes/generated/types.ts'

export interface ScaleStep {
  readonly set: ReplicaSet
  readonly replicas: number
}

/** A number, or a percentage of the replicas. */
export const resolveShare = (value: number | string | undefined, total: number, round: (n: number) => number): number => {
  const given = value ?? '25%'
  return typeof given === 'number' ? given : round((Number.parseInt(given, 10) * total) / 100)
}

const replicasOf = ({ spec }: ReplicaSet): number => spec?.replicas ?? 0
const availableOf = ({ status }: ReplicaSet): number => status?.availableReplicas ?? 0
const sum = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((total, set) => total + count(set), 0)

interface Bounds {
  readonly desired: number
  readonly maxTotal: number
  readonly minAvailable: number
}

function boundsOf({ spec }: Deployment): Bounds {
  const desired = spec?.replicas ?? 1
  const surge = resolveShare(spec?.strategy?.rollingUpdate?.maxSurge, desired, Math.ceil)
  const unavailable = resolveShare(spec?.strategy?.rollingUpdate?.maxUnavailable, desired, Math.floor)
  const maxUnavailable = surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, desired)
  return { desired, maxTotal: desired + surge, minAvailable: desired - maxUnavailable }
}

/** The most Pods there may be while a Deployment is rolled out. */
export const maxReplicasOf = (deployment: Deployment): number =>
  isRecreate(deployment) ? boundsOf(deployment).desired : boundsOf(deployment).maxTotal

/** Takes as many as allowed, first Pods that serve nobody, then others; the oldest sets first. */
function shrinkOld(current: ReplicaSet, old: readonly ReplicaSet[], { minAvailable }: Bounds): readonly ScaleStep[] {
  const all = [current, ...old]
  const newUnavailable = Math.max(0, replicasOf(current) - availableOf(current))
  let budget = sum(all, replicasOf) - minAvailable - newUnavailable
  const planned = new Map<ReplicaSet, number>(old.map((set) => [set, replicasOf(set)]))
  for (const set of old) {
    const unhealthy = Math.max(0, Math.min(budget, replicasOf(set) - availableOf(set)))
    planned.set(set, replicasOf(set) - unhealthy)
    budget -= unhealthy
  }
  let spare = Math.min(budget, sum(all, availableOf) - minAvailable)
  for (const set of old) {
    const left = planned.get(set) ?? 0
    const taken = Math.max(0, Math.min(spare, left))
    planned.set(set, left - taken)
    spare -= taken
  }
  return old.map((set) => ({ set, replicas: planned.get(set) ?? 0 }))
}

/** How many Pods a new set begins with. `lingering`: Pods of old sets still run. */
export function firstReplicas(deployment: Deployment, old: readonly ReplicaSet[], lingering: boolean): number {
  const { desired, maxTotal } = boundsOf(deployment)
  const before = sum(old, replicasOf)
  if (isRecreate(deployment)) return lingering || before > 0 ? 0 : desired
  return Math.min(desired, Math.max(0, maxTotal - before))
}

/** The set that a halted Deployment scales: the one with Pods, else that of its template; none where several have some. */
export function setToScale(current: ReplicaSet | undefined, sets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const [active, second] = sets.filter((set) => replicasOf(set) > 0)
  return second === undefined ? (active ?? current) : undefined
}

const isRecreate = ({ spec }: Deployment): boolean => spec?.strategy?.type === 'Recreate'

/** The next step of a rollout. `lingering`: Pods of old sets still run. */
export function planRollout(
  deployment: Deployment,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
  lingering: boolean,
): readonly ScaleStep[] {
  const bounds = boundsOf(deployment)
  if (isRecreate(deployment)) {
    const ended = old.map((set) => ({ set, replicas: 0 }))
    return lingering ? ended : [...ended, { set: current, replicas: bounds.desired }]
  }
  const total = sum([current, ...old], replicasOf)
  const room = Math.max(0, bounds.maxTotal - total)
  const grown = Math.min(bounds.desired, replicasOf(current) + room)
  if (grown !== replicasOf(current)) return [{ set: current, replicas: grown }]
  return shrinkOld(current, [...old].sort(byAge), bounds)
}

const byAge = (a: ReplicaSet, b: ReplicaSet): number =>
  (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '')
