/** Random policies over a small alphabet, so that they often concern the same Pods. */
import fc from 'fast-check'
import type { ClusterNetworkPolicy } from '../../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import type { LabelSelector, NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'

export interface Alphabet {
  readonly keys: readonly string[]
  readonly values: readonly string[]
}

export const labelsOver = ({ keys, values }: Alphabet): fc.Arbitrary<Record<string, string>> =>
  fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values), { maxKeys: keys.length })

export const selectorOver = (alphabet: Alphabet): fc.Arbitrary<LabelSelector> => {
  const { keys, values } = alphabet
  const expression = fc.record({
    key: fc.constantFrom(...keys),
    operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
    values: fc.subarray([...values], { minLength: 1 }),
  })
  return fc.record(
    { matchLabels: labelsOver(alphabet), matchExpressions: fc.array(expression, { maxLength: 2 }) },
    { requiredKeys: [] },
  )
}

export const policyOver = (alphabet: Alphabet): fc.Arbitrary<NetworkPolicy> => {
  const selector = selectorOver(alphabet)
  const peer = fc.oneof(
    fc.record({ podSelector: selector, namespaceSelector: selector }),
    fc.record({ podSelector: selector }),
    fc.record({ namespaceSelector: selector }),
    fc.record({ ipBlock: fc.constantFrom({ cidr: '10.0.0.0/8' }, { cidr: '10.244.0.0/16', except: ['10.244.1.0/24'] }) }),
  )
  const port = fc.oneof(
    fc.record({ port: fc.constantFrom<number | string>(80, 81, 'http') }, { requiredKeys: [] }),
    fc.record({ port: fc.constant(80), endPort: fc.constantFrom(80, 90), protocol: fc.constantFrom('TCP', 'UDP') }),
  )
  const peersOf = (field: 'from' | 'to'): fc.Arbitrary<Record<string, unknown>> =>
    fc.record({ [field]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) }, { requiredKeys: [] })
  return fc.record({
    apiVersion: fc.constant('networking.k8s.io/v1' as const),
    kind: fc.constant('NetworkPolicy' as const),
    metadata: fc.record({ name: fc.constantFrom('p', 'q'), namespace: fc.constantFrom('one', 'two') }),
    spec: fc.record(
      {
        podSelector: selector,
        policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
        ingress: fc.array(peersOf('from'), { maxLength: 2 }),
        egress: fc.array(peersOf('to'), { maxLength: 2 }),
      },
      { requiredKeys: ['podSelector'] },
    ),
  })
}

/** Policies of the whole cluster; few priorities, so that some share one. */
export const clusterPolicyOver = (alphabet: Alphabet): fc.Arbitrary<ClusterNetworkPolicy> => {
  const selector = selectorOver(alphabet)
  // Sparse selectors, or most rules would fit nobody.
  const often = fc.oneof({ weight: 2, arbitrary: fc.constant<LabelSelector>({}) }, { weight: 1, arbitrary: selector })
  const pods = fc.record({ namespaceSelector: often, podSelector: often }, { requiredKeys: ['podSelector'] })
  const peer = fc.oneof(fc.record({ namespaces: often }), fc.record({ pods }))
  const egressPeer = fc.oneof(
    { weight: 4, arbitrary: peer },
    { weight: 1, arbitrary: fc.record({ nodes: often }) },
    {
      weight: 2,
      arbitrary: fc.record({
        networks: fc.subarray(['10.0.0.0/8', '10.244.1.0/24', '172.18.0.0/16', '0.0.0.0/0'], { minLength: 1 }),
      }),
    },
  )
  const numbers = fc.constantFrom(
    { destinationPort: { number: 80 } },
    { destinationPort: { number: 81 } },
    { destinationPort: { range: { start: 80, end: 90 } } },
  )
  const protocol = fc.oneof(fc.record({ tcp: numbers }), fc.record({ udp: numbers }))
  const named = fc.constant({ destinationNamedPort: 'http' })
  const many = { minLength: 1, maxLength: 2 } as const
  const action = fc.constantFrom('Accept' as const, 'Deny' as const, 'Pass' as const)
  const from = fc.array(peer, many)
  const to = fc.array(egressPeer, many)
  const ingressRule = fc.oneof(
    fc.record({ action, from }),
    fc.record({ action, from, protocols: fc.array(fc.oneof(protocol, named), many) }),
  )
  const egressRule = fc.oneof(
    { weight: 3, arbitrary: fc.record({ action, to }) },
    { weight: 2, arbitrary: fc.record({ action, to, protocols: fc.array(protocol, many) }) },
    { weight: 1, arbitrary: fc.record({ action, to: fc.array(peer, many), protocols: fc.array(named, many) }) },
  )
  const spec = fc.record(
    {
      tier: fc.constantFrom('Admin' as const, 'Baseline' as const),
      priority: fc.constantFrom(0, 1),
      subject: peer,
      ingress: fc.array(ingressRule, { minLength: 1, maxLength: 3, size: 'max' }),
      egress: fc.array(egressRule, { minLength: 1, maxLength: 3, size: 'max' }),
    },
    { requiredKeys: ['tier', 'priority', 'subject'] },
  )
  return spec.map((made) => ({
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name: 'c' },
    spec: made,
  }))
}

/** Several, each with a name of its own, in no order. */
export const clusterPoliciesOver = (alphabet: Alphabet, maxLength: number): fc.Arbitrary<readonly ClusterNetworkPolicy[]> =>
  fc
    .tuple(
      fc.array(clusterPolicyOver(alphabet), { maxLength }),
      fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 5 }),
    )
    .map(([made, names]) => made.map((policy, index) => ({ ...policy, metadata: { name: `c-${names[index]}` } })))
