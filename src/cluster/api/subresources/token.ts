/** `kubectl create token`: POST …/serviceaccounts/<name>/token. @see k8s.io/kubernetes pkg/registry/core/serviceaccount/storage/token.go, v1.34 */
import { badRequest, conflict, invalid, notFound, unknownPath } from '../../../kubernetes/errors.ts'
import type {
  BoundObjectReference,
  ServiceAccount,
  TokenRequest,
  TokenRequestSpec,
} from '../../../kubernetes/generated/types.ts'
import { isPod, isServiceAccount } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import { toTimestamp } from '../../time.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ApiContext, ObjectCall } from '../api-context.ts'
import {
  bindToPod,
  DEFAULT_EXPIRATION_SECONDS,
  ISSUER,
  issueToken,
  type BoundObject,
} from '../authentication/service-account-token.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { ownedBy, readPosted } from '../rest/posted.ts'

const GROUP = 'authentication.k8s.io'
const MIN_SECONDS = 600
const MAX_SECONDS = 2 ** 32

type Bound = { readonly ok: true; readonly bound?: BoundObject } | { readonly ok: false; readonly status: Status }

const RESOURCES: Readonly<Record<BoundObject['kind'], string>> = { Pod: 'pods', Secret: 'secrets', Node: 'nodes' }

const isBindable = (kind: string): kind is BoundObject['kind'] => kind === 'Pod' || kind === 'Secret' || kind === 'Node'

const bindTo = (object: StoredObject, kind: BoundObject['kind'], account: ServiceAccount, context: ApiContext): Bound => {
  const { name = '', uid = '' } = object.metadata
  if (!isPod(object)) return { ok: true, bound: { kind, name, uid } }
  const { serviceAccountName = 'default' } = object.spec ?? {}
  const { name: own = '' } = account.metadata
  if (serviceAccountName === own) return { ok: true, bound: bindToPod(object, context.store) }
  const why = `cannot bind token for serviceaccount "${own}" to pod running with different serviceaccount name.`
  return { ok: false, status: badRequest(why) }
}

/** The server looks for the object by its kind, whatever version of its own group is named. */
const bind = ({ context, namespace }: ObjectCall, account: ServiceAccount, reference: BoundObjectReference): Bound => {
  const refuse = (status: Status): Bound => ({ ok: false, status })
  const { apiVersion = '', kind = '', name = '', uid: wanted = '' } = reference
  if (!isBindable(kind)) {
    const version = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`
    return refuse(badRequest(`cannot bind token to object of type ${version}, Kind=${kind}`))
  }
  if (name === '') return refuse(badRequest('Name parameter required.'))
  const resource = RESOURCES[kind]
  const object = context.store.get(resource, kind === 'Node' ? undefined : namespace, name)
  if (object === undefined) return refuse(notFound({ resource, name }))
  if (wanted === '' || wanted === object.metadata.uid) return bindTo(object, kind, account, context)
  const why = `the UID in the bound object reference (${wanted}) does not match the UID in record. The object might have been deleted and then recreated`
  return refuse(conflict({ resource: kind, name }, why))
}

const validate = (seconds: number): readonly StatusCause[] => {
  const field = 'spec.expirationSeconds'
  if (seconds < MIN_SECONDS) return [invalidValue(field, seconds, 'may not specify a duration less than 10 minutes')]
  return seconds > MAX_SECONDS ? [invalidValue(field, seconds, 'may not specify a duration larger than 2^32 seconds')] : []
}

/** A request may say whose token it wants, as the path does. */
const refuseName = ({ metadata: { name = '' } }: TokenRequest, call: ObjectCall): Status | undefined => {
  if (name === '' || name === call.name) return undefined
  const cause = invalidValue('metadata.name', name, 'must match the service account name if specified')
  return invalid('TokenRequest', call.name, [cause], GROUP)
}

const TOKEN_REQUEST = { kind: 'TokenRequest', group: GROUP, version: 'v1' } as const

export const handleTokenRequest = async (call: ObjectCall): Promise<Response> => {
  const { context, name, namespace } = call
  const decoded = await readPosted(call, TOKEN_REQUEST)
  if (!decoded.ok) return respondStatus(decoded.status)
  const request = decoded.object as TokenRequest
  const account = findObject(call)
  if (account === undefined || !isServiceAccount(account)) return respondNotFound(call)
  // Without a key there are no tokens, as on a server that was started without one.
  if (context.signer === undefined) return respondStatus(unknownPath())
  const asGiven: Partial<TokenRequestSpec> = request.spec
  const { audiences: given = [], expirationSeconds = DEFAULT_EXPIRATION_SECONDS, boundObjectRef } = asGiven
  const misnamed = refuseName(request, call)
  if (misnamed !== undefined) return respondStatus(misnamed)
  const causes = validate(expirationSeconds)
  if (causes.length > 0) return respondStatus(invalid('TokenRequest', '', causes, GROUP))
  const bound: Bound = boundObjectRef === undefined ? { ok: true } : bind(call, account, boundObjectRef)
  if (!bound.ok) return respondStatus(bound.status)
  const audiences = given.length === 0 ? [ISSUER] : given
  const wish = { audiences, expirationSeconds, ...(bound.bound === undefined ? {} : { bound: bound.bound }) }
  const issued = issueToken({ ...context, signer: context.signer }, account, wish)
  const asked = { ...request, spec: { ...request.spec, expirationSeconds } }
  const answer = {
    kind: 'TokenRequest',
    apiVersion: `${GROUP}/v1`,
    metadata: {
      name,
      namespace,
      uid: context.random.uuid(),
      creationTimestamp: toTimestamp(context.clock.now()),
      managedFields: ownedBy(call, withoutStatus(asked), 'token'),
    },
    spec: { audiences, expirationSeconds, boundObjectRef: boundObjectRef ?? null },
    status: { token: issued.token, expirationTimestamp: toTimestamp(issued.expiresAtMs) },
  }
  return respond(answer, call.accepted, { code: 201, warnings: decoded.warnings })
}

const withoutStatus = ({ status: _status, ...request }: TokenRequest): KubernetesObject => request
