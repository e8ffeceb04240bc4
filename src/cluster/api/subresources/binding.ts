import { badRequest, conflict, failureWithoutReason, joinMessages, notFound, success } from '../../../kubernetes/errors.ts'
import type { Binding, Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { JsonObject } from '../../../kubernetes/json.ts'
import { bindTo, refuseBinding } from '../../controllers/scheduling/binding.ts'
import { toTimestamp } from '../../time.ts'
import type { ResourceCall } from '../api-context.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { readPosted } from '../rest/posted.ts'
import { isDryRun } from '../rest/write-request.ts'

/** A target is a node, whether it says so or not. */
const refuseTarget = ({ kind = '', name = '' }: JsonObject): readonly string[] => [
  ...(kind === '' || kind === 'Node'
    ? []
    : [`target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`]),
  ...(typeof name === 'string' && name !== '' ? [] : ['target.name: Required value']),
]

const refuseNames = (call: ResourceCall, named: string): Status | undefined => {
  const name = call.name ?? named
  if (name === '') return badRequest('Name parameter required.')
  return name === named ? undefined : badRequest('name in URL does not match name in Binding object')
}

/** A binding may say which Pod of its name it means. */
const refuseOther = (pod: Pod, uid = ''): Status | undefined => {
  const { name = '', namespace = '', uid: own = '' } = pod.metadata
  if (uid === '' || uid === own) return undefined
  const told = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${own}`
  const place = `Key: /registry/pods/${namespace}/${name}, ResourceVersion: 0`
  const error = `StorageError: invalid object, Code: 4, ${place}, AdditionalErrorMsg: ${told}`
  return conflict({ resource: 'pods', name }, error)
}

const BINDING = { kind: 'Binding', group: '', version: 'v1' } as const

/** Puts a Pod on a node, as a scheduler does: the Pod of the path, or the one that the binding names. */
export const handleBinding = async (call: ResourceCall): Promise<Response> => {
  const decoded = await readPosted(call, BINDING)
  if (!decoded.ok) return respondStatus(decoded.status)
  const { target, metadata } = decoded.object as Binding
  const { name = '', uid } = metadata
  const misnamed = refuseNames(call, name)
  if (misnamed !== undefined) return respondStatus(misnamed)
  const problems = refuseTarget({ ...target })
  if (problems.length > 0) return respondStatus(failureWithoutReason(joinMessages(problems)))
  const pod = call.context.store.get('pods', call.namespace, name)
  if (pod === undefined || !isPod(pod)) return respondStatus(notFound({ resource: 'pods', name }))
  const why = refuseBinding(pod)
  if (why !== undefined) return respondStatus(conflict({ resource: 'pods/binding', name }, why))
  const other = refuseOther(pod, uid)
  if (other !== undefined) return respondStatus(other)
  const bound = bindTo(pod, target.name ?? '', toTimestamp(call.context.clock.now()))
  const result = call.context.writer.record(bound, isDryRun(call) ? { dryRun: true } : {})
  if (!result.ok) return respondStatus(result.status)
  await call.context.store.flushed()
  return respond({ ...success(undefined), code: 201 }, call.accepted, { code: 201 })
}
