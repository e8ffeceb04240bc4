/** Who asks. @see Kubernetes documentation, "Authenticating"; k8s.io/apiserver pkg/authentication/user, v1.34 */

export interface UserInfo {
  readonly username: string
  readonly uid?: string
  readonly groups: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

/** Members may do everything, whatever bindings say. */
export const MASTERS = 'system:masters'
export const AUTHENTICATED = 'system:authenticated'
export const UNAUTHENTICATED = 'system:unauthenticated'

export const ANONYMOUS: UserInfo = { username: 'system:anonymous', groups: [UNAUTHENTICATED] }

/** Who asks from within the process: netgrade itself. */
export const OWN_USER: UserInfo = { username: 'kubernetes-admin', groups: [MASTERS, AUTHENTICATED] }

export const isMaster = ({ groups }: UserInfo): boolean => groups.includes(MASTERS)

interface Account {
  readonly namespace: string
  readonly name: string
}

const PREFIX = 'system:serviceaccount:'

export const usernameOfAccount = ({ namespace, name }: Account): string => `${PREFIX}${namespace}:${name}`

const LABEL = /^(?=.{1,63}$)[a-z\d](?:[-a-z\d]*[a-z\d])?$/u
const SUBDOMAIN = /^(?=.{1,253}$)[a-z\d](?:[-a-z\d]*[a-z\d])?(?:\.[a-z\d](?:[-a-z\d]*[a-z\d])?)*$/u

/** Undefined where the name is none of a service account. */
export const accountOfUsername = (username: string): Account | undefined => {
  const [namespace = '', name = '', ...rest] = username.startsWith(PREFIX) ? username.slice(PREFIX.length).split(':') : []
  return LABEL.test(namespace) && SUBDOMAIN.test(name) && rest.length === 0 ? { namespace, name } : undefined
}

/** Without the group of all who are known. */
export const groupsOfAccounts = (namespace: string): readonly string[] => [
  'system:serviceaccounts',
  `system:serviceaccounts:${namespace}`,
]
