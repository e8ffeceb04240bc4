/** What may change in a Service. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateServiceUpdate, v1.34 */
import type { Service, ServiceSpec } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue } from '../causes.ts'
import { needsHealthPort } from '../service-addresses.ts'

const ONCE = 'may not change once set'

const addressesOf = ({ clusterIP = '', clusterIPs }: ServiceSpec): readonly string[] =>
  clusterIPs ?? (clusterIP === '' ? [] : [clusterIP])

interface List {
  readonly field: string
  readonly unset: string
  readonly value: readonly string[]
  readonly old: readonly string[]
}

/** The first of a list is there to stay; a second may come and go. */
const compareLists = ({ field, unset, value, old }: List): readonly StatusCause[] => {
  const first = `${field}[0]`
  if (old.length === 0) return []
  if (value.length === 0) return [invalidValue(first, value, unset)]
  if (value.length !== old.length) return value[0] === old[0] ? [] : [invalidValue(first, value, ONCE)]
  return old.flatMap((one, index) => (value[index] === one ? [] : [invalidValue(`${field}[${index}]`, value, ONCE)]))
}

const compareAddresses = (spec: ServiceSpec, old: ServiceSpec): readonly StatusCause[] =>
  compareLists({
    field: 'spec.clusterIPs',
    unset: 'primary clusterIP can not be unset',
    value: addressesOf(spec),
    old: addressesOf(old),
  })

/** A list that is left out is filled from what was stored. */
const compareFamilies = (spec: ServiceSpec, old: ServiceSpec): readonly StatusCause[] =>
  spec.ipFamilies === undefined
    ? []
    : compareLists({
        field: 'spec.ipFamilies',
        unset: 'primary ipFamily can not be unset',
        value: spec.ipFamilies,
        old: old.ipFamilies ?? [],
      })

const compareClasses = (spec: ServiceSpec, old: ServiceSpec): readonly StatusCause[] => {
  const both = spec.type === 'LoadBalancer' && old.type === 'LoadBalancer'
  return both && spec.loadBalancerClass !== old.loadBalancerClass
    ? [invalidValue('spec.loadBalancerClass', spec.loadBalancerClass ?? null, ONCE)]
    : []
}

const compareHealthPorts = (spec: ServiceSpec, old: ServiceSpec): readonly StatusCause[] => {
  const both = needsHealthPort(spec) && needsHealthPort(old)
  return both && (spec.healthCheckNodePort ?? 0) !== (old.healthCheckNodePort ?? 0)
    ? [forbiddenField('spec.healthCheckNodePort', 'field is immutable')]
    : []
}

/** A Service that is or was but a name for another has no address to keep. */
export const compareServices = ({ spec = {} }: Service, { spec: old = {} }: Service): readonly StatusCause[] => {
  const isReleased = spec.type === 'ExternalName' || old.type === 'ExternalName'
  return [
    ...(isReleased ? [] : [...compareAddresses(spec, old), ...compareFamilies(spec, old)]),
    ...compareHealthPorts(spec, old),
    ...compareClasses(spec, old),
  ]
}
