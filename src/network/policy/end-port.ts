import type { NetworkPolicy, NetworkPolicyPort } from '../../kubernetes/generated/types.ts'

/** The policy as plugins read it that do not know endPort: a range is its first port (N23). */
export const withoutEndPorts = (policy: NetworkPolicy): NetworkPolicy => {
  const { ingress, egress } = policy.spec ?? {}
  return {
    ...policy,
    spec: {
      ...policy.spec,
      ...(ingress === undefined ? {} : { ingress: ingress.map(firstPorts) }),
      ...(egress === undefined ? {} : { egress: egress.map(firstPorts) }),
    },
  }
}

const firstPorts = <Rule extends { readonly ports?: readonly NetworkPolicyPort[] }>(rule: Rule): Rule =>
  rule.ports === undefined ? rule : { ...rule, ports: rule.ports.map(({ endPort: _endPort, ...port }) => port) }
