import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../../src/network/address.ts'
import { compilePolicies } from '../../../../src/network/policy/compile.ts'
import { evaluatePolicies, policiesAllow } from '../../../../src/network/policy/evaluate.ts'
import type { PolicyPeer, PolicyPod, PolicyQuestion } from '../../../../src/network/policy/match.ts'
import { clusterPoliciesOver, clusterPolicyOver, labelsOver, policyOver } from './arbitraries.ts'
import { naiveVerdicts, type NaiveEnd } from './naive-tiers.ts'

const alphabet = { keys: ['a', 'b'], values: ['x', 'y'] }
const labels = labelsOver(alphabet)
const pod = fc.record({
  namespace: fc.constantFrom('one', 'two'),
  labels,
  namespaceLabels: labels,
  hostNetwork: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  ports: fc.constantFrom([], [{ containerPort: 80, name: 'http' }], [{ containerPort: 81, name: 'http', protocol: 'UDP' }]),
})
const addressOf = fc.constantFrom('10.244.0.1', '10.244.1.1', '192.0.2.1')
const end: fc.Arbitrary<NaiveEnd> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ip: addressOf, pod }).map(onItsNode) },
  { weight: 1, arbitrary: fc.record({ ip: fc.constant('172.18.0.2'), nodeLabels: labels }) },
  { weight: 1, arbitrary: fc.record({ ip: addressOf }) },
)
const self = fc.record({ ip: addressOf, pod }).map(onItsNode)

/** A Pod on the network of its node has that node's address. */
function onItsNode(made: { ip: string; pod: NonNullable<NaiveEnd['pod']> }): NaiveEnd & { pod: NonNullable<NaiveEnd['pod']> } {
  return made.pod.hostNetwork ? { ...made, ip: '172.18.0.2', nodeLabels: { a: 'x' } } : made
}

const flow = fc.record({
  direction: fc.constantFrom('ingress' as const, 'egress' as const),
  self,
  other: end,
  port: fc.constantFrom(80, 81, 85),
  protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
})

/** NetworkPolicies know Pods on their node's network as that node (N24). */
const podOf = ({ pod: made }: NaiveEnd, known: boolean): { pod?: PolicyPod } => {
  if (made === undefined || (made.hostNetwork && !known)) return {}
  const { hostNetwork, ...rest } = made
  return { pod: { ...rest, name: 'pod', ...(hostNetwork ? { hostNetwork: true as const } : {}) } }
}

const peerOf = (made: NaiveEnd): PolicyPeer => ({
  ip: made.ip,
  bytes: parseAddress(made.ip)!,
  ...podOf(made, false),
  ...(made.nodeLabels === undefined ? {} : { nodeLabels: made.nodeLabels }),
})

const policies = fc.array(policyOver(alphabet), { maxLength: 2 })
const clusterPolicies = clusterPoliciesOver(alphabet, 4)
const RUNS = { numRuns: 6000 }

describe('tiers', () => {
  it('N33 N34 N35 say what a naive reading of the API documentation says, under every order of equal priorities', () => {
    let ambiguous = 0
    let byCluster = 0
    fc.assert(
      fc.property(policies, clusterPolicies, flow, (own, cluster, { direction, self: subject, other, port, protocol }) => {
        const [source, destination] = direction === 'ingress' ? [other, subject] : [subject, other]
        const wanted = naiveVerdicts({ policies: own, clusterPolicies: cluster }, direction, {
          source,
          destination,
          port,
          protocol,
        })
        const compiled = compilePolicies([...own, ...cluster])
        const question: PolicyQuestion = { direction, pod: podOf(subject, true).pod!, peer: peerOf(other), port, protocol }
        const exempt = subject.pod.hostNetwork
        const options = { ipBlocksMatchPods: true, exempt }
        const ask = (equalPriority: 'first-name' | 'deny-first' | 'accept-first'): boolean =>
          policiesAllow(compiled, question, { ...options, equalPriority })
        expect([ask('deny-first'), ask('accept-first')]).toEqual([!wanted.has(false), wanted.has(true)])
        expect(wanted.has(ask('first-name'))).toBe(true)
        const explained = evaluatePolicies(compiled, question, options)
        expect(explained.decision !== 'denied').toBe(ask('first-name'))
        expect(explained.cluster?.ambiguous !== undefined).toBe(wanted.size > 1)
        if (wanted.size > 1) ambiguous++
        if (explained.cluster?.decidedBy !== undefined) byCluster++
      }),
      RUNS,
    )
    // The alphabet is small enough for both to happen often.
    expect(ambiguous).toBeGreaterThan(RUNS.numRuns / 100)
    expect(byCluster).toBeGreaterThan(RUNS.numRuns / 5)
  })

  it('N34 a policy whose rules all pass, asked last, changes nothing', () => {
    fc.assert(
      fc.property(policies, clusterPolicies, clusterPolicyOver(alphabet), flow, (own, cluster, last, asked) => {
        const { ingress = [], egress = [], ...spec } = last.spec
        const passing = {
          ...last,
          metadata: { name: 'z' },
          spec: {
            ...spec,
            priority: 1000,
            ingress: ingress.map((rule) => ({ ...rule, action: 'Pass' as const })),
            egress: egress.map((rule) => ({ ...rule, action: 'Pass' as const })),
          },
        }
        const question = { ...asked, pod: podOf(asked.self, true).pod!, peer: peerOf(asked.other) }
        const allows = (more: readonly (typeof passing)[]): boolean =>
          policiesAllow(compilePolicies([...own, ...cluster, ...more]), question, { ipBlocksMatchPods: true })
        expect(allows([passing])).toBe(allows([]))
      }),
    )
  })

  it('the order in which policies and peers are written does not matter, and near misses miss', () => {
    fc.assert(
      fc.property(policies, clusterPolicies, flow, (own, cluster, asked) => {
        const question = { ...asked, pod: podOf(asked.self, true).pod!, peer: peerOf(asked.other) }
        const ask = (list: typeof cluster) =>
          evaluatePolicies(compilePolicies([...list, ...own]), question, { ipBlocksMatchPods: true })
        const turned = cluster.toReversed().map(({ spec, ...rest }) => ({
          ...rest,
          spec: {
            ...spec,
            ...(spec.ingress && { ingress: spec.ingress.map((rule) => ({ ...rule, from: rule.from.toReversed() })) }),
            ...(spec.egress && { egress: spec.egress.map((rule) => ({ ...rule, to: rule.to.toReversed() })) }),
          },
        }))
        const here = ask(cluster)
        const there = ask(turned)
        expect([there.decision, there.cluster?.decidedBy]).toEqual([here.decision, here.cluster?.decidedBy])
        for (const { wanted, found } of here.nearMisses) expect(wanted).not.toBe(found)
      }),
    )
  })
})
