import { failureWithoutReason } from '../../../kubernetes/errors.ts'
import type { ResourceCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { respondStatus } from '../http/respond.ts'
import { decodeObject, respondWritten, writeOptions } from './write-request.ts'
import { refuseWriteOptions } from './write-options.ts'

const VERSION_SET = failureWithoutReason('resourceVersion should not be set on objects to be created')

export const handleCreate = async (call: ResourceCall): Promise<Response> => {
  const refused = refuseWriteOptions(call.query, 'CreateOptions')
  if (refused !== undefined) return respondStatus(refused)
  const body = await readBody(call.request, call.info.kind)
  if (!body.ok) return respondStatus(body.status)
  const decoded = decodeObject(body.value, call, body)
  if (!decoded.ok) return respondStatus(decoded.status)
  if ((decoded.object.metadata.resourceVersion ?? '') !== '') return respondStatus(VERSION_SET)
  const { managedFields: _managedFields, ...metadata } = decoded.object.metadata
  const result = call.context.writer.create({ ...decoded.object, metadata }, writeOptions(call))
  return respondWritten(call, result, { code: 201, warnings: decoded.warnings })
}
