import { badRequest, conflict, success } from '../../../kubernetes/errors.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import type { ObjectCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { writeOptions } from '../rest/write-request.ts'

/** Puts a Pod on a node, as a scheduler does. */
export const handleBinding = async (call: ObjectCall): Promise<Response> => {
  const body = await readBody(call.request, 'Binding')
  if (!body.ok) return respondStatus(body.status)
  const target = body.value['target']
  const nodeName = isJsonObject(target) ? target['name'] : undefined
  if (typeof nodeName !== 'string' || nodeName === '') return respondStatus(badRequest('target.name: Required value'))
  const pod = findObject(call)
  if (pod === undefined || !isPod(pod)) return respondNotFound(call)
  const bound = pod.spec?.nodeName ?? ''
  if (bound !== '') {
    const subject = { resource: 'pods/binding', name: call.name }
    return respondStatus(conflict(subject, `pod ${call.name} is already assigned to node "${bound}"`))
  }
  const assigned = Object.assign({}, pod, { spec: { ...pod.spec, nodeName } })
  const result = call.context.writer.update(assigned, { ...writeOptions(call), subresource: 'binding' })
  if (!result.ok) return respondStatus(result.status)
  await call.context.store.flushed()
  return respond({ ...success(undefined), code: 201 }, call.accepted, { code: 201 })
}
