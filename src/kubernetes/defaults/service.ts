/** Defaults of Services before allocation. @see k8s.io/kubernetes pkg/apis/core/v1/defaults.go and pkg/registry/core/service, v1.34 */
import type { Service, ServicePort, ServiceSpec } from '../generated/types.ts'

const AFFINITY_SECONDS = 10_800

const isExternal = (type: string): boolean => type === 'NodePort' || type === 'LoadBalancer'

const defaultPort = (port: ServicePort): ServicePort => {
  const { targetPort } = port
  const absent = targetPort === undefined || targetPort === 0 || targetPort === ''
  return { ...port, protocol: port.protocol ?? 'TCP', targetPort: absent ? port.port : targetPort }
}

const defaultAffinity = (spec: ServiceSpec): Partial<ServiceSpec> => {
  const sessionAffinity = spec.sessionAffinity ?? 'None'
  if (sessionAffinity !== 'ClientIP') return { sessionAffinity }
  const timeoutSeconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? AFFINITY_SECONDS
  return { sessionAffinity, sessionAffinityConfig: { clientIP: { timeoutSeconds } } }
}

const defaultTraffic = (spec: ServiceSpec, type: string): Partial<ServiceSpec> => {
  const external = isExternal(type) || (spec.externalIPs ?? []).length > 0
  return {
    ...(external ? { externalTrafficPolicy: spec.externalTrafficPolicy ?? 'Cluster' } : {}),
    ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true } : {}),
    ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: spec.internalTrafficPolicy ?? 'Cluster' }),
  }
}

/** Without affinity its settings are dropped. */
const withoutSettings = ({ sessionAffinityConfig, ...rest }: ServiceSpec): ServiceSpec =>
  sessionAffinityConfig === undefined || rest.sessionAffinity === 'ClientIP'
    ? { ...rest, ...(sessionAffinityConfig && { sessionAffinityConfig }) }
    : rest

export const defaultService = (service: Service): Service => {
  const spec = withoutSettings(service.spec ?? {})
  const type = spec.type ?? 'ClusterIP'
  const ports = spec.ports === undefined ? {} : { ports: spec.ports.map(defaultPort) }
  return {
    ...service,
    spec: { ...spec, ...ports, type, ...defaultAffinity(spec), ...defaultTraffic(spec, type) },
    status: { loadBalancer: {}, ...service.status },
  }
}
