/** Who may do what: RBAC as it stands in the cluster. @see k8s.io/kubernetes plugin/pkg/auth/authorizer/rbac and pkg/registry/rbac/validation, v1.34 */
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from '../../../kubernetes/generated/types.ts'
import { isClusterRole, isClusterRoleBinding, isRole, isRoleBinding } from '../../../kubernetes/guards.ts'
import type { Store } from '../../store/store.ts'
import { isMaster, usernameOfAccount, type UserInfo } from '../authentication/user.ts'
import type { Attributes } from './attributes.ts'
import { ruleAllows } from './rules.ts'

const GROUP = 'rbac.authorization.k8s.io'

/** What the authorizer needs to see. */
export type Policies = Pick<Store, 'get' | 'list'>

export interface Decision {
  readonly allowed: boolean
  /** In a real server's words; empty where it gives none. */
  readonly reason: string
}

type Binding = ClusterRoleBinding | RoleBinding

const bindingsFor = (policies: Policies, namespace: string): readonly Binding[] => [
  ...policies.list(`clusterrolebindings.${GROUP}`).filter(isClusterRoleBinding),
  ...(namespace === '' ? [] : policies.list(`rolebindings.${GROUP}`, namespace).filter(isRoleBinding)),
]

/** A service account without a namespace is one of the binding's. */
const accountName = ({ name, namespace }: Subject, home: string): string | undefined => {
  const place = namespace === undefined || namespace === '' ? home : namespace
  return place === '' ? undefined : usernameOfAccount({ namespace: place, name })
}

const isMeant = (subject: Subject, user: UserInfo, home: string): boolean => {
  switch (subject.kind) {
    case 'User':
      return subject.name === user.username
    case 'Group':
      return user.groups.includes(subject.name)
    case 'ServiceAccount':
      return accountName(subject, home) === user.username
    default:
      return false
  }
}

/** The role that a binding names; `namespace` is the binding's. */
export const findRole = (policies: Policies, { kind, name }: RoleRef, namespace: string): ClusterRole | Role | undefined => {
  const found =
    kind === 'ClusterRole'
      ? policies.get(`clusterroles.${GROUP}`, undefined, name)
      : policies.get(`roles.${GROUP}`, namespace, name)
  return found !== undefined && (isClusterRole(found) || isRole(found)) ? found : undefined
}

interface Held {
  readonly rules: readonly PolicyRule[]
  readonly binding: Binding
  readonly subject: Subject
}

interface HeldRules {
  readonly held: readonly Held[]
  /** Bindings to roles that are not there. */
  readonly mistakes: readonly string[]
}

const rulesOfBindings = (policies: Policies, user: UserInfo, namespace: string): HeldRules => {
  const held: Held[] = []
  const mistakes: string[] = []
  for (const binding of bindingsFor(policies, namespace)) {
    const home = binding.metadata.namespace ?? ''
    const subject = (binding.subjects ?? []).find((one) => isMeant(one, user, home))
    if (subject === undefined) continue
    const { roleRef } = binding
    const role = findRole(policies, roleRef, home)
    if (role === undefined) mistakes.push(`${roleRef.kind.toLowerCase()}.${GROUP} ${JSON.stringify(roleRef.name)} not found`)
    else held.push({ rules: role.rules ?? [], binding, subject })
  }
  return { held, mistakes }
}

const quote = (text: string): string => JSON.stringify(text)

const describe = ({ binding, subject }: Held): string => {
  const { name = '', namespace } = binding.metadata
  const own = namespace === undefined ? name : `${name}/${namespace}`
  const place = subject.namespace === undefined || subject.namespace === '' ? namespace : subject.namespace
  const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${place ?? ''}` : subject.name
  const { roleRef } = binding
  return `RBAC: allowed by ${binding.kind} ${quote(own)} of ${roleRef.kind} ${quote(roleRef.name)} to ${subject.kind} ${quote(who)}`
}

const namespaceOf = (asked: Attributes): string => (asked.kind === 'resource' ? asked.namespace : '')

export const authorize = (policies: Policies, user: UserInfo, asked: Attributes): Decision => {
  if (isMaster(user)) return { allowed: true, reason: '' }
  const { held, mistakes } = rulesOfBindings(policies, user, namespaceOf(asked))
  const granted = held.find(({ rules }) => rules.some((rule) => ruleAllows(rule, asked)))
  if (granted !== undefined) return { allowed: true, reason: describe(granted) }
  const [only = ''] = mistakes
  const listed = mistakes.length > 1 ? `[${mistakes.join(', ')}]` : only
  return { allowed: false, reason: listed === '' ? '' : `RBAC: ${listed}` }
}

/** Every rule that somebody holds in a namespace, and why the list may be incomplete. */
export const rulesFor = (
  policies: Policies,
  user: UserInfo,
  namespace: string,
): { readonly rules: readonly PolicyRule[]; readonly mistakes: readonly string[] } => {
  const { held, mistakes } = rulesOfBindings(policies, user, namespace)
  return { rules: held.flatMap(({ rules }) => rules), mistakes }
}
