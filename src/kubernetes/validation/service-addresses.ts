/** Addresses, families and load balancers of Services. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go and pkg/registry/core/service, v1.34 */
import type { ServiceSpec } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { familyOf, specialRange, validateCidr, validateIp } from './addresses.ts'
import { duplicate, forbiddenField, invalidValue, notSupported } from './causes.ts'
import { qualifiedName } from './names.ts'

const FAMILIES = ['IPv4', 'IPv6'] as const
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'] as const
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'] as const
const ONLY_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'"

/** Which of them the cluster has is for the allocator to say. */
const validateFamily = (family: string, index: number, seen: Set<string>): readonly StatusCause[] => {
  const field = `spec.ipFamilies[${index}]`
  const known = FAMILIES.some((one) => one === family)
  const twice = seen.has(family)
  seen.add(family)
  return [...(known ? [] : [notSupported(field, family, FAMILIES)]), ...(twice ? [duplicate(field, family)] : [])]
}

export const validateFamilies = ({ ipFamilies, ipFamilyPolicy }: ServiceSpec): readonly StatusCause[] => {
  const seen = new Set<string>()
  const field = 'spec.ipFamilyPolicy'
  const known = ipFamilyPolicy === undefined || POLICIES.some((policy) => policy === ipFamilyPolicy)
  return [
    ...(ipFamilies ?? []).flatMap((family, index) => validateFamily(family, index, seen)),
    ...(known ? [] : [notSupported(field, ipFamilyPolicy, POLICIES)]),
  ]
}

const validateOne = (ip: string, index: number): readonly StatusCause[] =>
  ip === 'None' && index === 0 ? [] : validateIp(ip).map((detail) => invalidValue(`spec.clusterIPs[${index}]`, ip, detail))

/** An address has the family that is named for its place. */
const validateMatch = (ips: readonly string[], { ipFamilies = [] }: ServiceSpec): readonly StatusCause[] =>
  ips[0] === 'None'
    ? []
    : ips.flatMap((ip, index) => {
        const family = FAMILIES.find((one) => one === ipFamilies[index])
        if (family === undefined || family === familyOf(ip)) return []
        const detail = `expected an ${family} value as indicated by \`ipFamilies[${index}]\``
        return [invalidValue(`spec.clusterIPs[${index}]`, ip, detail)]
      })

export const validateClusterIps = (spec: ServiceSpec): readonly StatusCause[] => {
  const { type, clusterIP = '', clusterIPs } = spec
  if (type === 'ExternalName') return []
  const ips = clusterIPs ?? (clusterIP === '' ? [] : [clusterIP])
  const wrong = ips.flatMap(validateOne)
  const families = ips.map(familyOf)
  return [
    ...(clusterIP === '' && ips.length > 0
      ? [invalidValue('spec.clusterIPs', ips, 'must be empty when `clusterIP` is not specified')]
      : []),
    ...(clusterIP !== '' && ips.length > 0 && ips[0] !== clusterIP
      ? [invalidValue('spec.clusterIPs', ips, 'first value must match `clusterIP`')]
      : []),
    ...wrong,
    ...(wrong.length === 0 && new Set(families).size < families.length
      ? [invalidValue('spec.clusterIPs', ips, 'may specify no more than one IP for each IP family')]
      : []),
    ...validateMatch(ips, spec),
  ]
}

export const validateExternalIps = ({ externalIPs }: ServiceSpec): readonly StatusCause[] =>
  (externalIPs ?? []).flatMap((ip, index) => {
    const wrong = validateIp(ip)
    return (wrong.length > 0 ? wrong : specialRange(ip)).map((detail) => invalidValue(`spec.externalIPs[${index}]`, ip, detail))
  })

const validateRanges = ({ type, loadBalancerSourceRanges: ranges }: ServiceSpec): readonly StatusCause[] => {
  if (ranges === undefined || ranges.length === 0) return []
  // The server spells this path like its Go field.
  const field = 'spec.LoadBalancerSourceRanges'
  return [
    ...(type === 'LoadBalancer' ? [] : [forbiddenField(field, ONLY_LOAD_BALANCER)]),
    ...ranges.flatMap((range, index) =>
      validateCidr(range.trim()).map((detail) => invalidValue(`${field}[${index}]`, range, detail)),
    ),
  ]
}

/** Whether a load balancer has to ask nodes for endpoints of their own. */
export const needsHealthPort = ({ type, externalTrafficPolicy }: ServiceSpec): boolean =>
  type === 'LoadBalancer' && externalTrafficPolicy === 'Local'

const validateHealthPort = (spec: ServiceSpec): readonly StatusCause[] => {
  const port = spec.healthCheckNodePort ?? 0
  if (port === 0 || needsHealthPort(spec)) return []
  return [
    invalidValue(
      'spec.healthCheckNodePort',
      port,
      "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ),
  ]
}

export const validateLoadBalancer = (spec: ServiceSpec): readonly StatusCause[] => {
  const balanced = spec.type === 'LoadBalancer'
  const { loadBalancerClass, trafficDistribution } = spec
  return [
    ...validateRanges(spec),
    ...(spec.allocateLoadBalancerNodePorts !== undefined && !balanced
      ? [forbiddenField('spec.allocateLoadBalancerNodePorts', ONLY_LOAD_BALANCER)]
      : []),
    ...(loadBalancerClass === undefined
      ? []
      : balanced
        ? qualifiedName(loadBalancerClass).map((detail) => invalidValue('spec.loadBalancerClass', loadBalancerClass, detail))
        : [forbiddenField('spec.loadBalancerClass', ONLY_LOAD_BALANCER)]),
    ...validateHealthPort(spec),
    ...(trafficDistribution === undefined || DISTRIBUTIONS.some((known) => known === trafficDistribution)
      ? []
      : [notSupported('spec.trafficDistribution', trafficDistribution, DISTRIBUTIONS)]),
  ]
}
