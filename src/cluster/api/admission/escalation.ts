/** Nobody grants more than they hold. @see k8s.io/kubernetes pkg/registry/rbac/{escalation_check.go,validation,*\/policybased}, v1.34 */
import { failureWithoutReason, forbidden, notFound } from '../../../kubernetes/errors.ts'
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
} from '../../../kubernetes/generated/types.ts'
import { isClusterRole, isClusterRoleBinding, isRole, isRoleBinding } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { isMaster, type UserInfo } from '../authentication/user.ts'
import type { Attributes } from '../authorization/attributes.ts'
import { authorize, findRole, rulesFor, type Policies } from '../authorization/authorizer.ts'
import { ruleAllows } from '../authorization/rules.ts'

const GROUP = 'rbac.authorization.k8s.io'

/** One verb on one thing, and the rule that says just that. */
interface Grant {
  readonly asked: Attributes
  readonly rule: PolicyRule
}

const resourceGrants = ({ verbs, apiGroups = [], resources = [], resourceNames = [] }: PolicyRule): readonly Grant[] => {
  const names = resourceNames.length === 0 ? [undefined] : resourceNames
  return apiGroups.flatMap((group) =>
    resources.flatMap((text) =>
      names.flatMap((name) =>
        verbs.map((verb): Grant => {
          const [resource = '', subresource = ''] = text.split('/')
          return {
            asked: { kind: 'resource', verb, group, resource, subresource, namespace: '', name: name ?? '' },
            rule: {
              apiGroups: [group],
              resources: [text],
              ...(name === undefined ? {} : { resourceNames: [name] }),
              verbs: [verb],
            },
          }
        }),
      ),
    ),
  )
}

const pathGrants = ({ verbs, nonResourceURLs = [] }: PolicyRule): readonly Grant[] =>
  nonResourceURLs.flatMap((path) =>
    verbs.map((verb): Grant => ({ asked: { kind: 'path', verb, path }, rule: { nonResourceURLs: [path], verbs: [verb] } })),
  )

/** As Go prints lists of texts. */
const list = (values: readonly string[]): string => `[${values.map((value) => JSON.stringify(value)).join(' ')}]`

const FIELDS = [
  ['APIGroups', 'apiGroups'],
  ['Resources', 'resources'],
  ['NonResourceURLs', 'nonResourceURLs'],
  ['ResourceNames', 'resourceNames'],
  ['Verbs', 'verbs'],
] as const

const describe = (rule: PolicyRule): string => {
  const parts = FIELDS.flatMap(([label, field]) => {
    const values = rule[field] ?? []
    return values.length === 0 ? [] : [`${label}:${list(values)}`]
  })
  return `{${parts.join(', ')}}`
}

/** Rules about the same thing become one. */
const compact = (rules: readonly PolicyRule[]): readonly PolicyRule[] => {
  const byThing = new Map<string, PolicyRule>()
  for (const rule of rules) {
    const key = JSON.stringify({ ...rule, verbs: [] })
    byThing.set(key, { ...rule, verbs: [...(byThing.get(key)?.verbs ?? []), ...rule.verbs] })
  }
  return [...byThing.values()]
}

interface Granting {
  readonly policies: Policies
  readonly user: UserInfo
  /** Empty: in all of them. */
  readonly namespace: string
}

/** Why somebody may not grant the rules; undefined where they hold them all. */
const whyNot = ({ policies, user, namespace }: Granting, rules: readonly PolicyRule[]): string | undefined => {
  const { rules: held, mistakes } = rulesFor(policies, user, namespace)
  const missing = rules
    .flatMap((rule) => [...resourceGrants(rule), ...pathGrants(rule)])
    .filter(({ asked }) => !held.some((rule) => ruleAllows(rule, asked)))
    .map(({ rule }) => rule)
  if (missing.length === 0) return undefined
  const described = [...new Set(compact(missing).map(describe))].sort().join('\n')
  const unresolved = mistakes.length === 0 ? '' : `; resolution errors: [${mistakes.join(', ')}]`
  const who = `user ${JSON.stringify(user.username)} (groups=${list(user.groups)})`
  return `${who} is attempting to grant RBAC permissions not currently held:\n${described}${unresolved}`
}

