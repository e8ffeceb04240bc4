import type { Service } from '../../../kubernetes/generated/types.ts'
import { nameInCopy, type CopyNames } from './names.ts'
import type { Remark } from './copy-pod.ts'

type ServiceSpec = NonNullable<Service['spec']>

/** A Service of a copy: with an address and node ports of its own, and of nothing outside the cluster. */
export const copyServiceSpec = (
  spec: ServiceSpec,
  names: CopyNames,
): { readonly spec: ServiceSpec; readonly remarks: readonly Remark[] } => {
  const {
    clusterIP,
    clusterIPs: _ips,
    healthCheckNodePort: _health,
    externalIPs = [],
    loadBalancerIP: _balancer,
    loadBalancerClass: _class,
    loadBalancerSourceRanges: _ranges,
    allocateLoadBalancerNodePorts: _allocate,
    externalName,
    type,
    ports,
    ...rest
  } = spec
  const isBalanced = type === 'LoadBalancer'
  const own = (ports ?? []).map(({ nodePort: _port, ...port }) => port)
  return {
    spec: {
      ...rest,
      ...(type === undefined ? {} : { type: isBalanced ? 'NodePort' : type }),
      ...(ports === undefined ? {} : { ports: own }),
      ...(clusterIP === 'None' ? { clusterIP } : {}),
      ...(externalName === undefined ? {} : { externalName: nameInCopy(externalName, names) }),
    },
    remarks: [
      ...(isBalanced ? [{ kind: 'load-balancer', value: '' } as const] : []),
      ...externalIPs.map((value) => ({ kind: 'external-address', value }) as const),
      ...(ports ?? []).flatMap(({ nodePort }) =>
        nodePort === undefined ? [] : [{ kind: 'node-port', value: String(nodePort) } as const],
      ),
    ],
  }
}
