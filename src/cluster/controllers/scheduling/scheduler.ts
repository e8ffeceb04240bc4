/** Gives Pods a node. @see kubernetes pkg/scheduler/framework/plugins, v1.34 */
import type { Container, Node, Pod, Taint, Toleration } from '../../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { StoreEvent } from '../../store/store.ts'
import { toTimestamp } from '../../time.ts'
import { fitsAffinity } from './node-affinity.ts'
import { isPodActive, keyOfObject } from '../owners.ts'
import { podsOnNode } from './pods-on-node.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const COMPONENT = 'default-scheduler'

const tolerates = (toleration: Toleration, taint: Taint): boolean => {
  if ((toleration.effect ?? '') !== '' && toleration.effect !== taint.effect) return false
  if ((toleration.key ?? '') === '') return toleration.operator === 'Exists'
  if (toleration.key !== taint.key) return false
  return toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '')
}

/** A taint that keeps the Pod off the node. */
export const untolerated = (pod: Pod, node: Node): Taint | undefined =>
  (node.spec?.taints ?? []).find(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' && !(pod.spec?.tolerations ?? []).some((toleration) => tolerates(toleration, taint)),
  )

/** `TCP/8080` for each port of the node that the Pod takes. */
export const hostPortsOf = (pod: Pod): readonly string[] =>
  (pod.spec?.containers ?? [])
    .flatMap(({ ports = [] }: Container) => ports)
    .flatMap(({ hostPort, protocol = 'TCP' }) => (hostPort === undefined || hostPort === 0 ? [] : [`${protocol}/${hostPort}`]))

/** Why the Pod cannot run on the node, of whose ports some are taken; undefined where it can. */
export function obstacleOn(node: Node, pod: Pod, taken: ReadonlySet<string>): string | undefined {
  if (node.spec?.unschedulable === true) return 'node(s) were unschedulable'
  if (untolerated(pod, node) !== undefined) return 'node(s) had untolerated taint(s)'
  if (!fitsAffinity(pod, node)) return "node(s) didn't match Pod's node affinity/selector"
  if (hostPortsOf(pod).some((port) => taken.has(port))) return "node(s) didn't have free ports for the requested pod ports"
  return undefined
}

const TOO_MANY_PODS = 'Too many pods'

/** A node takes as many Pods as its kubelet says; undefined where there is room. Nodes that say nothing take any number. */
const crowding = ({ status }: Node, pods: number): string | undefined =>
  pods >= Number(status?.allocatable?.['pods'] ?? Infinity) ? TOO_MANY_PODS : undefined

/** What other Pods would have to leave a node for. */
const isPreemptible = (obstacle: string): boolean => obstacle === TOO_MANY_PODS || obstacle.includes('free ports')

export function failureMessage(obstacles: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const obstacle of obstacles) counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1)
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
  const total = obstacles.length
  const preemptible = obstacles.filter(isPreemptible).length
  const hopeless = total - preemptible
  const preemption = [
    ...(preemptible === 0 ? [] : [`${preemptible} No preemption victims found for incoming pod`]),
    ...(hopeless === 0 ? [] : [`${hopeless} Preemption is not helpful for scheduling`]),
  ]
    .sort()
    .join(', ')
  const head = `0/${total} nodes are available`
  if (total === 0) return 'no nodes available to schedule pods'
  return `${head}: ${reasons.join(', ')}. no new claims to deallocate, preemption: ${head}: ${preemption}.`
}

function markUnschedulable(pod: Pod, message: string, context: ControllerContext): void {
  const before = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')
  if (before?.message === message) return
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
    lastTransitionTime: toTimestamp(context.clock.now()),
  }
  const waiting: Pod = { ...pod, status: { ...pod.status, phase: 'Pending', conditions: [condition] } }
  context.writer.updateStatus(waiting)
  const about = { ...referenceTo(pod), uid: pod.metadata.uid ?? '' }
  context.recordEvent({ about, type: 'Warning', reason: 'FailedScheduling', message, component: COMPONENT })
}