/** Whether a verb of RBAC's own, `escalate` or `bind`, allows what is not held. */
const mayAnyway = (
  { policies, user, namespace }: Granting,
  verb: string,
  { resource, name }: { resource: string; name: string },
) => authorize(policies, user, { kind: 'resource', verb, group: GROUP, resource, subresource: '', namespace, name }).allowed

/** What a change touches beyond finalizers, owners and the server's own fields. */
const substanceOf = (object: KubernetesObject): unknown => {
  const { labels = {}, annotations = {} } = object.metadata
  if (isClusterRole(object)) return [labels, annotations, object.rules ?? [], object.aggregationRule ?? {}]
  if (isRole(object)) return [labels, annotations, object.rules ?? []]
  const isBinding = isClusterRoleBinding(object) || isRoleBinding(object)
  return isBinding ? [labels, annotations, object.roleRef, object.subjects ?? []] : undefined
}

/** The garbage collector may let go of what it could not write. */
const isForCollector = (stored: KubernetesObject | undefined, object: KubernetesObject): boolean =>
  stored !== undefined && isEqual(substanceOf(stored), substanceOf(object))

/** Who lets rules be collected grants whatever others will write. */
const EVERYTHING: readonly PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
]

const refuseRole = (
  granting: Granting,
  object: ClusterRole | Role,
  stored: KubernetesObject | undefined,
): Status | undefined => {
  const { name = '' } = object.metadata
  const resource = isClusterRole(object) ? 'clusterroles' : 'roles'
  if (isForCollector(stored, object) || mayAnyway(granting, 'escalate', { resource, name })) return undefined
  if (isClusterRole(object) && object.aggregationRule !== undefined && whyNot(granting, EVERYTHING) !== undefined)
    return forbidden({ resource, group: GROUP, name }, 'must have cluster-admin privileges to use the aggregationRule')
  const why = whyNot(granting, object.rules ?? [])
  return why === undefined ? undefined : forbidden({ resource, group: GROUP, name }, why)
}

const ROLE_RESOURCES: Readonly<Record<string, string>> = { ClusterRole: 'clusterroles', Role: 'roles' }

/** What a kind allows is looked up before the object's fields are: of a kind that is none the server fails without a reason. */
const unknownRoleKind = ({ kind }: RoleRef): Status =>
  failureWithoutReason(`unsupported role reference kind: ${JSON.stringify(kind)}`)

const refuseBinding = (
  granting: Granting,
  object: ClusterRoleBinding | RoleBinding,
  stored: KubernetesObject | undefined,
): Status | undefined => {
  const { roleRef, metadata } = object
  if (isForCollector(stored, object)) return undefined
  const resource = ROLE_RESOURCES[roleRef.kind]
  if (resource === undefined) return unknownRoleKind(roleRef)
  if (mayAnyway(granting, 'bind', { resource, name: roleRef.name })) return undefined
  const role = findRole(granting.policies, roleRef, granting.namespace)
  const own = isRoleBinding(object) ? 'rolebindings' : 'clusterrolebindings'
  // The server tells a role that is not there under the name of what was written.
  if (role === undefined) return notFound({ resource: own, group: GROUP, name: roleRef.name })
  const why = whyNot(granting, role.rules ?? [])
  return why === undefined ? undefined : forbidden({ resource: own, group: GROUP, name: metadata.name ?? '' }, why)
}

/** The refusal of a role or binding that would grant more than its author holds. */
export const refuseEscalation = (
  policies: Policies,
  author: UserInfo,
  { object, stored }: { readonly object: KubernetesObject; readonly stored?: KubernetesObject },
): Status | undefined => {
  if (isMaster(author)) return undefined
  const granting = { policies, user: author, namespace: object.metadata.namespace ?? '' }
  if (isRole(object) || isClusterRole(object)) return refuseRole(granting, object, stored)
  if (isRoleBinding(object) || isClusterRoleBinding(object)) return refuseBinding(granting, object, stored)
  return undefined
}
