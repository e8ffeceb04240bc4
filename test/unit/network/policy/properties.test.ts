import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LabelSelector, NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { parseAddress } from '../../../../src/network/address.ts'
import { compilePolicies } from '../../../../src/network/policy/compile.ts'
import { evaluatePolicies, policiesAllow } from '../../../../src/network/policy/evaluate.ts'
import type { PolicyPod, PolicyQuestion } from '../../../../src/network/policy/match.ts'

const keys = ['a', 'b']
const values = ['x', 'y']
const labels = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom(...values), { maxKeys: 2 })
const expression = fc.record({
  key: fc.constantFrom(...keys),
  operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
  values: fc.subarray(values, { minLength: 1 }),
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
const policy: fc.Arbitrary<NetworkPolicy> = fc.record({
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
const policies = fc.array(policy, { maxLength: 4 })
const pod: fc.Arbitrary<PolicyPod> = fc.record({
  namespace: fc.constantFrom('one', 'two'),
  name: fc.constant('pod'),
  labels,
  namespaceLabels: labels,
  ports: fc.constantFrom([], [{ containerPort: 80, name: 'http' }]),
})
const question: fc.Arbitrary<PolicyQuestion> = fc.record({
  direction: fc.constantFrom('ingress' as const, 'egress' as const),
  pod,
  peer: fc
    .record({ ip: fc.constantFrom('10.244.0.1', '10.244.1.1', '192.0.2.1'), pod }, { requiredKeys: ['ip'] })
    .map((made) => ({ ...made, bytes: parseAddress(made.ip)! })),
  port: fc.constantFrom(80, 81, 85),
  protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
})
const options = { ipBlocksMatchPods: true }
const allows = (list: readonly NetworkPolicy[], asked: PolicyQuestion): boolean =>
  policiesAllow(compilePolicies(list), asked, options)

const reversed = (list: readonly NetworkPolicy[]): NetworkPolicy[] =>
  list.toReversed().map((each) => {
    const { spec = {} } = each
    const ingress = spec.ingress?.toReversed().map((rule) => ({ ...rule, ...(rule.from && { from: rule.from.toReversed() }) }))
    const egress = spec.egress?.toReversed().map((rule) => ({ ...rule, ...(rule.to && { to: rule.to.toReversed() }) }))
    const types = spec.policyTypes?.toReversed()
    return {
      ...each,
      spec: { ...spec, ...(ingress && { ingress }), ...(egress && { egress }), ...(types && { policyTypes: types }) },
    }
  })

describe('properties of policies', () => {
  it('the order of policies, rules, peers and types does not matter', () => {
    fc.assert(fc.property(policies, question, (list, asked) => allows(list, asked) === allows(reversed(list), asked)))
  })

  it('the order of labels does not matter', () => {
    const turned = (labelled: PolicyPod): PolicyPod => ({
      ...labelled,
      labels: Object.fromEntries(Object.entries(labelled.labels).toReversed()),
    })
    fc.assert(
      fc.property(
        policies,
        question,
        (list, asked) => allows(list, asked) === allows(list, { ...asked, pod: turned(asked.pod) }),
      ),
    )
  })

  it('N3 a rule more never takes traffic away where the direction is isolated already', () => {
    fc.assert(
      fc.property(policies, policy, question, (list, more, asked) => {
        const before = evaluatePolicies(compilePolicies(list), asked, options)
        return before.decision !== 'allowed' || allows([...list, more], asked)
      }),
    )
  })

  it('evaluate and explain agree, and a denial always has a policy', () => {
    fc.assert(
      fc.property(policies, question, (list, asked) => {
        const { decision, isolatedBy, allowedBy } = evaluatePolicies(compilePolicies(list), asked, options)
        expect(decision !== 'denied').toBe(allows(list, asked))
        expect(decision === 'not-isolated').toBe(isolatedBy.length === 0)
        expect(decision === 'allowed').toBe(allowedBy.length > 0)
      }),
    )
  })

  it('a near miss never matches what it says it misses', () => {
    fc.assert(
      fc.property(policies, question, (list, asked) => {
        for (const { wanted, found } of evaluatePolicies(compilePolicies(list), asked, options).nearMisses)
          expect(wanted).not.toBe(found)
      }),
    )
  })
})
