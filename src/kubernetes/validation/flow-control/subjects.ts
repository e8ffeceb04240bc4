/** Whose requests a FlowSchema means. @see k8s.io/kubernetes pkg/apis/flowcontrol/validation/validation.go, v1.34 */
import type { FlowcontrolV1Subject, ServiceAccountSubject, UserSubject } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, notSupported, required, requireText } from '../causes.ts'
import { dns1123Label, dns1123Subdomain } from '../names.ts'

/** In the order in which the server looks for those of other kinds. */
const FIELDS = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const
type Kind = keyof typeof FIELDS

const ALL = '*'
const KINDS = ['Group', 'ServiceAccount', 'User'] as const

const requireSubject = (kind: Kind, path: string): StatusCause =>
  required(path, `${FIELDS[kind]} is required when subject kind is '${kind}'`)

const validateAccount = ({ name, namespace }: ServiceAccountSubject, path: string): readonly StatusCause[] => [
  ...(name === ALL ? [] : requireText(`${path}.name`, name, dns1123Subdomain)),
  ...(namespace === ''
    ? [required(`${path}.namespace`, 'must specify namespace for service account')]
    : requireText(`${path}.namespace`, namespace, dns1123Label)),
]

const validateNamed = ({ name }: UserSubject, path: string): readonly StatusCause[] => requireText(`${path}.name`, name)

const validateOwn = (subject: FlowcontrolV1Subject, kind: Kind, path: string): readonly StatusCause[] => {
  const field = `${path}.${FIELDS[kind]}`
  if (kind === 'ServiceAccount')
    return subject.serviceAccount === undefined ? [requireSubject(kind, field)] : validateAccount(subject.serviceAccount, field)
  const named = kind === 'User' ? subject.user : subject.group
  return named === undefined ? [requireSubject(kind, field)] : validateNamed(named, field)
}

export const validateSubject = (subject: FlowcontrolV1Subject, path: string): readonly StatusCause[] => {
  const kind = KINDS.find((known) => known === subject.kind)
  if (kind === undefined) return [notSupported(`${path}.kind`, subject.kind, KINDS)]
  const others = (Object.keys(FIELDS) as Kind[]).filter((other) => other !== kind && subject[FIELDS[other]] !== undefined)
  return [
    ...validateOwn(subject, kind, path),
    ...others.map((other) =>
      forbiddenField(`${path}.${FIELDS[other]}`, `${FIELDS[other]} is forbidden when subject kind is not '${other}'`),
    ),
  ]
}
