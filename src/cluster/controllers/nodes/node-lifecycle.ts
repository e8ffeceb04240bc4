/** Marks nodes that are cordoned, and unmarks those that have become ready. @see kubernetes pkg/controller/nodelifecycle, v1.34 */
import type { Node, Taint } from '../../../kubernetes/generated/types.ts'
import { isNode } from '../../../kubernetes/guards.ts'
import { isNotReadyMark } from '../../api/admission/node.ts'
import { toTimestamp } from '../../time.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import { keyOfObject } from '../owners.ts'
import { UNSCHEDULABLE } from '../scheduling/obstacles.ts'

const isMark = ({ key, effect }: Taint): boolean => key === UNSCHEDULABLE.key && effect === UNSCHEDULABLE.effect

/** The node's kubelet tells that it has seen the change. */
function tell(name: string, reason: string, context: ControllerContext): void {
  const about = { apiVersion: 'v1', kind: 'Node', name, uid: name }
  context.recordEvent({
    about,
    type: 'Normal',
    reason,
    message: `Node ${name} status is now: ${reason}`,
    component: 'kubelet',
    host: name,
  })
}

const withTaints = (node: Node, taints: readonly Taint[]): Node => {
  const { taints: _before, ...spec } = node.spec ?? {}
  return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } }
}

export const nodeLifecycleController: Controller = {
  name: 'node-lifecycle',
  watches: ['nodes'],
  keysFor: ({ object, type }) => (type === 'DELETED' ? [] : [keyOfObject(object)]),
  reconcile: ({ name }, context) => {
    const node = context.store.get('nodes', undefined, name)
    if (node === undefined || !isNode(node)) return undefined
    const taints = node.spec?.taints ?? []
    const isReady = node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true
    if (isReady && taints.some(isNotReadyMark)) {
      context.writer.update(
        withTaints(
          node,
          taints.filter((taint) => !isNotReadyMark(taint)),
        ),
      )
      return undefined
    }
    const isCordoned = node.spec?.unschedulable === true
    if (isCordoned === taints.some(isMark)) return undefined
    const mark = { ...UNSCHEDULABLE, timeAdded: toTimestamp(context.clock.now()) }
    const result = context.writer.update(
      withTaints(node, isCordoned ? [...taints, mark] : taints.filter((taint) => !isMark(taint))),
    )
    if (result.ok) tell(name, isCordoned ? 'NodeNotSchedulable' : 'NodeSchedulable', context)
    return undefined
  },
}
