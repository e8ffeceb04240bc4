/** What the server alone says of an object, and a patch may not change. */
import { invalid } from '../../../kubernetes/errors.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { immutable } from '../../../kubernetes/validation/update/immutable.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ObjectCall } from '../api-context.ts'

/** What holds of all objects is looked at twice, and told twice. `before`: undefined where there was none. */
export const refuseNewIdentity = (
  object: KubernetesObject,
  before: StoredObject | undefined,
  { info, name }: ObjectCall,
): Status | undefined => {
  if (before === undefined) return undefined
  const { metadata } = before
  const { uid = metadata.uid, deletionTimestamp = metadata.deletionTimestamp } = object.metadata
  const causes = [
    ...immutable('metadata.uid', uid, metadata.uid),
    ...immutable('metadata.deletionTimestamp', deletionTimestamp, metadata.deletionTimestamp),
  ]
  return causes.length === 0 ? undefined : invalid(info.kind, name, [...causes, ...causes], info.group)
}
