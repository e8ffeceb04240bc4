/** GET …/pods/<name>/log: the kubelet's lines, passed on as they come. */
import { badRequest } from '../../../kubernetes/errors.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import type { ObjectCall } from '../api-context.ts'
import { respondStatus } from '../http/respond.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { readLogOptions } from './log-options.ts'

type Chosen = { readonly ok: true; readonly container: string } | { readonly ok: false; readonly message: string }

const chooseContainer = (pod: Pod, asked: string | null): Chosen => {
  const name = pod.metadata.name ?? ''
  const { containers, initContainers = [], ephemeralContainers = [] } = pod.spec ?? { containers: [] }
  if (asked !== null && asked !== '') {
    const known = [...containers, ...initContainers, ...ephemeralContainers].some((container) => container.name === asked)
    return known ? { ok: true, container: asked } : { ok: false, message: `container ${asked} is not valid for pod ${name}` }
  }
  const [only, ...others] = containers
  if (only !== undefined && others.length === 0) return { ok: true, container: only.name }
  const choices = [...initContainers, ...containers, ...ephemeralContainers]
  return {
    ok: false,
    message: `a container name must be specified for pod ${name}, choose one of: [${choices.map((one) => one.name).join(' ')}]`,
  }
}

const toStream = (lines: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const iterator = lines[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await iterator.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
    cancel: async () => {
      await iterator.return?.()
    },
  })
}

export const handleLog = (call: ObjectCall): Response => {
  const read = readLogOptions(call)
  if (!read.ok) return respondStatus(read.status)
  const pod = findObject(call)
  if (pod === undefined || !isPod(pod)) return respondNotFound(call)
  const chosen = chooseContainer(pod, call.query.get('container'))
  if (!chosen.ok) return respondStatus(badRequest(chosen.message))
  const { runtime } = call.context
  if (runtime === undefined) return respondStatus(badRequest('no kubelet answers here: this cluster keeps no logs'))
  const target = { namespace: call.namespace ?? 'default', name: call.name, container: chosen.container }
  const lines = runtime.logs(target, read.options)
  if ('kind' in lines) return respondStatus(lines)
  return new Response(toStream(lines), { headers: { 'content-type': 'text/plain' } })
}
