import type { ObjectCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { respondStatus } from '../http/respond.ts'
import { decodeObject, respondWritten, writeOptions } from './write-request.ts'
import { refuseWriteOptions } from './write-options.ts'
import { storeThrough } from './store-through.ts'

export const handleUpdate = async (call: ObjectCall): Promise<Response> => {
  const refused = refuseWriteOptions(call.query, 'UpdateOptions')
  if (refused !== undefined) return respondStatus(refused)
  const body = await readBody(call.request, call.info.kind)
  if (!body.ok) return respondStatus(body.status)
  const decoded = decodeObject(body.value, call, body)
  if (!decoded.ok) return respondStatus(decoded.status)
  const result = storeThrough(call, decoded.object, writeOptions(call))
  return respondWritten(call, result, { warnings: decoded.warnings })
}
