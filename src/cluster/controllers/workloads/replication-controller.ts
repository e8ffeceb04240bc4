import { isReplicationController } from '../../../kubernetes/guards.ts'
import { createSetController } from './replicated-set.ts'

/** Keeps the number of Pods that a ReplicationController asks for; its selector is a plain set of labels. */
export const replicationControllerController = createSetController({
  kind: 'ReplicationController',
  resource: 'replicationcontrollers',
  name: 'replication',
  component: 'replication-controller',
  read: (object) => {
    if (!isReplicationController(object)) return undefined
    const { selector, ...spec } = object.spec ?? {}
    return { ...spec, ...(selector === undefined ? {} : { selector: { matchLabels: selector } }) }
  },
})
