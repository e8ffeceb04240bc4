/** Makes Pods leave nodes whose taints they do not tolerate, or not for longer. @see kubernetes pkg/controller/tainteviction, v1.34 */
import type { Node, Pod } from '../../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import { keyOfObject } from '../owners.ts'
import { tolerates } from '../scheduling/obstacles.ts'
import { podsOnNode } from '../scheduling/pods-on-node.ts'
import { createBegun } from './begun.ts'
import { markDisrupted } from './disruption-target.ts'

const begun = createBegun()

/** How long the Pod stays on the node; infinite where nothing makes it leave. */
export function stayMs(pod: Pod, node: Node): number {
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute')
  const seconds = taints.map((taint) => {
    const toleration = (pod.spec?.tolerations ?? []).find((one) => tolerates(one, taint))
    return toleration === undefined ? 0 : Math.max(0, toleration.tolerationSeconds ?? Infinity)
  })
  return Math.min(Infinity, ...seconds) * 1000
}

function say(pod: Pod, what: string, context: ControllerContext): void {
  const { namespace = 'default', name = '', uid = '' } = pod.metadata
  context.recordEvent({
    about: { ...referenceTo(pod), uid },
    type: 'Normal',
    reason: 'TaintManagerEviction',
    message: `${what} Pod ${namespace}/${name}`,
    component: 'taint-eviction-controller',
  })
}

export const taintEvictionController: Controller = {
  name: 'taint-eviction',
  watches: ['pods', 'nodes'],
  keysFor: ({ object, resource }, { store }) =>
    resource === 'nodes' ? podsOnNode(store, object.metadata.name ?? '').map(keyOfObject) : [keyOfObject(object)],
  reconcile: (key, context) => {
    const { store, clock, writer } = context
    const pod = store.get('pods', key.namespace, key.name)
    const id = `${key.namespace ?? ''}/${key.name}`
    if (pod === undefined || !isPod(pod) || pod.metadata.deletionTimestamp !== undefined) {
      begun.end(store, id)
      return undefined
    }
    const node = store.get('nodes', undefined, pod.spec?.nodeName ?? '')
    const stay = node !== undefined && isNode(node) ? stayMs(pod, node) : Infinity
    if (stay === Infinity) {
      if (begun.end(store, id)) say(pod, 'Cancelling deletion of', context)
      return undefined
    }
    const left = begun.since(store, id, clock.now()) + stay - clock.now()
    if (left > 0) return left
    begun.end(store, id)
    say(pod, 'Marking for deletion', context)
    markDisrupted(pod, { reason: 'DeletionByTaintManager', message: 'Taint manager: deleting due to NoExecute taint' }, context)
    writer.delete(referenceTo(pod))
    return undefined
  },
}
