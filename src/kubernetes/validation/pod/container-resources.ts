/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateContainerResourceRequirements, v1.34 */
import type { ResourceRequirements } from '../../generated/types.ts'
import { compareQuantities } from '../../quantity.ts'
import type { StatusCause } from '../../status.ts'
import { invalidEach, invalidValue, required } from '../causes.ts'
import { qualifiedName } from '../names.ts'

const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const

/** Names that a quota may limit, besides those of containers. */
const QUOTA_RESOURCES =
  /^((requests|limits)\.(cpu|memory|ephemeral-storage)|requests\.storage|requests\.hugepages-.+|storage|pods|resourcequotas|services(\.nodeports|\.loadbalancers)?|replicationcontrollers|secrets|configmaps|persistentvolumeclaims)$/u

const isForContainers = (name: string): boolean =>
  CONTAINER_RESOURCES.some((known) => known === name) || name.startsWith('hugepages-')

const isExtended = (name: string): boolean => name.includes('/') && !name.startsWith('kubernetes.io/')

const validateName = (name: string, path: string): readonly StatusCause[] => {
  const wrong = qualifiedName(name)
  if (wrong.length > 0) return invalidEach(path, name, wrong)
  if (name.includes('/') || isForContainers(name)) return []
  return [
    ...(QUOTA_RESOURCES.test(name) ? [] : [invalidValue(path, name, 'must be a standard resource type or fully qualified')]),
    invalidValue(path, name, 'must be a standard resource for containers'),
  ]
}

const isWhole = (quantity: string): boolean => !/^[+-]?\d+(\.\d+)?[mun]$|\.\d*[1-9]/u.test(quantity)

const validateQuantity = (name: string, quantity: string, path: string): readonly StatusCause[] => [
  ...(compareQuantities(quantity, '0') < 0 ? [invalidValue(path, quantity, 'must be greater than or equal to 0')] : []),
  ...(isExtended(name) && !isWhole(quantity) ? [invalidValue(path, quantity, 'must be an integer')] : []),
]

interface Request {
  readonly name: string
  readonly quantity: string
  readonly limit: string | undefined
}

const compareWithLimit = ({ name, quantity, limit }: Request, path: string): readonly StatusCause[] => {
  const overcommit = !isExtended(name) && !name.startsWith('hugepages-')
  if (limit === undefined)
    return overcommit ? [] : [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')]
  const order = compareQuantities(quantity, limit)
  if (!overcommit && order !== 0)
    return [invalidValue(`${path}.requests`, quantity, `must be equal to ${name} limit of ${limit}`)]
  return order > 0
    ? [invalidValue(`${path}.requests`, quantity, `must be less than or equal to ${name} limit of ${limit}`)]
    : []
}

export const validateResources = (resources: ResourceRequirements | undefined, path: string): readonly StatusCause[] => {
  const limits = resources?.limits ?? {}
  const check = (name: string, quantity: string, field: string): readonly StatusCause[] => [
    ...validateName(name, field),
    ...validateQuantity(name, quantity, field),
  ]
  return [
    ...Object.entries(limits).flatMap(([name, quantity]) => check(name, quantity, `${path}.limits[${name}]`)),
    ...Object.entries(resources?.requests ?? {}).flatMap(([name, quantity]) => [
      ...check(name, quantity, `${path}.requests[${name}]`),
      ...compareWithLimit({ name, quantity, limit: limits[name] }, path),
    ]),
  ]
}
