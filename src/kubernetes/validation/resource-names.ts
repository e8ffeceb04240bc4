/** Names of resources that are asked for, limited and counted. @see k8s.io/kubernetes pkg/apis/core/helper/helpers.go, v1.34 */
import { compareQuantities } from '../quantity.ts'
import type { StatusCause } from '../status.ts'
import { invalidEach, invalidValue } from './causes.ts'
import { qualifiedName } from './names.ts'

const OF_CONTAINERS: readonly string[] = ['cpu', 'memory', 'ephemeral-storage']
const COUNTED: readonly string[] = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
const OF_QUOTAS: readonly string[] = [
  ...OF_CONTAINERS,
  ...OF_CONTAINERS.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'requests.storage',
  ...COUNTED,
]

export const isHugePages = (name: string): boolean => name.startsWith('hugepages-')
const isQuotaOfHugePages = (name: string): boolean => isHugePages(name) || name.startsWith('requests.hugepages-')

/** Kubernetes' own: without a domain, or of its. */
export const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')

export const isExtended = (name: string): boolean =>
  !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0

/** Less may be asked for than is allowed. */
export const mayOvercommit = (name: string): boolean => isNative(name) && !isHugePages(name)

export const isQuotaResource = (name: string): boolean => OF_QUOTAS.includes(name) || isQuotaOfHugePages(name)
const isStandard = (name: string): boolean => isQuotaResource(name) || name === 'storage'
const isContainerResource = (name: string): boolean => OF_CONTAINERS.includes(name) || isHugePages(name)

const standsAlone = (name: string): boolean => !name.includes('/')

export const validateResourceName = (name: string, path: string): readonly StatusCause[] => {
  const wrong = qualifiedName(name)
  if (wrong.length > 0) return invalidEach(path, name, wrong)
  return standsAlone(name) && !isStandard(name)
    ? [invalidValue(path, name, 'must be a standard resource type or fully qualified')]
    : []
}

export const validateContainerResourceName = (name: string, path: string): readonly StatusCause[] => {
  const wrong = validateResourceName(name, path)
  if (standsAlone(name))
    return isContainerResource(name)
      ? wrong
      : [...wrong, invalidValue(path, name, 'must be a standard resource for containers')]
  return isNative(name) || isExtended(name)
    ? wrong
    : [...wrong, invalidValue(path, name, "doesn't follow extended resource name standard")]
}

export const validateQuotaResourceName = (name: string, path: string): readonly StatusCause[] => [
  ...validateResourceName(name, path),
  ...(standsAlone(name) && !isQuotaResource(name) ? [invalidValue(path, name, 'must be a standard resource for quota')] : []),
]

/** To the thousandth, as the server looks at it. */
export const isWhole = (quantity: string): boolean => !/^[+-]?\d+(?:\.\d+)?[mun]$|\.\d*[1-9]/u.test(quantity)

export const validateResourceValue = (name: string, quantity: string, path: string): readonly StatusCause[] => [
  ...(compareQuantities(quantity, '0') < 0 ? [invalidValue(path, quantity, 'must be greater than or equal to 0')] : []),
  ...((COUNTED.includes(name) || isExtended(name)) && !isWhole(quantity)
    ? [invalidValue(path, quantity, 'must be an integer')]
    : []),
]
