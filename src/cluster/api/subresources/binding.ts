import { badRequest, conflict, notFound, success } from '../../../kubernetes/errors.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import type { ResourceCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { writeOptions } from '../rest/write-request.ts'

/** Puts a Pod on a node, as a scheduler does: the Pod of the path, or the one that the binding names. */
export const handleBinding = async (call: ResourceCall): Promise<Response> => {
  const body = await readBody(call.request, 'Binding')
  if (!body.ok) return respondStatus(body.status)
  const { target, metadata } = body.value
  const named = isJsonObject(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : ''
  const name = call.name ?? named
  if (name !== named) return respondStatus(badRequest('name in URL does not match name in Binding object'))
  const nodeName = isJsonObject(target) ? target['name'] : undefined
  if (typeof nodeName !== 'string' || nodeName === '') return respondStatus(badRequest('target.name: Required value'))
  const pod = call.context.store.get('pods', call.namespace, name)
  if (pod === undefined || !isPod(pod)) return respondStatus(notFound({ resource: 'pods', name }))
  const bound = pod.spec?.nodeName ?? ''
  if (bound !== '') {
    const subject = { resource: 'pods/binding', name }
    return respondStatus(conflict(subject, `pod ${name} is already assigned to node "${bound}"`))
  }
  const assigned = Object.assign({}, pod, { spec: { ...pod.spec, nodeName } })
  const result = call.context.writer.update(assigned, { ...writeOptions(call), subresource: 'binding' })
  if (!result.ok) return respondStatus(result.status)
  await call.context.store.flushed()
  return respond({ ...success(undefined), code: 201 }, call.accepted, { code: 201 })
}
