/** Edits of a policy that people make by mistake, each a small step from the original. */
import type {
  LabelSelector,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../../../../src/kubernetes/generated/types.ts'

interface Rule {
  readonly peers: readonly NetworkPolicyPeer[]
  readonly ports: readonly NetworkPolicyPort[]
}

type Spec = NonNullable<NetworkPolicy['spec']>

const mapRules = (policy: NetworkPolicy, change: (rule: Rule) => Rule | readonly Rule[]): NetworkPolicy => {
  const spec: Spec = policy.spec ?? { podSelector: {} }
  const changed = (rule: Rule): readonly Rule[] => [change(rule)].flat()
  return {
    ...policy,
    spec: {
      ...spec,
      ...(spec.ingress === undefined
        ? {}
        : {
            ingress: spec.ingress
              .flatMap(({ from = [], ports = [] }) => changed({ peers: from, ports }))
              .map(({ peers, ports }) => ({ from: [...peers], ports: [...ports] })),
          }),
      ...(spec.egress === undefined
        ? {}
        : {
            egress: spec.egress
              .flatMap(({ to = [], ports = [] }) => changed({ peers: to, ports }))
              .map(({ peers, ports }) => ({ to: [...peers], ports: [...ports] })),
          }),
    },
  }
}

const mapPeers =
  (change: (peer: NetworkPolicyPeer) => NetworkPolicyPeer | readonly NetworkPolicyPeer[]) =>
  (policy: NetworkPolicy): NetworkPolicy =>
    mapRules(policy, (rule) => ({ ...rule, peers: rule.peers.flatMap((peer) => change(peer)) }))

const mapPorts =
  (change: (port: NetworkPolicyPort) => NetworkPolicyPort) =>
  (policy: NetworkPolicy): NetworkPolicy =>
    mapRules(policy, (rule) => ({ ...rule, ports: rule.ports.map((port) => change(port)) }))

const mapSpec =
  (change: (spec: Spec) => Partial<Spec>) =>
  (policy: NetworkPolicy): NetworkPolicy => {
    const spec = policy.spec ?? { podSelector: {} }
    return { ...policy, spec: { ...spec, ...change(spec) } }
  }

const hasBoth = ({ podSelector, namespaceSelector }: NetworkPolicyPeer): boolean =>
  podSelector !== undefined && namespaceSelector !== undefined

const withOperator = (selector: LabelSelector | undefined, swap: Readonly<Record<string, string>>): LabelSelector => ({
  ...selector,
  matchExpressions: (selector?.matchExpressions ?? []).map((expression) => ({
    ...expression,
    operator: swap[expression.operator] ?? expression.operator,
  })),
})

const withoutFirst = <Item>(items: readonly Item[]): Item[] => items.slice(1)

/** By name; each may leave a policy as it is where there is nothing of the kind. */
export const MUTATIONS: Readonly<Record<string, (policy: NetworkPolicy) => NetworkPolicy>> = {
  'AND to OR': mapPeers((peer) =>
    hasBoth(peer) ? [{ podSelector: peer.podSelector ?? {} }, { namespaceSelector: peer.namespaceSelector ?? {} }] : peer,
  ),
  'OR to AND': (policy) =>
    mapRules(policy, ({ peers, ports }) => {
      const [first, second, ...rest] = peers
      const merged = { ...first, ...second }
      return second === undefined || merged.ipBlock !== undefined ? { peers, ports } : { peers: [merged, ...rest], ports }
    }),
  'drop except': mapPeers((peer) => (peer.ipBlock === undefined ? peer : { ipBlock: { cidr: peer.ipBlock.cidr } })),
  'narrower block': mapPeers((peer) => (peer.ipBlock?.cidr === '10.0.0.0/8' ? { ipBlock: { cidr: '10.244.0.0/16' } } : peer)),
  'widen a port': mapPorts((port) => (typeof port.port === 'number' ? { ...port, endPort: 91 } : port)),
  'drop endPort': mapPorts(({ endPort: _end, ...port }) => port),
  'exceptions as blocks': mapPeers((peer) =>
    peer.ipBlock?.except === undefined ? peer : peer.ipBlock.except.map((cidr) => ({ ipBlock: { cidr } })),
  ),
  'another port': mapPorts((port) => (port.port === 80 ? { ...port, port: 81, endPort: 91 } : port)),
  'any port of the protocol': mapPorts(({ protocol }) => (protocol === undefined ? {} : { protocol })),
  'name to number': mapPorts((port) => (typeof port.port === 'string' ? { ...port, port: 80 } : port)),
  'another protocol': mapPorts((port) => ({ ...port, protocol: port.protocol === 'UDP' ? 'TCP' : 'UDP' })),
  'drop ports': (policy) => mapRules(policy, (rule) => ({ ...rule, ports: [] })),
  'drop peers': (policy) => mapRules(policy, (rule) => ({ ...rule, peers: [] })),
  'drop a peer': (policy) => mapRules(policy, (rule) => ({ ...rule, peers: withoutFirst(rule.peers) })),
  'drop podSelector': mapPeers(({ podSelector, ...peer }) =>
    Object.keys(peer).length === 0 ? { podSelector: podSelector ?? {} } : peer,
  ),
  'drop namespaceSelector': mapPeers(({ namespaceSelector, ...peer }) =>
    Object.keys(peer).length === 0 ? { namespaceSelector: namespaceSelector ?? {} } : peer,
  ),
  'swap In and NotIn': mapPeers((peer) =>
    peer.podSelector === undefined
      ? peer
      : { ...peer, podSelector: withOperator(peer.podSelector, { In: 'NotIn', NotIn: 'In' }) },
  ),
  'Exists to DoesNotExist': mapSpec(({ podSelector }) => ({
    podSelector: withOperator(podSelector, { Exists: 'DoesNotExist', DoesNotExist: 'Exists' }),
  })),
  'select every Pod': mapSpec(() => ({ podSelector: {} })),
  'select by another value': mapSpec(() => ({ podSelector: { matchLabels: { a: 'x' } } })),
  'drop policyTypes': mapSpec(({ ingress, egress }) => ({
    policyTypes: ['Ingress', ...((egress ?? []).length > 0 ? ['Egress'] : [])],
    ...(ingress === undefined ? {} : { ingress }),
  })),
  'swap directions': mapSpec(({ policyTypes = [] }) => ({
    policyTypes: policyTypes.map((type) => (type === 'Ingress' ? 'Egress' : 'Ingress')),
  })),
  'drop a rule': mapSpec(({ ingress = [], egress = [] }) => ({ ingress: withoutFirst(ingress), egress: withoutFirst(egress) })),
  'a rule for everything': mapSpec(({ ingress = [] }) => ({ ingress: [...ingress, {}] })),
  'another namespace': (policy) => ({
    ...policy,
    metadata: { ...policy.metadata, namespace: policy.metadata.namespace === 'one' ? 'two' : 'one' },
  }),
  'another name': (policy) => ({ ...policy, metadata: { ...policy.metadata, name: 'renamed' } }),
  'one rule for each peer': (policy) =>
    mapRules(policy, ({ peers, ports }) =>
      peers.length === 0 ? { peers, ports } : peers.map((peer) => ({ peers: [peer], ports })),
    ),
}
