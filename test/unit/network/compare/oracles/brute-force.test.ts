import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NetworkPolicy } from '../../../../../src/kubernetes/generated/types.ts'
import { comparePolicies } from '../../../../../src/network/compare/compare.ts'
import { policyOver } from '../../policy/arbitraries.ts'
import { firstDifference, type SmallWorld } from './brute-force.ts'
import { MUTATIONS } from './mutations.ts'

/** All that policies over one key, one value and these blocks and ports can tell apart. */
const WORLD: SmallWorld = {
  key: 'a',
  values: ['x', 'other'],
  namespaces: ['one', 'two', 'three'],
  addresses: ['10.244.0.1', '10.244.1.1', '10.1.0.1', '192.0.2.1', 'fd00::1'],
  ports: (['TCP', 'UDP'] as const).flatMap((protocol) => [80, 81, 85, 91, 99].map((port) => ({ port, protocol }))),
  portName: 'http',
}

const policy = policyOver({ keys: ['a'], values: ['x'] })

const agrees = (a: readonly NetworkPolicy[], b: readonly NetworkPolicy[]): void => {
  const comparison = comparePolicies(a, b)
  const difference = firstDifference(a, b, WORLD)
  expect(comparison.kind, JSON.stringify({ comparison, difference })).toBe(
    difference === undefined ? 'equivalent' : 'different',
  )
}

const LIMIT_MS = 120_000

test('random sets of policies', { timeout: LIMIT_MS }, () => {
  fc.assert(fc.property(fc.array(policy, { maxLength: 3 }), fc.array(policy, { maxLength: 3 }), agrees), { numRuns: 40 })
})

describe('mutations', () => {
  test.each(Object.keys(MUTATIONS))('%s', { timeout: LIMIT_MS }, (name) => {
    const mutate = MUTATIONS[name] ?? ((same: NetworkPolicy) => same)
    fc.assert(
      fc.property(policy, fc.array(policy, { maxLength: 1 }), (changed, others) =>
        agrees([changed, ...others], [mutate(changed), ...others]),
      ),
      { numRuns: 8 },
    )
  })
})
