/** Questions about who somebody is and what they may do. @see k8s.io/kubernetes pkg/registry/{authorization,authentication}, v1.34 */
import { badRequest, invalid } from '../../../kubernetes/errors.ts'
import { isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import { toTimestamp } from '../../time.ts'
import type { ResourceCall } from '../api-context.ts'
import { checkToken, ISSUER } from '../authentication/service-account-token.ts'
import type { UserInfo } from '../authentication/user.ts'
import type { Attributes } from '../authorization/attributes.ts'
import { authorize, rulesFor } from '../authorization/authorizer.ts'
import { readBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'

type Answer = { readonly ok: true; readonly status: unknown } | { readonly ok: false; readonly status: Status }

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const texts = (value: unknown): readonly string[] => (isList(value) ? value.map(text) : [])

const readAttributes = (spec: JsonObject, namespace: string | undefined): Attributes | undefined => {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec
  if (isJsonObject(resource)) {
    return {
      kind: 'resource',
      verb: text(resource['verb']),
      group: text(resource['group']),
      resource: text(resource['resource']),
      subresource: text(resource['subresource']),
      namespace: namespace ?? text(resource['namespace']),
      name: text(resource['name']),
    }
  }
  return isJsonObject(path) ? { kind: 'path', verb: text(path['verb']), path: text(path['path']) } : undefined
}

const validateAttributes = (spec: JsonObject): readonly StatusCause[] => {
  const { resourceAttributes: resource, nonResourceAttributes: path } = spec
  if (isJsonObject(resource) && isJsonObject(path))
    return [invalidValue('spec.nonResourceAttributes', path, 'cannot be specified in combination with resourceAttributes')]
  return isJsonObject(resource) || isJsonObject(path)
    ? []
    : [
        invalidValue(
          'spec.resourceAttributes',
          null,
          'exactly one of nonResourceAttributes or resourceAttributes must be specified',
        ),
      ]
}

const decide = ({ context }: ResourceCall, user: UserInfo, asked: Attributes): Answer => {
  const { allowed, reason } = authorize(context.store, user, asked)
  return { ok: true, status: { allowed, ...(reason === '' ? {} : { reason }) } }
}

const reviewAccess = (call: ResourceCall, spec: JsonObject, userOf: (spec: JsonObject) => UserInfo | undefined): Answer => {
  const user = userOf(spec)
  const asked = readAttributes(spec, call.namespace)
  const nobody = invalidValue('spec.user', text(spec['user']), 'at least one of user or group must be specified')
  const causes = [...validateAttributes(spec), ...(user === undefined ? [nobody] : [])]
  if (causes.length > 0 || user === undefined || asked === undefined)
    return { ok: false, status: invalid(call.info.kind, '', causes, call.info.group) }
  return decide(call, user, asked)
}

const namedUser = (spec: JsonObject): UserInfo | undefined => {
  const username = text(spec['user'])
  const groups = texts(spec['groups'])
  return username === '' && groups.length === 0 ? undefined : { username, groups }
}

const reviewLocal = (call: ResourceCall, spec: JsonObject): Answer => {
  const { resourceAttributes: resource } = spec
  const named = isJsonObject(resource) ? text(resource['namespace']) : ''
  if (named !== call.namespace)
    return {
      ok: false,
      status: badRequest('spec.resourceAttributes.namespace must match namespace: ' + (call.namespace ?? '')),
    }
  return reviewAccess(call, spec, namedUser)
}

const reviewRules = ({ context, user }: ResourceCall, spec: JsonObject): Answer => {
  const namespace = text(spec['namespace'])
  if (namespace === '') return { ok: false, status: badRequest('no namespace on request') }
  const { rules, mistakes } = rulesFor(context.store, user, namespace)
  const resourceRules = rules
    .filter(({ resources = [] }) => resources.length > 0)
    .map(({ verbs, apiGroups, resources, resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      ...(resourceNames === undefined ? {} : { resourceNames }),
    }))
  const nonResourceRules = rules
    .filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }))
  const incomplete = mistakes.length > 0
  const evaluationError = incomplete ? { evaluationError: mistakes.join(', ') } : {}
  return { ok: true, status: { resourceRules, nonResourceRules, incomplete, ...evaluationError } }
}

const reviewToken = ({ context }: ResourceCall, spec: JsonObject): Answer => {
  const token = text(spec['token'])
  if (token === '') return { ok: false, status: badRequest('token is required for TokenReview in authentication') }
  const asked = texts(spec['audiences'])
  const { signer } = context
  const checked =
    signer === undefined ? undefined : checkToken({ ...context, signer }, token, asked.length === 0 ? [ISSUER] : asked)
  return {
    ok: true,
    status:
      checked === undefined
        ? { user: {}, error: '[invalid bearer token, service account token has been invalidated]' }
        : { authenticated: true, user: checked.user, audiences: checked.audiences },
  }
}

const REVIEWS: Readonly<Record<string, (call: ResourceCall, spec: JsonObject) => Answer>> = {
  LocalSubjectAccessReview: reviewLocal,
  SelfSubjectAccessReview: (call, spec) => reviewAccess(call, spec, () => call.user),
  SubjectAccessReview: (call, spec) => reviewAccess(call, spec, namedUser),
  SelfSubjectRulesReview: reviewRules,
  SelfSubjectReview: ({ user }) => ({ ok: true, status: { userInfo: user } }),
  TokenReview: reviewToken,
}

export const isReview = (kind: string): boolean => Object.hasOwn(REVIEWS, kind)

export const handleReview = async (call: ResourceCall): Promise<Response> => {
  const body = await readBody(call.request, call.info.kind)
  if (!body.ok) return respondStatus(body.status)
  const { kind, apiVersion } = call.info
  const spec: JsonObject = isJsonObject(body.value['spec']) ? body.value['spec'] : {}
  const answer = REVIEWS[kind]?.(call, spec)
  if (answer?.ok === false) return respondStatus(answer.status)
  const isSelf = kind === 'SelfSubjectReview'
  const created = isSelf ? { creationTimestamp: toTimestamp(call.context.clock.now()) } : {}
  const review = {
    kind,
    apiVersion,
    metadata: { ...(call.namespace === undefined ? {} : { namespace: call.namespace }), ...created },
    ...(isSelf ? {} : { spec }),
    status: answer?.status,
  }
  return respond(review, call.accepted, { code: 201 })
}
