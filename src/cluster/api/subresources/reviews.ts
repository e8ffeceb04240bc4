/** Questions about who somebody is and what they may do. @see k8s.io/kubernetes pkg/registry/{authorization,authentication}, v1.34 */
import { badRequest, invalid } from '../../../kubernetes/errors.ts'
import type {
  SelfSubjectRulesReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  TokenReview,
} from '../../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { toTimestamp } from '../../time.ts'
import type { ResourceCall } from '../api-context.ts'
import { examineToken, ISSUER } from '../authentication/service-account-token.ts'
import type { UserInfo } from '../authentication/user.ts'
import type { Attributes } from '../authorization/attributes.ts'
import { authorize, rulesFor } from '../authorization/authorizer.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { ownedBy, readPosted } from '../rest/posted.ts'
import { reviewCauses } from './review-causes.ts'

type Answer = { readonly ok: true; readonly review: object } | { readonly ok: false; readonly status: Status }

const refuse = (status: Status): Answer => ({ ok: false, status })

const attributesOf = ({ resourceAttributes, nonResourceAttributes }: SubjectAccessReviewSpec): Attributes => {
  if (resourceAttributes === undefined) {
    const { verb = '', path = '' } = nonResourceAttributes ?? {}
    return { kind: 'path', verb, path }
  }
  const { verb = '', group = '', resource = '', subresource = '', namespace = '', name = '' } = resourceAttributes
  return { kind: 'resource', verb, group, resource, subresource, namespace, name }
}

/** What stands in the answer beside its status: who asked owns it. */
const asAsked = <T extends KubernetesObject>(call: ResourceCall, object: T): T => {
  const { status: _status, ...asked } = object as T & { readonly status?: unknown }
  return { ...object, metadata: { ...object.metadata, managedFields: ownedBy(call, asked) } }
}

const reviewAccess = (
  call: ResourceCall,
  object: KubernetesObject,
  userOf: (spec: SubjectAccessReviewSpec) => UserInfo = ({ user = '', groups = [] }) => ({ username: user, groups }),
): Answer => {
  const review = asAsked(call, object as SubjectAccessReview)
  const isSelf = call.info.kind === 'SelfSubjectAccessReview'
  const { namespace } = call
  const causes = reviewCauses(review, { isSelf, ...(namespace === undefined ? {} : { namespace }) })
  // The server does not know the kind of what it refuses here.
  if (causes.length > 0) return refuse(invalid('', '', causes, call.info.group))
  const { allowed, reason } = authorize(call.context.store, userOf(review.spec), attributesOf(review.spec))
  return { ok: true, review: { ...review, status: { allowed, ...(reason === '' ? {} : { reason }) } } }
}

const reviewRules = ({ context, user }: ResourceCall, object: KubernetesObject): Answer => {
  const { namespace = '' } = { ...(object as SelfSubjectRulesReview).spec }
  if (namespace === '') return refuse(badRequest('no namespace on request'))
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
  // Of what was asked the answer tells nothing.
  return {
    ok: true,
    review: { metadata: {}, spec: {}, status: { resourceRules, nonResourceRules, incomplete, ...evaluationError } },
  }
}

const reviewToken = (call: ResourceCall, object: KubernetesObject): Answer => {
  const review = asAsked(call, object as TokenReview)
  const { token = '', audiences = [] } = review.spec
  if (token === '') return refuse(badRequest('token is required for TokenReview in authentication'))
  const { signer } = call.context
  const examined =
    signer === undefined
      ? { problem: 'invalid bearer token' }
      : examineToken({ ...call.context, signer }, token, audiences.length === 0 ? [ISSUER] : audiences)
  const status =
    'problem' in examined
      ? { user: {}, error: examined.problem }
      : { authenticated: true, user: examined.user, audiences: examined.audiences }
  return { ok: true, review: { ...review, status } }
}

const reviewSelf = ({ user, context }: ResourceCall): Answer => ({
  ok: true,
  review: { metadata: { creationTimestamp: toTimestamp(context.clock.now()) }, status: { userInfo: user } },
})

const REVIEWS: Readonly<Record<string, (call: ResourceCall, object: KubernetesObject) => Answer>> = {
  LocalSubjectAccessReview: reviewAccess,
  SelfSubjectAccessReview: (call, object) => reviewAccess(call, object, () => call.user),
  SubjectAccessReview: reviewAccess,
  SelfSubjectRulesReview: reviewRules,
  SelfSubjectReview: reviewSelf,
  TokenReview: reviewToken,
}

export const isReview = (kind: string): boolean => Object.hasOwn(REVIEWS, kind)

export const handleReview = async (call: ResourceCall): Promise<Response> => {
  const decoded = await readPosted(call, call.info)
  if (!decoded.ok) return respondStatus(decoded.status)
  const { kind, apiVersion } = call.info
  const answer = REVIEWS[kind]?.(call, decoded.object)
  if (answer?.ok === false) return respondStatus(answer.status)
  const { warnings } = decoded
  return respond(Object.assign({ kind, apiVersion }, answer?.review), call.accepted, { code: 201, warnings })
}
