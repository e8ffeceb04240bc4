/** @see k8s.io/kubernetes pkg/apis/networking/validation/validation.go, ValidateIngressClass, v1.34 */
import type { IngressClass } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue, notSupported, required, tooLong } from './causes.ts'
import { dns1123Subdomain } from './names.ts'

const MAX_CONTROLLER = 250

const validateController = (controller: string): readonly StatusCause[] => {
  const field = 'spec.controller'
  if (controller === '') return [required(field)]
  if (controller.length > MAX_CONTROLLER) return [tooLong(field, MAX_CONTROLLER)]
  const slash = controller.indexOf('/')
  if (slash < 0) return [invalidValue(field, controller, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  const domain = controller.slice(0, slash)
  return dns1123Subdomain(domain).map((detail) => invalidValue(field, domain, detail))
}

const validateParameters = (parameters: NonNullable<IngressClass['spec']>['parameters']): readonly StatusCause[] => {
  if (parameters === undefined) return []
  const { scope = 'Cluster', namespace = '', name, kind } = parameters
  const field = 'spec.parameters'
  return [
    ...(name === '' ? [required(`${field}.name`)] : []),
    ...(kind === '' ? [required(`${field}.kind`)] : []),
    ...(scope === 'Cluster' || scope === 'Namespace' ? [] : [notSupported(`${field}.scope`, scope, ['Cluster', 'Namespace'])]),
    ...(scope === 'Namespace' && namespace === ''
      ? [required(`${field}.namespace`, "`parameters.scope` is set to 'Namespace'")]
      : []),
    ...(scope === 'Cluster' && namespace !== ''
      ? [forbiddenField(`${field}.namespace`, "`parameters.scope` is set to 'Cluster'")]
      : []),
  ]
}

export const validateIngressClass = ({ spec }: IngressClass): readonly StatusCause[] => [
  ...validateController(spec?.controller ?? ''),
  ...validateParameters(spec?.parameters),
]
