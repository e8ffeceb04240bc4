/** Questions about oneself: there is one user, kubernetes-admin, who may do everything. */
import { isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import type { ResourceCall } from '../api-context.ts'
import { readBody } from '../http/body.ts'
import { respond, respondStatus } from '../http/respond.ts'

const USER = {
  username: 'kubernetes-admin',
  groups: ['kubeadm:cluster-admins', 'system:authenticated'],
} as const

const ALLOWED = {
  allowed: true,
  reason:
    'RBAC: allowed by ClusterRoleBinding "kubeadm:cluster-admins" of ClusterRole "cluster-admin" to Group "kubeadm:cluster-admins"',
} as const

const RULES = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
  incomplete: false,
} as const

const STATUSES: Readonly<Record<string, unknown>> = {
  LocalSubjectAccessReview: ALLOWED,
  SelfSubjectAccessReview: ALLOWED,
  SubjectAccessReview: ALLOWED,
  SelfSubjectRulesReview: RULES,
  SelfSubjectReview: { userInfo: USER },
  TokenReview: { authenticated: false, error: 'this cluster issues no tokens' },
}

export const isReview = (kind: string): boolean => Object.hasOwn(STATUSES, kind)

export const handleReview = async (call: ResourceCall): Promise<Response> => {
  const body = await readBody(call.request)
  if (!body.ok) return respondStatus(body.status)
  const { kind, apiVersion } = call.info
  const spec: JsonObject = isJsonObject(body.value['spec']) ? body.value['spec'] : {}
  const review = { kind, apiVersion, metadata: { creationTimestamp: null }, spec, status: STATUSES[kind] }
  return respond(review, call.accepted, { code: 201 })
}
