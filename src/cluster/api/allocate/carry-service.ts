/** A client that updates a Service need not repeat what was allocated, nor clear what its new type cannot have. @see pkg/registry/core/service/strategy.go, v1.34 */
import type { Service, ServicePort, ServiceSpec } from '../../../kubernetes/generated/types.ts'
import { isEqual, withoutUndefined } from '../../../kubernetes/json.ts'
import { needsHealthPort } from '../../../kubernetes/validation/service-addresses.ts'

const isSet = (ip: string | undefined): ip is string => ip !== undefined && ip !== ''

const hasNodePorts = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer'

const withIps = (spec: ServiceSpec, old: ServiceSpec): ServiceSpec => {
  if (spec.type === 'ExternalName') {
    const given = spec.clusterIP ?? ''
    if (given !== '' && given !== old.clusterIP) return spec
    const { clusterIP: _ip, clusterIPs: _ips, ...rest } = spec
    return rest
  }
  if (isSet(spec.clusterIP)) return spec.clusterIP === spec.clusterIPs?.[0] ? spec : { ...spec, clusterIPs: [spec.clusterIP] }
  if (old.type === 'ExternalName') return spec
  return withoutUndefined({ ...spec, clusterIP: old.clusterIP, clusterIPs: old.clusterIPs }) as ServiceSpec
}

const withoutNodePorts = (spec: ServiceSpec, old: ServiceSpec): ServiceSpec => {
  if (hasNodePorts(spec) || !hasNodePorts(old) || spec.ports === undefined) return spec
  const before = new Set((old.ports ?? []).map(({ nodePort }) => nodePort))
  const ports = spec.ports.map((port): ServicePort => {
    const { nodePort, ...rest } = port
    return before.has(nodePort) ? rest : port
  })
  return { ...spec, ports }
}

const TYPE_FIELDS = [
  'externalTrafficPolicy',
  'allocateLoadBalancerNodePorts',
  'loadBalancerClass',
  'internalTrafficPolicy',
] as const

const withoutTypeFields = (spec: ServiceSpec, old: ServiceSpec): ServiceSpec => {
  const kept = new Set<string>()
  if (hasNodePorts(spec)) kept.add('externalTrafficPolicy')
  if (spec.type !== 'ExternalName') kept.add('internalTrafficPolicy')
  if (spec.type === 'LoadBalancer') for (const field of TYPE_FIELDS) kept.add(field)
  const dropped = TYPE_FIELDS.filter((field) => !kept.has(field) && isEqual(spec[field], old[field]))
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !dropped.some((name) => name === field)))
}

/** Kept as long as it is needed, and given back with the need for it. */
const withHealthPort = (spec: ServiceSpec, old: ServiceSpec): ServiceSpec => {
  if (!needsHealthPort(old)) return spec
  const { healthCheckNodePort: port = 0, ...rest } = spec
  const { healthCheckNodePort: before = 0 } = old
  if (!needsHealthPort(spec)) return port === before ? rest : spec
  return port === 0 && before !== 0 ? { ...spec, healthCheckNodePort: before } : spec
}

export const carryService = (service: Service, stored: Service): Service => {
  const old = stored.spec ?? {}
  const spec = withHealthPort(withIps(service.spec ?? {}, old), old)
  return { ...service, spec: spec.type === old.type ? spec : withoutTypeFields(withoutNodePorts(spec, old), old) }
}
