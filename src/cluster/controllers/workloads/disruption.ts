/** Keeps count of how many Pods a PodDisruptionBudget lets go now. @see kubernetes pkg/controller/disruption/disruption.go, v1.34 */
import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../kubernetes/generated/types.ts'
import { isPod, isPodDisruptionBudget } from '../../../kubernetes/guards.ts'
import { getPath } from '../../../kubernetes/field-path.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import type { Store, StoredObject } from '../../store/store.ts'
import { toTimestamp } from '../../time.ts'
import { controllerOf, keyOfObject } from '../owners.ts'
import { resolveShare } from './rollout.ts'
import type { Controller, ControllerContext } from '../controller.ts'

/** Of an eviction that came to nothing is forgotten after a while. */
const EVICTION_TIMEOUT_MS = 2 * 60_000

/** Whether the budget speaks of a Pod. A selector that is empty chooses all of the namespace, none at all chooses nobody. */
export const isInBudget = ({ spec, metadata }: PodDisruptionBudget, pod: Pod): boolean =>
  metadata.namespace === pod.metadata.namespace &&
  spec?.selector !== undefined &&
  matchesSelector(spec.selector, pod.metadata.labels ?? {})

const WORKLOADS: Readonly<Record<string, string>> = {
  ReplicaSet: 'replicasets.apps',
  Deployment: 'deployments.apps',
  StatefulSet: 'statefulsets.apps',
  ReplicationController: 'replicationcontrollers',
}

/** The workload that says how many Pods there are to be: a Deployment for its ReplicaSets. */
const scaledOwner = (object: StoredObject, store: Store): StoredObject | undefined => {
  const reference = controllerOf(object)
  const resource = WORKLOADS[reference?.kind ?? '']
  if (reference === undefined || resource === undefined) return undefined
  const owner = store.get(resource, object.metadata.namespace, reference.name)
  if (owner === undefined || owner.metadata.uid !== reference.uid) return undefined
  return scaledOwner(owner, store) ?? owner
}

/** How many Pods the workloads of these ask for; undefined where one belongs to none. */
const expectedScale = (pods: readonly Pod[], store: Store): number | undefined => {
  const owners = new Map<string, number>()
  for (const pod of pods) {
    const owner = scaledOwner(pod, store)
    if (owner === undefined) return undefined
    const replicas = getPath(owner, ['spec', 'replicas'])
    owners.set(owner.metadata.uid ?? '', typeof replicas === 'number' ? replicas : 1)
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0)
}

interface Demand {
  readonly expected: number
  readonly desired: number
}

const demandOf = ({ spec }: PodDisruptionBudget, pods: readonly Pod[], store: Store): Demand | undefined => {
  const { minAvailable, maxUnavailable } = spec ?? {}
  if (typeof minAvailable === 'number') return { expected: pods.length, desired: minAvailable }
  const expected = expectedScale(pods, store)
  if (expected === undefined) return undefined
  if (maxUnavailable !== undefined)
    return { expected, desired: Math.max(0, expected - resolveShare(maxUnavailable, expected, Math.ceil)) }
  return { expected, desired: minAvailable === undefined ? 0 : resolveShare(minAvailable, expected, Math.ceil) }
}

/** Those that an eviction has let go and that are not gone yet. */
const stillDisrupted = (
  { status }: PodDisruptionBudget,
  pods: readonly Pod[],
  nowMs: number,
): Readonly<Record<string, string>> => {
  const known = Object.entries(status?.disruptedPods ?? {})
  return Object.fromEntries(
    known.filter(([name, at]) => {
      const pod = pods.find(({ metadata }) => metadata.name === name)
      return pod !== undefined && pod.metadata.deletionTimestamp === undefined && Date.parse(at) + EVICTION_TIMEOUT_MS > nowMs
    }),
  )
}

const conditionOf = (budget: PodDisruptionBudget, reason: string, now: string): Condition => {
  const status = reason === 'SufficientPods' ? 'True' : 'False'
  const known = budget.status?.conditions?.find(({ type }) => type === 'DisruptionAllowed')
  return {
    type: 'DisruptionAllowed',
    status,
    reason,
    message: '',
    observedGeneration: budget.metadata.generation ?? 1,
    lastTransitionTime: known?.status === status ? known.lastTransitionTime : now,
  }
}

function statusOf(budget: PodDisruptionBudget, { store, clock }: ControllerContext): PodDisruptionBudgetStatus {
  const pods = store
    .list('pods', budget.metadata.namespace)
    .filter(isPod)
    .filter((pod) => isInBudget(budget, pod))
    .filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed')
  const now = toTimestamp(clock.now())
  const disrupted = stillDisrupted(budget, pods, clock.now())
  const healthy = pods.filter(
    (pod) =>
      isPodReady(pod) && pod.metadata.deletionTimestamp === undefined && !Object.hasOwn(disrupted, pod.metadata.name ?? ''),
  ).length
  const demand = demandOf(budget, pods, store)
  const { expected, desired } = demand ?? { expected: 0, desired: 0 }
  const allowed = expected > 0 ? Math.max(0, healthy - desired) : 0
  const reason = demand === undefined ? 'SyncFailed' : allowed > 0 ? 'SufficientPods' : 'InsufficientPods'
  return {
    ...(Object.keys(disrupted).length === 0 ? {} : { disruptedPods: disrupted }),
    observedGeneration: budget.metadata.generation ?? 1,
    disruptionsAllowed: allowed,
    currentHealthy: healthy,
    desiredHealthy: desired,
    expectedPods: expected,
    conditions: [conditionOf(budget, reason, now)],
  }
}

export const disruptionController: Controller = {
  name: 'disruption',
  watches: ['poddisruptionbudgets.policy', 'pods', 'deployments.apps', 'replicasets.apps', 'statefulsets.apps'],
  keysFor: ({ resource, object, previous }, { store }) => {
    if (resource === 'poddisruptionbudgets.policy') return [keyOfObject(object)]
    const budgets = store.list('poddisruptionbudgets.policy', object.metadata.namespace).filter(isPodDisruptionBudget)
    const concerned = [object, previous].filter((one) => one !== undefined).filter(isPod)
    // How many Pods a workload asks for changes what all budgets of its namespace may ask.
    if (resource !== 'pods') return budgets.map(keyOfObject)
    return budgets.filter((budget) => concerned.some((pod) => isInBudget(budget, pod))).map(keyOfObject)
  },
  reconcile: (key, context) => {
    const { store, writer } = context
    const budget = store.get('poddisruptionbudgets.policy', key.namespace, key.name)
    if (budget === undefined || !isPodDisruptionBudget(budget)) return undefined
    const status = statusOf(budget, context)
    const { apiVersion, kind } = budget
    writer.updateStatus({ apiVersion, kind, metadata: keyOfObject(budget), status } as PodDisruptionBudget)
    return status.disruptedPods === undefined ? undefined : EVICTION_TIMEOUT_MS
  },
}
