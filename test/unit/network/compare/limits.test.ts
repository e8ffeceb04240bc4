import { describe, expect, test } from 'vitest'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { comparePolicies } from '../../../../src/network/compare/compare.ts'
import { checkInvariant } from '../../../../src/network/compare/invariant/invariant.ts'
import { lintPolicies } from '../../../../src/network/compare/lint/lint.ts'

const keys = (count: number, letter: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index}`)
/**
 * One peer that puts the keys in order, and peers of two labels each. Keys that belong together stand far apart in that
 * order, which takes a node for each combination of the first ones.
 */
const policyOf = (count: number): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'shop' },
  spec: {
    podSelector: {},
    ingress: [
      {
        from: [
          {
            podSelector: {
              matchLabels: Object.fromEntries([...keys(count, 'a'), ...keys(count, 'b')].map((key) => [key, 'x'])),
            },
          },
          ...keys(count, 'a').map((key, index) => ({ podSelector: { matchLabels: { [key]: 'y', [`b${index}`]: 'y' } } })),
        ],
      },
    ],
  },
})
const policy = policyOf(6)
const everyone = { pods: {}, namespaces: {} }

describe('what outgrows the limits is undecided, never guessed', () => {
  test('too many nodes', () => {
    expect(comparePolicies([policy], [], { limits: { maxNodes: 10 } })).toEqual({
      kind: 'undecided',
      reason: 'more than 10 nodes',
    })
    expect(checkInvariant([policy], { from: everyone, to: everyone }, { limits: { maxNodes: 10 } })).toEqual({
      kind: 'undecided',
      reason: 'more than 10 nodes',
    })
  })

  test('out of time', () => {
    const limits = { shouldStop: () => true }
    const large = [policyOf(16)]
    expect(comparePolicies(large, [], { limits })).toEqual({ kind: 'undecided', reason: 'out of time' })
    expect(checkInvariant(large, { from: everyone, to: everyone }, { limits }).kind).toBe('undecided')
  })

  test('parts of a policy that are not decided are named', () => {
    expect(lintPolicies([policy], { limits: { maxNodes: 10 } }).undecided.length).toBeGreaterThan(0)
    expect(lintPolicies([policy]).undecided).toEqual([])
  })

  test('within them there is an answer', () => {
    expect(comparePolicies([policy], [policy]).kind).toBe('equivalent')
    expect(comparePolicies([policy], []).kind).toBe('different')
  })
})
