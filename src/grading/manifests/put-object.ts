/** Puts an object into a cluster as a learner's kubectl would. */
import type { Cluster } from '../../cluster/contract.ts'
import { isStatus } from '../../kubernetes/errors.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Status } from '../../kubernetes/status.ts'

/** A Pod that exists already is replaced, as `kubectl replace --force` does: its spec could not be changed. */
export const putObject = (cluster: Cluster, object: KubernetesObject): Status | undefined => {
  if (!isPod(object)) {
    const result = cluster.apply(object)
    return isStatus(result) ? result : undefined
  }
  const { namespace = 'default', name = '' } = object.metadata
  if (cluster.store.get('pods', namespace, name) !== undefined)
    cluster.writer.delete({ kind: 'Pod', namespace, name }, { gracePeriodSeconds: 0 })
  const podIP = object.status?.podIP
  const { status: _status, ...rest } = object
  const pod = { ...rest, metadata: { ...object.metadata, namespace }, ...(podIP === undefined ? {} : { status: { podIP } }) }
  const result = cluster.writer.create(withoutServerFields(pod), { keepStatus: podIP !== undefined })
  return result.ok ? undefined : result.status
}

/** What `kubectl get -o yaml` exports besides what was written. */
const withoutServerFields = <Kind extends KubernetesObject>(object: Kind): Kind => {
  const {
    resourceVersion: _version,
    uid: _uid,
    creationTimestamp: _created,
    managedFields: _managed,
    ...metadata
  } = object.metadata
  return { ...object, metadata }
}
