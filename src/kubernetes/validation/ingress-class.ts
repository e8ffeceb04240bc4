/** @see k8s.io/kubernetes pkg/apis/networking/validation/validation.go, ValidateIngressClass, v1.34 */
import type { IngressClass } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidEach, notSupported, required, requireText, tooLong } from './causes.ts'
import { validateDomainPath } from './domain-path.ts'
import { dns1123Label, dns1123Subdomain, pathSegment } from './names.ts'

const MAX_CONTROLLER = 250

const validateController = (controller: string): readonly StatusCause[] => {
  const field = 'spec.controller'
  if (controller.length > MAX_CONTROLLER) return [tooLong(field, MAX_CONTROLLER)]
  return validateDomainPath(controller, field)
}

const validateParameters = (parameters: NonNullable<IngressClass['spec']>['parameters']): readonly StatusCause[] => {
  if (parameters === undefined) return []
  const { scope = 'Cluster', namespace, name, kind, apiGroup } = parameters
  const field = 'spec.parameters'
  return [
    ...(apiGroup === undefined ? [] : invalidEach(`${field}.apiGroup`, apiGroup, dns1123Subdomain(apiGroup))),
    ...requireText(`${field}.kind`, kind, pathSegment),
    ...requireText(`${field}.name`, name, pathSegment),
    ...(scope === 'Cluster' || scope === 'Namespace' ? [] : [notSupported(`${field}.scope`, scope, ['Cluster', 'Namespace'])]),
    ...(scope === 'Namespace' && namespace === undefined
      ? [required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'")]
      : []),
    ...(scope === 'Namespace' && namespace !== undefined
      ? invalidEach(`${field}.namespace`, namespace, dns1123Label(namespace))
      : []),
    ...(scope === 'Cluster' && namespace !== undefined
      ? [forbiddenField(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'")]
      : []),
  ]
}

export const validateIngressClass = ({ spec }: IngressClass): readonly StatusCause[] => [
  ...validateController(spec?.controller ?? ''),
  ...validateParameters(spec?.parameters),
]
