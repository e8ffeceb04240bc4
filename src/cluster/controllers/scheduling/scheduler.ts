/** Gives Pods a node. @see kubernetes pkg/scheduler/framework/plugins, v1.34 */
import type { Node, Pod } from '../../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Store, StoreEvent } from '../../store/store.ts'
import { toTimestamp } from '../../time.ts'
import { isPodActive, keyOfObject } from '../owners.ts'
import { compareNodes, failureMessage, loadFor, obstaclesOn, type Obstacle } from './obstacles.ts'
import { awaitsVolumes, reachesVolumes, unboundClaim } from './pod-volumes.ts'
import { podsOnNode } from './pods-on-node.ts'
import { isWaiting, SCHEDULER } from './waiting.ts'
import type { Controller, ControllerContext } from '../controller.ts'

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
  context.recordEvent({ about, type: 'Warning', reason: 'FailedScheduling', message, component: SCHEDULER })
}

function bind(pod: Pod, node: Node, context: ControllerContext): void {
  const nodeName = node.metadata.name ?? ''
  const now = toTimestamp(context.clock.now())
  const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: now }]
  // A binding is no change of the Pod's own making: it brings no new generation.
  const bound: Pod = { ...pod, spec: { containers: [], ...pod.spec, nodeName }, status: { ...pod.status, conditions } }
  context.store.put('pods', bound)
  const about = { ...referenceTo(pod), uid: pod.metadata.uid ?? '' }
  const message = `Successfully assigned ${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''} to ${nodeName}`
  context.recordEvent({ about, type: 'Normal', reason: 'Scheduled', message, component: SCHEDULER })
}

/** A Pod has left a node, or has ended there. */
const makesRoom = ({ type, object, previous }: StoreEvent): boolean =>
  previous !== undefined &&
  isPod(previous) &&
  (previous.spec?.nodeName ?? '') !== '' &&
  (type === 'DELETED' || (isPodActive(previous) && isPod(object) && !isPodActive(object)))

export const schedulerController: Controller = {
  name: 'scheduler',
  watches: ['pods', 'nodes', 'persistentvolumeclaims'],
  keysFor: (event, { store }) => {
    if (event.resource !== 'pods' || makesRoom(event)) return podsOnNode(store, '').filter(isWaiting).map(keyOfObject)
    const { object, type } = event
    return type !== 'DELETED' && isPod(object) && isWaiting(object) ? [keyOfObject(object)] : []
  },
  reconcile: (key, context) => {
    const pod = context.store.get('pods', key.namespace, key.name)
    if (pod === undefined || !isPod(pod) || !isWaiting(pod)) return undefined
    const nodes = context.store.list('nodes').filter(isNode)
    const claim =
      missingClaim(pod, context.store) ?? (context.bindsVolumes === true ? unboundClaim(pod, context.store) : undefined)
    if (claim !== undefined) {
      markUnschedulable(pod, `0/${nodes.length} nodes are available: ${claim}`, context)
      return undefined
    }
    const tried = nodes.map((node) => {
      const pods = podsOnNode(context.store, node.metadata.name ?? '').filter(isPodActive)
      return { node, pods, count: pods.length }
    })
    const obstacles = tried.map(({ node, pods }) => {
      const found = obstaclesOn(node, pod, loadFor(pod, pods))
      return found.length > 0 || reachesVolumes(pod, node, context.store) ? found : [FAR_VOLUME]
    })
    const feasible = tried.filter((_, index) => obstacles[index]?.length === 0)
    const best = [...feasible].sort((a, b) => compareNodes(pod, a, b))[0]
    if (best === undefined) markUnschedulable(pod, failureMessage(obstacles), context)
    else if (context.bindsVolumes !== true || !awaitsVolumes(pod, best.node, context)) bind(pod, best.node, context)
    return undefined
  },
}
