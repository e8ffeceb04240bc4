/** One Pod on every node that takes it. @see kubernetes pkg/controller/daemon, v1.34 */
import type { DaemonSet, Node, Pod, PodSpec } from '../../../kubernetes/generated/types.ts'
import { isDaemonSet, isNode } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import { isPodActive, keyOfObject, keysByOwner, podFromTemplate, podsOwnedBy } from '../owners.ts'
import { fitsAffinity } from '../scheduling/node-affinity.ts'
import { templateGenerationOf } from '../../api/write/template-generation.ts'
import { retryByEvents } from '../retry.ts'
import { planUpdate, type NodeState } from './daemon-set-update.ts'
import { REVISION_LABEL } from './revision-hash.ts'
import { keepRevisions } from './revisions.ts'
import { untolerated } from '../scheduling/obstacles.ts'
import { hashTemplate } from './template-hash.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const COMPONENT = 'daemonset-controller'

/** The DaemonSet controller lets its Pods stay on nodes in trouble. */
const TOLERATIONS = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
]

/** The Pod that a set asks a node to run. */
export const podOn = (set: DaemonSet, node: Node): Pod => {
  const name = node.metadata.name ?? ''
  const pod = podFromTemplate({
    owner: set,
    template: set.spec?.template ?? {},
    labels: {
      [REVISION_LABEL]: hashTemplate(set.spec?.template),
      'pod-template-generation': templateGenerationOf(set),
    },
  })
  const affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [name] }] }],
      },
    },
  }
  const spec: PodSpec = { containers: [], ...pod.spec, affinity: { ...pod.spec?.affinity, ...affinity } }
  return { ...pod, spec: { ...spec, tolerations: [...(spec.tolerations ?? []), ...TOLERATIONS] } }
}

const nodeOf = ({ spec }: Pod): string =>
  spec?.nodeName ??
  spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0]?.matchFields?.[0]
    ?.values?.[0] ??
  ''

/** Whether the node takes Pods of the set. */
export const takes = (set: DaemonSet, node: Node): boolean => {
  const pod = podOn(set, node)
  return untolerated(pod, node) === undefined && fitsAffinity(pod, node)
}

function say(
  set: DaemonSet,
  [type, reason, message]: readonly ['Normal' | 'Warning', string, string],
  context: ControllerContext,
): void {
  const about = { ...referenceTo(set), uid: set.metadata.uid ?? '' }
  context.recordEvent({ about, type, reason, message, component: COMPONENT })
}

/** False where the API server refuses it. */
function create(set: DaemonSet, node: Node, context: ControllerContext): boolean {
  const result = context.writer.create(podOn(set, node))
  if (result.ok) say(set, ['Normal', 'SuccessfulCreate', `Created pod: ${result.object.metadata.name ?? ''}`], context)
  else say(set, ['Warning', 'FailedCreate', `Error creating: ${result.status.message ?? ''}`], context)
  return result.ok
}

function remove(set: DaemonSet, pod: Pod, context: ControllerContext): void {
  context.writer.delete(referenceTo(pod))
  say(set, ['Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name ?? ''}`], context)
}

/** False where a Pod could not be made. */
function spread(set: DaemonSet, pods: readonly Pod[], nodes: readonly Node[], context: ControllerContext): boolean {
  const wanted = new Set(nodes.map(({ metadata }) => metadata.name))
  // A Pod that is on its way out keeps its place until it is gone.
  const lacking = nodes.filter(
    (node) => !pods.some((pod) => nodeOf(pod) === node.metadata.name && (isPodActive(pod) || isLeaving(pod))),
  )
  const made = lacking.filter((node) => create(set, node, context))
  for (const pod of pods) if (!wanted.has(nodeOf(pod)) && isPodActive(pod)) remove(set, pod, context)
  if (set.spec?.updateStrategy?.type !== 'OnDelete') {
    const step = planUpdate(set, stateOf(set, pods, nodes))
    for (const pod of step.remove) remove(set, pod, context)
    for (const node of step.create) create(set, node, context)
  }
  return made.length === lacking.length
}

const isLeaving = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined

/** The Pods of each node that are not on their way out. */
const stateOf = (set: DaemonSet, pods: readonly Pod[], nodes: readonly Node[]): readonly NodeState[] => {
  const revision = hashTemplate(set.spec?.template)
  return nodes.map((node) => {
    const here = pods.filter((pod) => nodeOf(pod) === node.metadata.name && !isLeaving(pod))
    const isUpdated = ({ metadata }: Pod): boolean => metadata.labels?.[REVISION_LABEL] === revision
    return { node, updated: here.findLast(isUpdated), old: here.findLast((pod) => !isUpdated(pod)) }
  })
}

function statusOf(set: DaemonSet, pods: readonly Pod[], desired: number): DaemonSet['status'] {
  const ready = pods.filter(isPodReady).length
  const revision = hashTemplate(set.spec?.template)
  const updated = pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision).length
  return {
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: desired,
    numberMisscheduled: 0,
    numberReady: ready,
    ...(ready === 0 ? {} : { numberAvailable: ready }),
    ...(ready < desired ? { numberUnavailable: desired - ready } : {}),
    ...(updated === 0 ? {} : { updatedNumberScheduled: updated }),
    observedGeneration: set.metadata.generation ?? 1,
  }
}

export const daemonSetController: Controller = {
  name: 'daemonset',
  watches: ['daemonsets.apps', 'pods', 'nodes'],
  keysFor: (event, { store }) =>
    event.resource === 'nodes'
      ? store.list('daemonsets.apps').map(keyOfObject)
      : keysByOwner('daemonsets.apps', 'DaemonSet')(event),
  reconcile: (key, context) => {
    const { store, writer } = context
    const set = store.get('daemonsets.apps', key.namespace, key.name)
    if (set === undefined || !isDaemonSet(set) || set.metadata.deletionTimestamp !== undefined) return undefined
    keepRevisions(set, { hash: hashTemplate(set.spec?.template), hashLabel: REVISION_LABEL }, context)
    const nodes = store
      .list('nodes')
      .filter(isNode)
      .filter((node) => takes(set, node))
    const isDone = spread(set, podsOwnedBy(store, set), nodes, context)
    const status = statusOf(set, podsOwnedBy(store, set).filter(isPodActive), nodes.length)
    writer.updateStatus({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: keyOfObject(set), status } as DaemonSet)
    return isDone ? undefined : retryByEvents(set, context)
  },
}
