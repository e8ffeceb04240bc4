/** Fields that clients cannot set: identity, status, and who manages what. */
import type { ManagedFieldsEntry } from '../../kubernetes/generated/types.ts'
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Clock } from '../environment.ts'
import type { StoredObject } from '../store/store.ts'
import { toTimestamp } from '../time.ts'
import type { WriteOptions } from './writer.ts'

/** An update keeps identity, deletion marks and status of what is stored. */
export const keepServerFields = (object: KubernetesObject, old: StoredObject): KubernetesObject => {
  const { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, namespace, managedFields } =
    old.metadata
  const kept = { uid, creationTimestamp, generation, deletionTimestamp, deletionGracePeriodSeconds, namespace }
  const metadata = { ...object.metadata, managedFields: object.metadata.managedFields ?? managedFields, ...kept }
  const status = 'status' in old ? { status: old.status } : {}
  return {
    ...object,
    ...(hasOwnStatus(old) ? status : {}),
    metadata: Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined)),
  }
}

const hasOwnStatus = (object: KubernetesObject): boolean => 'status' in object && object.kind !== 'Event'

/** A set of fields as FieldsV1 writes it: `f:` before the name of each. Lists count as one field. */
const toFieldSet = (value: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      `f:${key}`,
      isJsonObject(item) && !isList(item) && Object.keys(item).length > 0 ? toFieldSet(item) : {},
    ]),
  )

const SERVER_METADATA = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'managedFields',
  'name',
  'namespace',
  'selfLink',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
])

export const ownedFields = (object: KubernetesObject): JsonObject => {
  const { apiVersion: _version, kind: _kind, metadata, ...rest } = object
  const { status: _status, ...content } = rest as JsonObject
  const kept = Object.fromEntries(
    Object.entries(metadata).filter(([key, value]) => !SERVER_METADATA.has(key) && value !== undefined),
  )
  return toFieldSet({ ...(Object.keys(kept).length === 0 ? {} : { metadata: kept }), ...content })
}

/** Notes a client's update. Managers of server-side apply are kept as they are. */
export const touchManagedFields = (
  object: KubernetesObject,
  old: StoredObject | undefined,
  options: WriteOptions,
  clock: Clock,
): KubernetesObject => {
  const { fieldManager } = options
  if (fieldManager === undefined) return object
  const others = (old?.metadata.managedFields ?? []).filter(
    (entry) => entry.operation === 'Apply' || entry.manager !== fieldManager,
  )
  const entry: ManagedFieldsEntry = {
    manager: fieldManager,
    operation: 'Update',
    apiVersion: object.apiVersion,
    time: toTimestamp(clock.now()),
    fieldsType: 'FieldsV1',
    fieldsV1: ownedFields(object),
  }
  return { ...object, metadata: { ...object.metadata, managedFields: [...others, entry] } }
}
