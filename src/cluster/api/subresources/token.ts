/** `kubectl create token`: POST …/serviceaccounts/<name>/token. @see k8s.io/kubernetes pkg/registry/core/serviceaccount/storage/token.go, v1.34 */
import { badRequest, conflict, invalid, notFound, unknownPath } from '../../../kubernetes/errors.ts'
import type { ServiceAccount } from '../../../kubernetes/generated/types.ts'
import { isPod, isServiceAccount } from '../../../kubernetes/guards.ts'
import { isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import { toTimestamp } from '../../time.ts'
import type { ObjectCall } from '../api-context.ts'
import {
  bindToPod,
  DEFAULT_EXPIRATION_SECONDS,
  ISSUER,
  issueToken,
  type BoundObject,
} from '../authentication/service-account-token.ts'
import { readBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { isDryRun } from '../rest/write-request.ts'

const MIN_SECONDS = 600
const MAX_SECONDS = 2 ** 32

type Bound = { readonly ok: true; readonly bound?: BoundObject } | { readonly ok: false; readonly status: Status }

const RESOURCES: Readonly<Record<BoundObject['kind'], string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' }

const isBindable = (kind: unknown): kind is BoundObject['kind'] => kind === 'Pod' || kind === 'Secret' || kind === 'Node'

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const bind = ({ context, namespace }: ObjectCall, account: ServiceAccount, reference: JsonObject): Bound => {
  const refuse = (status: Status): Bound => ({ ok: false, status })
  const { kind, name: given, uid: wanted } = reference
  const name = text(given)
  if (!isBindable(kind) || (reference['apiVersion'] ?? 'v1') !== 'v1')
    return refuse(badRequest(`cannot bind token to object of type ${text(reference['apiVersion'])}, Kind=${text(kind)}`))
  const resource = RESOURCES[kind]
  const object = context.store.get(resource, kind === 'Node' ? undefined : namespace, name)
  if (object === undefined) return refuse(notFound({ resource, name }))
  const uid = object.metadata.uid ?? ''
  if (text(wanted) !== '' && wanted !== uid) {
    const why = `the UID in the bound object reference (${text(wanted)}) does not match the UID in record. The object might have been deleted and then recreated`
    return refuse(conflict({ resource, name }, why))
  }
  if (!isPod(object)) return { ok: true, bound: { kind, name, uid } }
  const { serviceAccountName = 'default' } = object.spec ?? {}
  const { name: own = '' } = account.metadata
  if (serviceAccountName !== own) {
    const why = `cannot bind token for serviceaccount "${own}" to pod running with different serviceaccount name.`
    return refuse(badRequest(why))
  }
  return { ok: true, bound: bindToPod(object, context.store) }
}

const validate = (seconds: unknown): readonly StatusCause[] => {
  const field = 'spec.expirationSeconds'
  if (typeof seconds !== 'number' || seconds < MIN_SECONDS)
    return [invalidValue(field, seconds, 'may not specify a duration less than 10 minutes')]
  return seconds > MAX_SECONDS ? [invalidValue(field, seconds, 'may not specify a duration larger than 2^32 seconds')] : []
}

const audiencesOf = (spec: JsonObject): readonly string[] => {
  const given = isList(spec['audiences']) ? spec['audiences'].map(text) : []
  return given.length === 0 ? [ISSUER] : given
}

export const handleTokenRequest = async (call: ObjectCall): Promise<Response> => {
  const { context, name, namespace } = call
  const body = await readBody(call.request, 'TokenRequest')
  if (!body.ok) return respondStatus(body.status)
  const account = findObject(call)
  if (account === undefined || !isServiceAccount(account)) return respondNotFound(call)
  // Without a key there are no tokens, as on a server that was started without one.
  if (context.signer === undefined) return respondStatus(unknownPath())
  const spec: JsonObject = isJsonObject(body.value['spec']) ? body.value['spec'] : {}
  const expirationSeconds = spec['expirationSeconds'] ?? DEFAULT_EXPIRATION_SECONDS
  const causes = validate(expirationSeconds)
  if (causes.length > 0 || typeof expirationSeconds !== 'number')
    return respondStatus(invalid('TokenRequest', '', causes, 'authentication.k8s.io'))
  const reference = spec['boundObjectRef']
  const bound: Bound = isJsonObject(reference) ? bind(call, account, reference) : { ok: true }
  if (!bound.ok) return respondStatus(bound.status)
  const audiences = audiencesOf(spec)
  const wish = { audiences, expirationSeconds, ...(bound.bound === undefined ? {} : { bound: bound.bound }) }
  const issued = issueToken({ ...context, signer: context.signer }, account, wish)
  const answer = {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, uid: context.random.uuid(), creationTimestamp: toTimestamp(context.clock.now()) },
    spec: { audiences, expirationSeconds, boundObjectRef: isJsonObject(reference) ? reference : null },
    status: { token: isDryRun(call) ? '' : issued.token, expirationTimestamp: toTimestamp(issued.expiresAtMs) },
  }
  return respond(answer, call.accepted, { code: 201 })
}
