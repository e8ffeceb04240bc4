/** Gives Pods a node. @see kubernetes pkg/scheduler/framework/plugins, v1.34 */
import type { Node, Pod } from '../../../kubernetes/generated/types.ts'
import { isNode, isPod, isPodDisruptionBudget } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Index, Store, StoreEvent } from '../../store/store.ts'
import { toTimestamp } from '../../time.ts'
import { markDisrupted } from '../nodes/disruption-target.ts'
import { isPodActive, keyOfObject } from '../owners.ts'
import { hasAffinity, minds, neighbourObstacles, preferenceAmong } from './neighbours.ts'
import { compareNodes, failureMessage, loadFor, obstaclesOn, type Obstacle } from './obstacles.ts'
import type { Neighbourhood } from './occupied.ts'
import { awaitsVolumes, reachesVolumes, unboundClaim } from './pod-volumes.ts'
import { podsNominatedFor, podsOnNode } from './pods-on-node.ts'
import { byImportance, choosePreemption, priorityOf, type Preemption, type TriedNode } from './preemption.ts'
import { bindTo } from './binding.ts'
import { isWaiting, SCHEDULER } from './waiting.ts'
import type { Controller, ControllerContext, ReconcileKey } from '../controller.ts'

/** A claim that the Pod mounts and that is not there, in the scheduler's words. No node is asked then, nor any Pod to leave. */
export function missingClaim(pod: Pod, store: Store): string | undefined {
  for (const { persistentVolumeClaim } of pod.spec?.volumes ?? []) {
    const name = persistentVolumeClaim?.claimName
    if (name !== undefined && store.get('persistentvolumeclaims', pod.metadata.namespace, name) === undefined)
      return `persistentvolumeclaim "${name}" not found. not found`
  }
  return undefined
}

const FAR_VOLUME: Obstacle = { reason: "node(s) didn't match PersistentVolume's node affinity", isPreemptible: false }

interface Unschedulable {
  readonly message: string
  /** Where others leave for the Pod. */
  readonly nominatedNodeName?: string
}

function markUnschedulable(pod: Pod, { message, nominatedNodeName }: Unschedulable, context: ControllerContext): void {
  const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  if (before?.message === message && nominatedNodeName === undefined) return
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: toTimestamp(context.clock.now()),
    observedGeneration: pod.metadata.generation ?? 1,
  }
  const nominated = nominatedNodeName === undefined ? {} : { nominatedNodeName }
  const status = { ...pod.status, ...nominated, phase: 'Pending', conditions: [condition] }
  context.writer.updateStatus({ ...pod, status } as Pod)
  const about = { ...referenceTo(pod), uid: pod.metadata.uid ?? '' }
  context.recordEvent({ about, type: 'Warning', reason: 'FailedScheduling', message, component: SCHEDULER })
}

function bind(pod: Pod, node: Node, context: ControllerContext): void {
  const nodeName = node.metadata.name ?? ''
  context.store.put('pods', bindTo(pod, nodeName, toTimestamp(context.clock.now())))
  const about = { ...referenceTo(pod), uid: pod.metadata.uid ?? '' }
  const message = `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''} to ${nodeName}`
  context.recordEvent({ about, type: 'Normal', reason: 'Scheduled', message, component: SCHEDULER })
}

/** A Pod that is about to end has its place on the node until it has. */
const takesRoom = ({ status }: Pod): boolean => status?.phase !== 'Succeeded' && status?.phase !== 'Failed'

/** A Pod has left a node, or has ended there. */
const makesRoom = ({ type, object, previous }: StoreEvent): boolean =>
  previous !== undefined &&
  isPod(previous) &&
  (previous.spec?.nodeName ?? '') !== '' &&
  (type === 'DELETED' || (takesRoom(previous) && isPod(object) && !takesRoom(object)))

/** Makes others leave the node for the Pod. */
function preempt(pod: Pod, { node, victims }: Extract<Preemption, { kind: 'nominated' }>, context: ControllerContext): void {
  const message = 'default-scheduler: preempting to accommodate a higher priority pod'
  for (const victim of victims) {
    const about = { ...referenceTo(victim), uid: victim.metadata.uid ?? '' }
    const told = `Preempted by pod ${pod.metadata.uid ?? ''} on node ${node.metadata.name ?? ''}`
    markDisrupted(victim, { reason: 'PreemptionByScheduler', message }, context)
    context.writer.delete(referenceTo(victim))
    context.recordEvent({ about, type: 'Normal', reason: 'Preempted', message: told, component: SCHEDULER })
  }
}

/** Those of a node, and those that are to come there before this Pod: others have left for them. */
const podsFor = (pod: Pod, name: string, store: Store): readonly Pod[] => {
  const isBefore = (other: Pod): boolean => other.metadata.uid !== pod.metadata.uid && priorityOf(other) >= priorityOf(pod)
  return [...podsOnNode(store, name).filter(takesRoom), ...podsNominatedFor(store, name).filter(isWaiting).filter(isBefore)]
}

