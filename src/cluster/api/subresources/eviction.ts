import { success } from '../../../kubernetes/errors.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import type { ObjectCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { isDryRun } from '../rest/write-request.ts'

/** As `kubectl drain` asks: a deletion that disruption budgets could refuse; there is nobody here who computes them. */
export const handleEviction = async (call: ObjectCall): Promise<Response> => {
  const body = await readBody(call.request)
  if (!body.ok) return respondStatus(body.status)
  const options: JsonObject = isJsonObject(body.value['deleteOptions']) ? body.value['deleteOptions'] : {}
  const grace = options['gracePeriodSeconds']
  const { name, namespace, context } = call
  const reference = { apiVersion: 'v1', kind: 'Pod', name, ...(namespace === undefined ? {} : { namespace }) }
  const result = context.writer.delete(reference, {
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    ...(isDryRun(call) ? { dryRun: true } : {}),
  })
  if (!result.ok) return respondStatus(result.status)
  await context.store.flushed()
  return respond({ ...success(undefined), code: 201 }, call.accepted, { code: 201 })
}
