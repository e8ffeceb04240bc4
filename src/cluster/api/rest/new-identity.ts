/** What the server alone says of an object, and a patch may not change. */
import { conflict, invalid } from '../../../kubernetes/errors.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { immutable } from '../../../kubernetes/validation/update/immutable.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ObjectCall } from '../api-context.ts'

/** What is applied under a uid is meant to be there. */
const refuseNewUid = ({ metadata: { uid = '' } }: KubernetesObject, { info, name }: Pick<ObjectCall, 'info' | 'name'>) => {
  const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`
  return uid === '' ? undefined : conflict({ resource: info.plural, group: info.group, name }, why)
}

/** What holds of all objects is looked at twice, and told twice. `before`: undefined where there was none. */
export const refuseNewIdentity = (
  object: KubernetesObject,
  before: StoredObject | undefined,
  { info, name }: ObjectCall,
): Status | undefined => {
  if (before === undefined) return refuseNewUid(object, { info, name })
  const { metadata } = before
  const { uid = metadata.uid, deletionTimestamp = metadata.deletionTimestamp } = object.metadata
  const causes = [
    ...immutable('metadata.uid', uid, metadata.uid),
    ...immutable('metadata.deletionTimestamp', deletionTimestamp, metadata.deletionTimestamp),
  ]
  return causes.length === 0 ? undefined : invalid(info.kind, name, [...causes, ...causes], info.group)
}
