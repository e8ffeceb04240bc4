/** The words of a refusal. @see k8s.io/apiserver pkg/endpoints/handlers/responsewriters/errors.go, v1.34 */
import type { Status } from '../../../kubernetes/status.ts'
import type { UserInfo } from '../authentication/user.ts'
import type { Attributes } from './attributes.ts'
import type { Decision } from './authorizer.ts'

const quote = (text: string): string => JSON.stringify(text)

const describe = ({ username }: UserInfo, asked: Attributes): string => {
  const who = `User ${quote(username)} cannot ${asked.verb}`
  if (asked.kind === 'path') return `${who} path ${quote(asked.path)}`
  const resource = asked.subresource === '' ? asked.resource : `${asked.resource}/${asked.subresource}`
  const place = asked.namespace === '' ? 'at the cluster scope' : `in the namespace ${quote(asked.namespace)}`
  return `${who} resource ${quote(resource)} in API group ${quote(asked.group)} ${place}`
}

/** Fields stand in the order of Go's structure: who asks by curl sees it. */
const failure = (message: string, details: NonNullable<Status['details']>): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason: 'Forbidden',
  details,
  code: 403,
})

export const forbid = (user: UserInfo, asked: Attributes, { reason }: Pick<Decision, 'reason'>): Status => {
  const why = `${describe(user, asked)}${reason === '' ? '' : `: ${reason}`}`
  if (asked.kind === 'path') return failure(`forbidden: ${why}`, {})
  const { name, group, resource } = asked
  const qualified = group === '' ? resource : `${resource}.${group}`
  return failure(`${qualified}${name === '' ? '' : ` ${quote(name)}`} is forbidden: ${why}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    kind: resource,
  })
}
