import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { parseAddress } from '../../../../src/network/address.ts'
import { compilePolicies } from '../../../../src/network/policy/compile.ts'
import { evaluatePolicies, policiesAllow } from '../../../../src/network/policy/evaluate.ts'
import { labelsOver, policyOver } from './arbitraries.ts'
import type { PolicyPod, PolicyQuestion } from '../../../../src/network/policy/match.ts'

const alphabet = { keys: ['a', 'b'], values: ['x', 'y'] }
const labels = labelsOver(alphabet)
const policies = fc.array(policyOver(alphabet), { maxLength: 4 })
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
      fc.property(policies, policyOver(alphabet), question, (list, more, asked) => {
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