const GATED = 'Scheduling is blocked due to non-empty scheduling gates'

/** A Pod with gates waits for somebody to open them, and says so. */
function markGated(pod: Pod, context: ControllerContext): void {
  if (pod.status?.conditions?.some(({ reason }) => reason === 'SchedulingGated') === true) return
  const lastTransitionTime = toTimestamp(context.clock.now())
  const condition = { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message: GATED, lastTransitionTime }
  const waiting: Pod = { ...pod, status: { ...pod.status, phase: 'Pending', conditions: [condition] } }
  context.writer.updateStatus(waiting)
}

const isGated = ({ spec, status }: Pod): boolean =>
  (spec?.schedulingGates ?? []).length > 0 && (spec?.nodeName ?? '') === '' && status?.phase !== 'Failed'

function bind(pod: Pod, node: Node, context: ControllerContext): void {
  const nodeName = node.metadata.name ?? ''
  const now = toTimestamp(context.clock.now())
  const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: now }]
  // A binding is no change of the Pod's own making: it brings no new generation.
  const bound: Pod = { ...pod, spec: { containers: [], ...pod.spec, nodeName }, status: { ...pod.status, conditions } }
  context.store.put('pods', bound)
  const about = { ...referenceTo(pod), uid: pod.metadata.uid ?? '' }
  const message = `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''} to ${nodeName}`
  context.recordEvent({ about, type: 'Normal', reason: 'Scheduled', message, component: COMPONENT })
}

/** Whether the Pod waits for this scheduler. */
export const isWaiting = (pod: Pod): boolean =>
  (pod.spec?.nodeName ?? '') === '' &&
  isPodActive(pod) &&
  (pod.spec?.schedulerName ?? COMPONENT) === COMPONENT &&
  (pod.spec?.schedulingGates ?? []).length === 0

/** A Pod has left a node, or has ended there. */
const makesRoom = ({ type, object, previous }: StoreEvent): boolean =>
  previous !== undefined &&
  isPod(previous) &&
  (previous.spec?.nodeName ?? '') !== '' &&
  (type === 'DELETED' || (isPodActive(previous) && isPod(object) && !isPodActive(object)))

export const schedulerController: Controller = {
  name: 'scheduler',
  watches: ['pods', 'nodes'],
  keysFor: (event, { store }) => {
    if (event.resource === 'nodes' || makesRoom(event)) return podsOnNode(store, '').filter(isWaiting).map(keyOfObject)
    const { object, type } = event
    return type !== 'DELETED' && isPod(object) && (isWaiting(object) || isGated(object)) ? [keyOfObject(object)] : []
  },
  reconcile: (key, context) => {
    const pod = context.store.get('pods', key.namespace, key.name)
    if (pod !== undefined && isPod(pod) && isGated(pod)) markGated(pod, context)
    if (pod === undefined || !isPod(pod) || !isWaiting(pod)) return undefined
    const nodes = context.store.list('nodes').filter(isNode)
    const tried = nodes.map((node) => ({ node, pods: podsOnNode(context.store, node.metadata.name ?? '').filter(isPodActive) }))
    const asksForPorts = hostPortsOf(pod).length > 0
    const obstacles = tried.map(
      ({ node, pods }) =>
        obstacleOn(node, pod, new Set(asksForPorts ? pods.flatMap(hostPortsOf) : [])) ?? crowding(node, pods.length),
    )
    const feasible = tried.filter((_, index) => obstacles[index] === undefined)
    const best = [...feasible].sort((a, b) => a.pods.length - b.pods.length)[0]
    if (best === undefined) markUnschedulable(pod, failureMessage(obstacles.flatMap((one) => one ?? [])), context)
    else bind(pod, best.node, context)
    return undefined
  },
}
