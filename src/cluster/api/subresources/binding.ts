import { badRequest, conflict, failureWithoutReason, joinMessages, notFound, success } from '../../../kubernetes/errors.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import { bindTo, refuseBinding } from '../../controllers/scheduling/binding.ts'
import { toTimestamp } from '../../time.ts'
import type { ResourceCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { isDryRun } from '../rest/write-request.ts'

/** A target is a node, whether it says so or not. */
const refuseTarget = ({ kind = '', name = '' }: JsonObject): readonly string[] => [
  ...(kind === '' || kind === 'Node'
    ? []
    : [`target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`]),
  ...(typeof name === 'string' && name !== '' ? [] : ['target.name: Required value']),
]

/** Puts a Pod on a node, as a scheduler does: the Pod of the path, or the one that the binding names. */
export const handleBinding = async (call: ResourceCall): Promise<Response> => {
  const body = await readBody(call.request, 'Binding')
  if (!body.ok) return respondStatus(body.status)
  const { target, metadata } = body.value
  const named = isJsonObject(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : ''
  const name = call.name ?? named
  if (name !== named) return respondStatus(badRequest('name in URL does not match name in Binding object'))
  const given = isJsonObject(target) ? target : {}
  const problems = refuseTarget(given)
  if (problems.length > 0) return respondStatus(failureWithoutReason(joinMessages(problems)))
  const pod = call.context.store.get('pods', call.namespace, name)
  if (pod === undefined || !isPod(pod)) return respondStatus(notFound({ resource: 'pods', name }))
  const why = refuseBinding(pod)
  if (why !== undefined) return respondStatus(conflict({ resource: 'pods/binding', name }, why))
  const bound = bindTo(pod, String(given['name']), toTimestamp(call.context.clock.now()))
  const result = call.context.writer.record(bound, isDryRun(call) ? { dryRun: true } : {})
  if (!result.ok) return respondStatus(result.status)
  await call.context.store.flushed()
  return respond({ ...success(undefined), code: 201 }, call.accepted, { code: 201 })
}
