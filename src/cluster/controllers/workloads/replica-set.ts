import { isReplicaSet } from '../../../kubernetes/guards.ts'
import { createSetController } from './replicated-set.ts'

/** Keeps the number of Pods that a ReplicaSet asks for. */
export const replicaSetController = createSetController({
  kind: 'ReplicaSet',
  resource: 'replicasets.apps',
  name: 'replicaset',
  component: 'replicaset-controller',
  read: (object) => (isReplicaSet(object) ? (object.spec ?? {}) : undefined),
})
