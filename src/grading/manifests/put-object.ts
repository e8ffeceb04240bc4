/** Puts an object into a cluster as a learner's kubectl would. */
import type { WritableCluster } from '../../cluster/contract.ts'
import { statusOfAddresses } from '../../cluster/nodes/pod-status.ts'
import { isStatus } from '../../kubernetes/errors.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { findResource } from '../../kubernetes/resources.ts'
import { addressesOfPod } from '../../network/state.ts'
import type { Status } from '../../kubernetes/status.ts'

/** A Pod that exists already is replaced, as `kubectl replace --force` does: its spec could not be changed. */
export const putObject = (cluster: WritableCluster, object: KubernetesObject): Status | undefined => {
  if (!isPod(object)) {
    const result = createOrApply(cluster, object)
    return isStatus(result) ? result : undefined
  }
  const { namespace = 'default', name = '' } = object.metadata
  if (cluster.store.get('pods', namespace, name) !== undefined)
    cluster.writer.delete({ kind: 'Pod', namespace, name }, { gracePeriodSeconds: 0 })
  const ips = addressesOfPod(object)
  const { status: _status, ...rest } = object
  const pod = {
    ...rest,
    metadata: { ...object.metadata, namespace },
    ...(ips.length === 0 ? {} : { status: statusOfAddresses(ips) }),
  }
  const result = cluster.writer.create(withoutServerFields(pod), { keepStatus: ips.length > 0 })
  return result.ok ? undefined : result.status
}

/** What is new need not be decoded once more. */
const createOrApply = (cluster: WritableCluster, object: KubernetesObject): Status | KubernetesObject => {
  const info = findResource(object.apiVersion, object.kind)
  const namespace = info?.namespaced === true ? (object.metadata.namespace ?? 'default') : undefined
  if (info === undefined || cluster.store.get(info.name, namespace, object.metadata.name ?? '') !== undefined)
    return cluster.apply(object)
  const result = cluster.writer.create(object)
  return result.ok ? result.object : result.status
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
