import { success } from '../../../kubernetes/errors.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ObjectCall, ResourceCall } from '../api-context.ts'
import { respond, respondStatus } from '../http/respond.ts'
import type { DeletionOptions, WriteResult } from '../writer.ts'
import { readDeletion } from './delete-options.ts'
import { refuseListOptions } from './list-options.ts'
import { takePage } from './list.ts'
import { presentList, respondObject } from './present.ts'
import { refuseFutureRevision } from './revisions.ts'
import { readSelection } from './select.ts'

/** Kinds of which a deletion answers with the object even when it is gone. @see pkg/registry, ReturnDeletedObject, v1.34 */
const RETURNED: ReadonlySet<string> = new Set([
  'Pod',
  'Service',
  'ServiceAccount',
  'PodTemplate',
  'PersistentVolumeClaim',
  'ResourceQuota',
])

const removeOne = (call: ResourceCall, object: Pick<KubernetesObject, 'metadata'>, options: DeletionOptions): WriteResult => {
  const { name = '', namespace } = object.metadata
  const reference = {
    apiVersion: storedVersion(call),
    kind: call.info.kind,
    name,
    ...(namespace === undefined ? {} : { namespace }),
  }
  return call.context.writer.delete(reference, options)
}

/** Events are stored as those of v1. */
const storedVersion = ({ info }: ResourceCall): string => (info.name === 'events' ? 'v1' : info.apiVersion)

export const handleDelete = async (call: ObjectCall): Promise<Response> => {
  const read = await readDeletion(call)
  if (!read.ok) return respondStatus(read.status)
  const metadata = { name: call.name, ...(call.namespace === undefined ? {} : { namespace: call.namespace }) }
  const result = removeOne(call, { metadata }, read.options)
  if (!result.ok) return respondStatus(result.status)
  await call.context.store.flushed()
  if (result.removed !== true || RETURNED.has(call.info.kind))
    return respondObject(call, result.object, { warnings: result.warnings })
  const { plural, group } = call.info
  const uid = result.object.metadata.uid
  const details = { name: call.name, ...(group === '' ? {} : { group }), kind: plural, ...(uid === undefined ? {} : { uid }) }
  const { code: _code, ...done } = success(details)
  return respond(done, call.accepted)
}

export const handleDeleteCollection = async (call: ResourceCall): Promise<Response> => {
  const selection = readSelection(call)
  if (!selection.ok) return respondStatus(selection.status)
  const { store } = call.context
  const refused =
    refuseListOptions(call.query, 'list') ?? refuseFutureRevision(call.query.get('resourceVersion'), store.revision)
  if (refused !== undefined) return respondStatus(refused)
  const read = await readDeletion(call)
  if (!read.ok) return respondStatus(read.status)
  const selected = store.list(call.info.name, call.namespace).filter((object) => selection.selects(object))
  const { items, metadata } = takePage(call, selected, Number(call.query.get('limit') ?? 0), store.revision)
  for (const object of items) {
    const result = removeOne(call, object, read.options)
    if (!result.ok && result.status.code !== 404) return respondStatus(result.status)
  }
  await store.flushed()
  return respond(presentList(call, items, { ...metadata, resourceVersion: String(store.revision) }), call.accepted)
}
