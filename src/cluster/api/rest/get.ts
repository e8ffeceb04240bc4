import { notFound } from '../../../kubernetes/errors.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ObjectCall } from '../api-context.ts'
import { respondStatus } from '../http/respond.ts'
import { readOne } from './read.ts'
import { respondObject } from './present.ts'
import { refuseRevision } from './revisions.ts'

export const findObject = (call: ObjectCall): StoredObject | undefined => readOne(call)

export const respondNotFound = ({ info, name }: Pick<ObjectCall, 'info' | 'name'>): Response =>
  respondStatus(notFound({ resource: info.kind === 'ComponentStatus' ? info.singular : info.plural, group: info.group, name }))

export const handleGet = (call: ObjectCall): Response => {
  const refused = refuseRevision(call.query.get('resourceVersion'), call.context.store.revision)
  if (refused !== undefined) return respondStatus(refused)
  const object = findObject(call)
  return object === undefined ? respondNotFound(call) : respondObject(call, object)
}
