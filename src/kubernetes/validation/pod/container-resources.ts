/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateResourceRequirements, v1.34 */
import type { PodSpec, ResourceClaim, ResourceRequirements } from '../../generated/types.ts'
import { compareQuantities, divides } from '../../quantity.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, invalidEach, invalidValue, notFoundValue, notSupported, required } from '../causes.ts'
import { dns1123Label } from '../names.ts'
import {
  isHugePages,
  mayOvercommit,
  validateContainerResourceName,
  validateResourceName,
  validateResourceValue,
} from '../resource-names.ts'

type NameRule = (name: string, path: string) => readonly StatusCause[]

const validateHugePages = (name: string, quantity: string, path: string): readonly StatusCause[] =>
  !isHugePages(name) || divides(name.slice('hugepages-'.length), quantity)
    ? []
    : [invalidValue(path, quantity, `${quantity} is not positive integer multiple of ${name}`)]

interface Request {
  readonly name: string
  readonly quantity: string
  readonly limit: string | undefined
}

const compareWithLimit = ({ name, quantity, limit }: Request, path: string): readonly StatusCause[] => {
  const overcommit = mayOvercommit(name)
  if (limit === undefined)
    return overcommit ? [] : [required(`${path}.limits`, 'Limit must be set for non overcommitable resources')]
  const order = compareQuantities(quantity, limit)
  if (!overcommit && order !== 0)
    return [invalidValue(`${path}.requests`, quantity, `must be equal to ${name} limit of ${limit}`)]
  return order > 0
    ? [invalidValue(`${path}.requests`, quantity, `must be less than or equal to ${name} limit of ${limit}`)]
    : []
}

const validateAmounts = (resources: ResourceRequirements, path: string, nameRule: NameRule): readonly StatusCause[] => {
  const { limits = {}, requests = {} } = resources
  const check = (name: string, quantity: string, field: string): readonly StatusCause[] => [
    ...nameRule(name, field),
    ...validateResourceValue(name, quantity, field),
  ]
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  const alone = names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')
  return [
    ...Object.entries(limits).flatMap(([name, quantity]) => {
      const field = `${path}.limits[${name}]`
      return [...check(name, quantity, field), ...validateHugePages(name, quantity, field)]
    }),
    ...Object.entries(requests).flatMap(([name, quantity]) => {
      const field = `${path}.requests[${name}]`
      return [
        ...check(name, quantity, field),
        ...compareWithLimit({ name, quantity, limit: limits[name] }, path),
        ...validateHugePages(name, quantity, field),
      ]
    }),
    ...(alone ? [forbiddenField(path, 'HugePages require cpu or memory')] : []),
  ]
}

const notAClaim = (name: string, field: string, known: readonly string[]): StatusCause => {
  const cause = notFoundValue(field, name)
  const which = known.length === 0 ? ' which is empty' : `: ${[...known].sort().join(', ')}`
  return { ...cause, message: `${cause.message}: must be one of the names in pod.spec.resourceClaims${which}` }
}

/** A claim may be used whole, or request by request, each once. */
const validateUse = ({ name, request = '' }: ResourceClaim, field: string, used: Set<string>): readonly StatusCause[] => {
  if (used.has(name)) return [duplicate(field, name)]
  const wrong = request === '' ? [] : invalidEach(`${field}.request`, request, dns1123Label(request))
  const key = request === '' ? name : `${name}/${request}`
  const parts = request === '' ? [...used].filter((other) => other.startsWith(`${name}/`)) : []
  const twice = used.has(key) ? [duplicate(field, key)] : parts.map(() => duplicate(field, name))
  used.add(key)
  return [...wrong, ...twice]
}

const validateClaims = (claims: readonly ResourceClaim[], path: string, known: readonly string[]): readonly StatusCause[] => {
  const used = new Set<string>()
  return claims.flatMap((claim, index) => {
    const field = `${path}[${index}]`
    if (claim.name === '') return [required(field)]
    return [...validateUse(claim, field, used), ...(known.includes(claim.name) ? [] : [notAClaim(claim.name, field, known)])]
  })
}

const claimNames = ({ resourceClaims = [] }: PodSpec): readonly string[] => [
  ...new Set(resourceClaims.map(({ name }) => name).filter((name) => name !== '')),
]

export const validateResources = (
  resources: ResourceRequirements | undefined,
  path: string,
  pod: PodSpec,
): readonly StatusCause[] =>
  resources === undefined
    ? []
    : [
        ...validateAmounts(resources, path, validateContainerResourceName),
        ...validateClaims(resources.claims ?? [], `${path}.claims`, claimNames(pod)),
      ]

const OF_PODS = ['cpu', 'hugepages-', 'memory'] as const

const podResourceName: NameRule = (name, path) => {
  const wrong = validateResourceName(name, path)
  if (wrong.length > 0 || name === 'cpu' || name === 'memory' || isHugePages(name)) return wrong
  return [notSupported(path, name, OF_PODS)]
}

/** No container may have a greater limit than all together. */
const compareWithContainers = ({ resources, containers }: PodSpec, path: string): readonly StatusCause[] =>
  containers.flatMap(({ resources: own }, index) =>
    Object.entries(own?.limits ?? {}).flatMap(([name, limit]) => {
      const whole = resources?.limits?.[name]
      return whole !== undefined && compareQuantities(limit, whole) > 0
        ? [
            invalidValue(
              `${path}.containers[${index}][${name}].limits`,
              limit,
              `must be less than or equal to pod limits of ${whole}`,
            ),
          ]
        : []
    }),
  )

/** What all containers of a Pod have together. */
export const validatePodResources = (pod: PodSpec, path: string): readonly StatusCause[] => {
  const { resources, os } = pod
  const field = `${path}.resources`
  if (resources === undefined) return []
  if (os?.name === 'windows') return [forbiddenField(field, 'may not be set for a windows pod')]
  return [
    ...(resources.claims === undefined
      ? []
      : [forbiddenField(`${field}.claims`, 'claims may not be set for Resources at pod-level')]),
    ...validateAmounts(resources, field, podResourceName),
    ...validateClaims(resources.claims ?? [], `${field}.claims`, claimNames(pod)),
    ...compareWithContainers(pod, field),
  ]
}
