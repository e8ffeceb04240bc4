/** Random policies over a small alphabet, so that they often concern the same Pods. */
import fc from 'fast-check'
import type { LabelSelector, NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'

export interface Alphabet {
  readonly keys: readonly string[]
  readonly values: readonly string[]
}

export const labelsOver = ({ keys, values }: Alphabet): fc.Arbitrary<Record<string, string>> =>
  fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values), { maxKeys: keys.length })

export const policyOver = (alphabet: Alphabet): fc.Arbitrary<NetworkPolicy> => {
  const { keys, values } = alphabet
  const labels = labelsOver(alphabet)
  const expression = fc.record({
    key: fc.constantFrom(...keys),
    operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
    values: fc.subarray([...values], { minLength: 1 }),
  })
  const selector: fc.Arbitrary<LabelSelector> = fc.record(
    { matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 2 }) },
    { requiredKeys: [] },
  )
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
