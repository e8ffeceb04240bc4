/** Defaults of Services before allocation. @see k8s.io/kubernetes pkg/apis/core/v1/defaults.go and pkg/registry/core/service, v1.34 */
import type { Service, ServiceSpec } from '../generated/types.ts'
import { withoutUndefined } from '../json.ts'

const AFFINITY_SECONDS = 10_800

const isExternal = (type: string): boolean => type === 'NodePort' || type === 'LoadBalancer'

export const defaultService = (service: Service): Service => {
  const spec = service.spec ?? {}
  const type = spec.type ?? 'ClusterIP'
  const affinity = spec.sessionAffinity ?? 'None'
  const external = isExternal(type) || (spec.externalIPs ?? []).length > 0
  return {
    ...service,
    spec: withoutUndefined({
      ...spec,
      ports: spec.ports?.map((port) => {
        const absent = port.targetPort === undefined || port.targetPort === 0 || port.targetPort === ''
        return { ...port, protocol: port.protocol ?? 'TCP', targetPort: absent ? port.port : port.targetPort }
      }),
      type,
      sessionAffinity: affinity,
      ...(affinity === 'ClientIP'
        ? {
            sessionAffinityConfig: {
              clientIP: { timeoutSeconds: spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? AFFINITY_SECONDS },
            },
          }
        : {}),
      ...(external ? { externalTrafficPolicy: spec.externalTrafficPolicy ?? 'Cluster' } : {}),
      ...(type === 'LoadBalancer' ? { allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true } : {}),
      ...(type === 'ExternalName' ? {} : { internalTrafficPolicy: spec.internalTrafficPolicy ?? 'Cluster' }),
    }) as ServiceSpec,
    status: { loadBalancer: {}, ...service.status },
  }
}
