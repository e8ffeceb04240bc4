/** Which handler answers a request for a resource. */
import { badRequest, methodNotAllowed, unknownPath } from '../../kubernetes/errors.ts'
import type { ObjectCall, ResourceCall } from './api-context.ts'
import { respondStatus } from './http/respond.ts'
import { verbsOf } from './discovery/groups.ts'
import { handleCreate } from './rest/create.ts'
import { handleDelete, handleDeleteCollection } from './rest/delete.ts'
import { findObject, handleGet, respondNotFound } from './rest/get.ts'
import { isTrue } from './rest/list-options.ts'
import { handleList } from './rest/list.ts'
import { handlePatch } from './rest/patch.ts'
import { handleUpdate } from './rest/update.ts'
import { handleWatch } from './rest/watch.ts'
import { whyUnhosted } from '../nodes/unhosted.ts'
import { handleBinding } from './subresources/binding.ts'
import { handleEviction } from './subresources/eviction.ts'
import { handleLog } from './subresources/log.ts'
import { handleProxy } from './subresources/proxy.ts'
import { handleReview, isReview } from './subresources/reviews.ts'
import { handleScale } from './subresources/scale.ts'
import { handleTokenRequest } from './subresources/token.ts'

type Answer = Response | Promise<Response>

const isWatch = ({ query, request }: ResourceCall): boolean => request.method === 'GET' && isTrue(query, 'watch')

/** Whether a resource that can be read can also be changed, or watched, in the way that is asked for. */
const isOffered = (call: ResourceCall): boolean => {
  const { verbs } = call.info
  return isWatch(call) ? verbs.includes('watch') : call.request.method === 'GET' || verbs.includes('update')
}

const COLLECTION: Readonly<Record<string, (call: ResourceCall) => Answer>> = {
  DELETE: handleDeleteCollection,
  GET: (call) => (isWatch(call) ? handleWatch(call) : handleList(call)),
  POST: handleCreate,
}

const dispatchCollection = (call: ResourceCall): Answer => {
  const { info, namespace } = call
  const { method } = call.request
  const listable = info.verbs.includes('list')
  if (method === 'POST' && isReview(info.kind)) return handleReview(call)
  if (method === 'POST' && info.kind === 'Binding' && namespace !== undefined) return handleBinding(call)
  const everywhere = info.namespaced && namespace === undefined && method !== 'GET'
  const isClosed = everywhere || (method === 'DELETE' && !verbsOf(info).includes('deletecollection'))
  const handler = listable && !isClosed && isOffered(call) ? COLLECTION[method] : undefined
  return handler === undefined ? respondStatus(methodNotAllowed()) : handler(call)
}

const dispatchObject = (call: ObjectCall): Answer => {
  switch (call.request.method) {
    case 'GET':
      return handleGet(call)
    case 'PUT':
      return handleUpdate(call)
    case 'PATCH':
      return handlePatch(call)
    case 'DELETE':
      return handleDelete(call)
    default:
      return respondStatus(methodNotAllowed())
  }
}

const UPGRADES: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward'])

type Handler = (call: ObjectCall) => Answer

const only =
  (methods: readonly string[], handler: Handler): Handler =>
  (call) =>
    methods.includes(call.request.method) ? handler(call) : respondStatus(methodNotAllowed())

const readWrite = only(['GET', 'PUT', 'PATCH'], dispatchObject)

const SUBRESOURCES: Readonly<Record<string, Handler>> = {
  binding: only(['POST'], handleBinding),
  approval: readWrite,
  ephemeralcontainers: readWrite,
  eviction: only(['POST'], handleEviction),
  finalize: only(['PUT'], handleUpdate),
  log: only(['GET'], handleLog),
  proxy: (call) => handleProxy(call, call.rest),
  resize: readWrite,
  scale: only(['GET', 'PUT', 'PATCH'], handleScale),
  status: readWrite,
  token: only(['POST'], handleTokenRequest),
}

/** A kubelet would upgrade the connection: it misses who asks for that. */
const refuseWithoutUpgrade = (call: ObjectCall): Answer => {
  const pod = findObject(call)
  if (pod === undefined) return respondNotFound(call)
  return respondStatus(whyUnhosted(pod) ?? badRequest('Upgrade request required'))
}

const dispatchSubresource = (call: ObjectCall, subresource: string): Answer => {
  if (UPGRADES.has(subresource)) return refuseWithoutUpgrade(call)
  const handler = SUBRESOURCES[subresource]
  // DIFFERS: the nodes' own APIs are not served; nothing listens behind them (dispatch.test.ts).
  return handler === undefined ? respondStatus(unknownPath()) : handler(call)
}

export const dispatch = (call: ResourceCall): Answer => {
  const { name, subresource } = call
  if (name === undefined) return dispatchCollection(call)
  // What is posted and not stored has no objects.
  if (!call.info.verbs.includes('get')) return respondStatus(unknownPath())
  if (!isOffered(call)) return respondStatus(methodNotAllowed())
  const named: ObjectCall = { ...call, name }
  return subresource === undefined ? dispatchObject(named) : dispatchSubresource(named, subresource)
}
