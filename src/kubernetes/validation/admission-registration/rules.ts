/** Which requests are meant. @see k8s.io/kubernetes pkg/apis/admissionregistration/validation/validation.go, v1.34 */
import type { RuleWithOperations } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, notSupported, required } from '../causes.ts'
import { validateChoice } from '../metadata.ts'

const ALL = '*'
const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'] as const
const SCOPES = ['*', 'Cluster', 'Namespaced'] as const

const requireSome = (list: readonly string[], field: string): readonly StatusCause[] =>
  list.length === 0 ? [required(field)] : []

/** A list that means everything says nothing else. */
const forbidOthers = (list: readonly string[], field: string, others: string): readonly StatusCause[] =>
  list.length > 1 && list.includes(ALL)
    ? [invalidValue(field, list, `if '*' is present, must not specify other ${others}`)]
    : []

const requireEach = (list: readonly string[], field: string): readonly StatusCause[] =>
  list.flatMap((item, index) => (item === '' ? [required(`${field}[${index}]`)] : []))

interface Resource {
  readonly whole: string
  readonly name: string
  readonly subresource: string | undefined
}

const parse = (whole: string): Resource => {
  const [name = '', ...rest] = whole.split('/')
  return { whole, name, subresource: rest.length === 0 ? undefined : rest.join('/') }
}

/** What a wildcard before it means already. */
const validateSubresource = (
  { whole, name, subresource }: Resource,
  before: readonly Resource[],
  field: string,
): readonly StatusCause[] => {
  if (subresource === undefined) return []
  const hasAllOf = before.some((one) => one.name === name && one.subresource === ALL)
  const hasOfAll = before.some((one) => one.name === ALL && one.subresource === subresource)
  return [
    ...(hasAllOf ? [invalidValue(field, whole, `if '${name}/*' is present, must not specify ${whole}`)] : []),
    ...(hasOfAll ? [invalidValue(field, whole, `if '*/${subresource}' is present, must not specify ${whole}`)] : []),
  ]
}

const validateResources = (resources: readonly string[], field: string): readonly StatusCause[] => {
  const parsed = resources.map(parse)
  // The last that has no subresource decides.
  const last = resources.findLast((one) => one !== '' && !one.includes('/'))
  return [
    ...requireSome(resources, field),
    ...parsed.flatMap((resource, index) =>
      resource.whole === ''
        ? [required(`${field}[${index}]`)]
        : validateSubresource(resource, parsed.slice(0, index), `${field}[${index}]`),
    ),
    ...(resources.length > 1 && resources.includes('*/*')
      ? [invalidValue(field, resources, "if '*/*' is present, must not specify other resources")]
      : []),
    ...(resources.includes(ALL) && last !== undefined && last !== ALL
      ? [invalidValue(field, resources, "if '*' is present, must not specify other resources without subresources")]
      : []),
  ]
}

export const validateRule = (rule: RuleWithOperations, path: string): readonly StatusCause[] => {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule
  return [
    ...requireSome(operations, `${path}.operations`),
    ...forbidOthers(operations, `${path}.operations`, 'operations'),
    ...operations.flatMap((operation, index) =>
      OPERATIONS.some((known) => known === operation)
        ? []
        : [notSupported(`${path}.operations[${index}]`, operation, OPERATIONS)],
    ),
    ...requireSome(apiGroups, `${path}.apiGroups`),
    ...forbidOthers(apiGroups, `${path}.apiGroups`, 'API groups'),
    ...requireSome(apiVersions, `${path}.apiVersions`),
    ...forbidOthers(apiVersions, `${path}.apiVersions`, 'API versions'),
    ...requireEach(apiVersions, `${path}.apiVersions`),
    ...validateResources(resources, `${path}.resources`),
    ...validateChoice(scope, `${path}.scope`, SCOPES),
  ]
}
