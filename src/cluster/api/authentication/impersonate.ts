/** Asking in somebody else's name: `kubectl --as`. @see k8s.io/apiserver pkg/endpoints/filters/impersonation.go, v1.34 */
import type { Status } from '../../../kubernetes/status.ts'
import { internalError } from '../../../kubernetes/errors.ts'
import type { ResourceAttributes } from '../authorization/attributes.ts'
import { authorize, type Policies } from '../authorization/authorizer.ts'
import { forbid } from '../authorization/forbid.ts'
import { accountOfUsername, ANONYMOUS, AUTHENTICATED, groupsOfAccounts, UNAUTHENTICATED, type UserInfo } from './user.ts'

export type Impersonated =
  | { readonly ok: true; readonly user: UserInfo }
  /** `text`: what is answered in the status's place. */
  | { readonly ok: false; readonly status: Status; readonly text?: string }

interface Wish {
  readonly username: string
  readonly uid: string
  readonly groups: readonly string[]
  readonly extra: readonly (readonly [string, readonly string[]])[]
}

const USER = 'impersonate-user'
const GROUP = 'impersonate-group'
const UID = 'impersonate-uid'
const EXTRA = 'impersonate-extra-'

/** Several headers of one name arrive as one. */
const listOf = (value: string | null): readonly string[] => (value === null || value === '' ? [] : value.split(/,\s*/u))

const decodeKey = (key: string): string => {
  try {
    return decodeURIComponent(key)
  } catch {
    return key
  }
}

const readWish = (headers: Headers): Wish => ({
  username: headers.get(USER) ?? '',
  uid: headers.get(UID) ?? '',
  groups: listOf(headers.get(GROUP)),
  extra: [...headers]
    .filter(([name]) => name.startsWith(EXTRA))
    .map(([name, value]) => [decodeKey(name.slice(EXTRA.length)), listOf(value)] as const),
})

const question = (group: string, resource: string, name: string, more: Partial<ResourceAttributes> = {}) =>
  ({ kind: 'resource', verb: 'impersonate', group, resource, subresource: '', namespace: '', name, ...more }) as const

/** What the user must be allowed, one question each. */
const questionsOf = ({ username, uid, groups, extra }: Wish): readonly ResourceAttributes[] => {
  const account = accountOfUsername(username)
  return [
    account === undefined
      ? question('', 'users', username)
      : question('', 'serviceaccounts', account.name, { namespace: account.namespace }),
    ...groups.map((name) => question('', 'groups', name)),
    ...extra.flatMap(([key, values]) =>
      values.map((value) => question('authentication.k8s.io', 'userextras', value, { subresource: key })),
    ),
    ...(uid === '' ? [] : [question('authentication.k8s.io', 'uids', uid)]),
  ]
}

/** Whoever is not nobody is known. */
const withOwnGroup = (username: string, groups: readonly string[]): readonly string[] => {
  if (username === ANONYMOUS.username) return groups.includes(UNAUTHENTICATED) ? groups : [...groups, UNAUTHENTICATED]
  return groups.includes(AUTHENTICATED) || groups.includes(UNAUTHENTICATED) ? groups : [...groups, AUTHENTICATED]
}

const toUser = ({ username, uid, groups, extra }: Wish): UserInfo => {
  const account = accountOfUsername(username)
  const own = groups.length === 0 && account !== undefined ? groupsOfAccounts(account.namespace) : groups
  return {
    username,
    ...(uid === '' ? {} : { uid }),
    groups: withOwnGroup(username, own),
    ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra) }),
  }
}

const AUTHENTICATION = 'authentication.k8s.io/v1'

/** As Go prints references to objects: kind, namespace, name, uid, version, revision, path. */
const showWishes = ({ uid, groups, extra }: Wish): string => {
  const references = [
    ...groups.map((name) => ['Group', '', name, '', '', '', '']),
    ...extra.flatMap(([key, values]) => values.map((value) => ['UserExtra', '', value, '', AUTHENTICATION, '', key])),
    ...(uid === '' ? [] : [['UID', '', uid, '', AUTHENTICATION, '', '']]),
  ]
  return `[${references.map((parts) => `{${parts.join(' ')}}`).join(' ')}]`
}

/** The user in whose name the request is: its sender, or whom its headers name, where the sender may. */
export const impersonate = (policies: Policies, sender: UserInfo, headers: Headers): Impersonated => {
  const wish = readWish(headers)
  if (wish.username === '') {
    if (wish.groups.length === 0 && wish.extra.length === 0 && wish.uid === '') return { ok: true, user: sender }
    const why = `requested ${showWishes(wish)} without impersonating a user`
    return { ok: false, status: internalError(why), text: why }
  }
  for (const asked of questionsOf(wish)) {
    const decision = authorize(policies, sender, asked)
    if (!decision.allowed) return { ok: false, status: forbid(sender, asked, decision) }
  }
  return { ok: true, user: toUser(wish) }
}
