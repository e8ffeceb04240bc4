/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateResourceQuotaSpec, v1.34 */
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../generated/types.ts'
import { internalValue } from '../go/internal-json.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, required } from './causes.ts'
import { isQuotaResource, validateQuotaResourceName, validateResourceValue } from './resource-names.ts'

/** Scopes that are there or not, without values. */
const PLAIN_SCOPES: readonly string[] = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'CrossNamespacePodAffinity',
]
const SCOPES: readonly string[] = [...PLAIN_SCOPES, 'PriorityClass', 'VolumeAttributesClass']

const OF_PODS: readonly string[] = ['pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']

/** What can be counted within a scope. */
const isCountable = (scope: string, resource: string): boolean => {
  if (scope === 'BestEffort') return resource === 'pods'
  if (scope === 'VolumeAttributesClass') return ['persistentvolumeclaims', 'requests.storage'].includes(resource)
  return !SCOPES.includes(scope) || OF_PODS.includes(resource)
}

const CONTRARY = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const

const uncountable = (scope: string, { hard = {} }: ResourceQuotaSpec): number =>
  Object.keys(hard).filter((name) => isQuotaResource(name) && !isCountable(scope, name)).length

const repeat = (times: number, cause: StatusCause): readonly StatusCause[] => Array.from({ length: times }, () => cause)

const contrary = (scopes: readonly string[], spec: ResourceQuotaSpec): readonly StatusCause[] =>
  CONTRARY.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() =>
    invalidValue('spec.scopes', spec.scopes ?? null, 'conflicting scopes'),
  )

const APPLIED = 'unsupported scope applied to resource'

const validateScopes = (spec: ResourceQuotaSpec): readonly StatusCause[] => {
  const { scopes = [] } = spec
  return [
    ...scopes.flatMap((scope) => [
      ...(SCOPES.includes(scope) ? [] : [invalidValue('spec.scopes', scopes, 'unsupported scope')]),
      ...repeat(uncountable(scope, spec), invalidValue('spec.scopes', scopes, APPLIED)),
    ]),
    ...contrary(scopes, spec),
  ]
}

const EXPRESSIONS = 'spec.scopeSelector.matchExpressions'
const ONLY_EXISTS =
  "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
const SOME_VALUE = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
const NO_VALUE = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"

const validateOperator = ({ operator, values = [] }: ScopedResourceSelectorRequirement): readonly StatusCause[] => {
  if (operator === 'In' || operator === 'NotIn') return values.length > 0 ? [] : [required(`${EXPRESSIONS}.values`, SOME_VALUE)]
  if (operator === 'Exists' || operator === 'DoesNotExist')
    return values.length === 0 ? [] : [invalidValue(`${EXPRESSIONS}.values`, values, NO_VALUE)]
  return [invalidValue(`${EXPRESSIONS}.operator`, operator, 'not a valid selector operator')]
}

/** The server names the list, not its entries. */
const validateRequirement = (
  requirement: ScopedResourceSelectorRequirement,
  spec: ResourceQuotaSpec,
): readonly StatusCause[] => {
  const { scopeName: scope, operator } = requirement
  const shown = internalValue('core.ScopeSelector', spec.scopeSelector ?? {})
  return [
    ...(SCOPES.includes(scope) ? [] : [invalidValue(`${EXPRESSIONS}.scopeName`, scope, 'unsupported scope')]),
    ...repeat(uncountable(scope, spec), invalidValue(EXPRESSIONS, shown, APPLIED)),
    ...(PLAIN_SCOPES.includes(scope) && operator !== 'Exists'
      ? [invalidValue(`${EXPRESSIONS}.operator`, operator, ONLY_EXISTS)]
      : []),
    ...validateOperator(requirement),
  ]
}

export const validateResourceQuota = ({ spec = {} }: ResourceQuota): readonly StatusCause[] => {
  const expressions = spec.scopeSelector?.matchExpressions ?? []
  return [
    ...Object.entries(spec.hard ?? {}).flatMap(([name, quantity]) => [
      ...validateQuotaResourceName(name, `spec.hard[${name}]`),
      ...validateResourceValue(name, quantity, `spec.hard[${name}]`),
    ]),
    ...validateScopes(spec),
    ...expressions.flatMap((requirement) => validateRequirement(requirement, spec)),
    ...contrary(
      expressions.map(({ scopeName }) => scopeName),
      spec,
    ),
  ]
}