/** Pods with affinity, by their node. */
const AFFINE: Index = { resource: 'pods', keysOf: (pod) => (isPod(pod) && hasAffinity(pod) ? [pod.spec?.nodeName ?? ''] : []) }

const neighbourhoodFor = (pod: Pod, nodes: readonly Node[], store: Store): Neighbourhood => ({
  places: nodes.map((node) => ({ node, pods: podsFor(pod, node.metadata.name ?? '', store) })),
  labelsOf: (namespace) => store.get('namespaces', undefined, namespace)?.metadata.labels,
  affine: nodes.map((node) => ({
    node,
    pods: store
      .indexed(AFFINE, node.metadata.name ?? '')
      .filter(isPod)
      .filter(takesRoom),
  })),
})

/** Why the Pod cannot run on a node, for each: the node itself, then its volumes, then those who are there. */
function tryNodes(pod: Pod, neighbourhood: Neighbourhood, store: Store): readonly TriedNode[] {
  const byNeighbours = neighbourObstacles(pod, neighbourhood)
  return neighbourhood.places.map(({ node, pods }) => {
    const found = obstaclesOn(node, pod, loadFor(pod, pods))
    const isFar = found.length === 0 && !reachesVolumes(pod, node, store)
    const obstacles = isFar ? [FAR_VOLUME] : found
    return { node, pods, obstacles: obstacles.length > 0 ? obstacles : byNeighbours(node) }
  })
}

const choose = (pod: Pod, tried: readonly TriedNode[], neighbourhood: Neighbourhood): TriedNode | undefined => {
  const preference = preferenceAmong(pod, neighbourhood)
  return tried
    .filter(({ obstacles }) => obstacles.length === 0)
    .map((one) => ({ ...one, count: one.pods.filter(isPodActive).length }))
    .sort((a, b) => compareNodes(pod, preference, a, b))[0]
}

const MINDING: Index = {
  resource: 'pods',
  keysOf: (pod) => (isPod(pod) && minds(pod) && isWaiting(pod) ? [''] : []),
}

/** Who is where has changed for those who mind: a Pod came to a node, is about to leave it, or has other labels. */
const movesNeighbours = ({ object, previous }: StoreEvent): boolean => {
  if (!isPod(object) || (object.spec?.nodeName ?? '') === '') return false
  if (previous === undefined || !isPod(previous) || (previous.spec?.nodeName ?? '') === '') return true
  const isLeaving = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined
  return isLeaving(object) !== isLeaving(previous) || object.metadata.labels !== previous.metadata.labels
}

const waitingKeys = (store: Store): readonly ReconcileKey[] =>
  podsOnNode(store, '').filter(isWaiting).sort(byImportance).map(keyOfObject)

export const schedulerController: Controller = {
  name: 'scheduler',
  manager: 'kube-scheduler',
  watches: ['pods', 'nodes', 'persistentvolumeclaims'],
  keysFor: (event, { store }) => {
    if (event.resource !== 'pods' || makesRoom(event)) return waitingKeys(store)
    const { object, type } = event
    if (type !== 'DELETED' && isPod(object) && isWaiting(object)) return [keyOfObject(object)]
    return movesNeighbours(event) ? store.indexed(MINDING, '').filter(isPod).sort(byImportance).map(keyOfObject) : []
  },
  reconcile: (key, context) => {
    const { store } = context
    const pod = store.get('pods', key.namespace, key.name)
    if (pod === undefined || !isPod(pod) || !isWaiting(pod)) return undefined
    const nodes = store.list('nodes').filter(isNode)
    const claim = missingClaim(pod, store) ?? (context.bindsVolumes === true ? unboundClaim(pod, store) : undefined)
    if (claim !== undefined) {
      markUnschedulable(pod, { message: `0/${nodes.length} nodes are available: ${claim}` }, context)
      return undefined
    }
    const neighbourhood = neighbourhoodFor(pod, nodes, store)
    const tried = tryNodes(pod, neighbourhood, store)
    const best = choose(pod, tried, neighbourhood)
    if (best === undefined) giveUp(pod, tried, neighbourhood, context)
    else if (context.bindsVolumes !== true || !awaitsVolumes(pod, best.node, context)) bind(pod, best.node, context)
    return undefined
  },
}

/** No node takes the Pod as it is: others leave for it, or it waits. */
function giveUp(pod: Pod, tried: readonly TriedNode[], neighbourhood: Neighbourhood, context: ControllerContext): void {
  const budgets = context.store.list('poddisruptionbudgets.policy').filter(isPodDisruptionBudget)
  const preemption = choosePreemption(pod, tried, { neighbourhood, budgets })
  const obstacles = tried.map((one) => one.obstacles)
  if (preemption.kind === 'futile') {
    markUnschedulable(pod, { message: failureMessage(obstacles, preemption.why) }, context)
    return
  }
  preempt(pod, preemption, context)
  const nominatedNodeName = preemption.node.metadata.name ?? ''
  markUnschedulable(pod, { message: failureMessage(obstacles, ''), nominatedNodeName }, context)
}
