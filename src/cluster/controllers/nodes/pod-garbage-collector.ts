/** Removes the Pods of nodes that are no more. @see kubernetes pkg/controller/podgc, v1.34 */
import { isPod } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Controller } from '../controller.ts'
import { isPodActive, keyOfObject } from '../owners.ts'
import { podsOnNode } from '../scheduling/pods-on-node.ts'
import { createBegun } from './begun.ts'
import { markDisrupted } from './disruption-target.ts'

/** A node may come back: it is waited for, between its being missed and the next rounds of a controller that looks every 20 seconds. */
const QUARANTINE_MS = 70_000

const begun = createBegun()

export const podGarbageCollector: Controller = {
  name: 'pod-garbage-collector',
  watches: ['pods', 'nodes'],
  keysFor: ({ object, resource, type }, { store }) =>
    resource === 'nodes'
      ? type === 'MODIFIED'
        ? []
        : podsOnNode(store, object.metadata.name ?? '').map(keyOfObject)
      : [keyOfObject(object)],
  reconcile: (key, context) => {
    const { store, clock, writer } = context
    const pod = store.get('pods', key.namespace, key.name)
    const { nodeName = '' } = pod !== undefined && isPod(pod) ? (pod.spec ?? {}) : {}
    const id = `${nodeName} ${key.namespace ?? ''}/${key.name}`
    if (pod === undefined || !isPod(pod) || nodeName === '' || store.get('nodes', undefined, nodeName) !== undefined) {
      begun.end(store, id)
      return undefined
    }
    const left = begun.since(store, id, clock.now()) + QUARANTINE_MS - clock.now()
    if (left > 0) return left
    begun.end(store, id)
    // What else holds it has to let it go.
    if (pod.metadata.deletionGracePeriodSeconds === 0) return undefined
    if (isPodActive(pod))
      markDisrupted(pod, { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists', phase: 'Failed' }, context)
    writer.delete(referenceTo(pod), { gracePeriodSeconds: 0 })
    return undefined
  },
}
