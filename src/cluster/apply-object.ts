/** Applies a manifest as `kubectl apply` would, without HTTP. */
import { decode } from '../kubernetes/decode/decode.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Status } from '../kubernetes/status.ts'
import type { Writer } from './api/writer.ts'
import { findServed } from './custom/served.ts'
import type { Store, StoredObject } from './store/store.ts'

/** The object as it is stored then, or the refusal. Without a manager nobody owns its fields, whoever writes it later. */
export const applyObject = (
  writer: Writer,
  store: Store,
  given: KubernetesObject,
  fieldManager?: string,
): Status | StoredObject => {
  const decoded = decode({ ...given }, { fieldValidation: 'Strict' })
  if (decoded.object === undefined) return decoded.status ?? unreadable()
  const { object } = decoded
  const info = findServed(store, object.apiVersion, object.kind)
  const namespace = info?.namespaced === true ? (object.metadata.namespace ?? 'default') : undefined
  const old = info === undefined ? undefined : store.get(info.name, namespace, object.metadata.name ?? '')
  const { resourceVersion: _version, uid: _uid, ...metadata } = object.metadata
  const merged = old === undefined ? object : mergeOnto(old, { ...object, metadata })
  const options = fieldManager === undefined ? {} : { fieldManager }
  const result = old === undefined ? writer.create(merged, options) : writer.update(merged, options)
  return result.ok ? result.object : result.status
}

/** Labels and annotations are added to, everything else that is given replaces what there was. */
const mergeOnto = (old: StoredObject, object: KubernetesObject): KubernetesObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: { ...old.metadata.labels, ...object.metadata.labels },
    ...(old.metadata.annotations === undefined && object.metadata.annotations === undefined
      ? {}
      : { annotations: { ...old.metadata.annotations, ...object.metadata.annotations } }),
  },
})

const unreadable = (): Status => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 400 })
