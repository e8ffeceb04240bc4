/** Hostile inputs end within the limit that the caller sets, and never with a wrong answer. */
import { describe, expect, test, vi } from 'vitest'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { comparePolicies } from '../../../../src/network/compare/compare.ts'
import { OUT_OF_TIME } from '../../../../src/network/compare/diagram.ts'
import { checkInvariant } from '../../../../src/network/compare/invariant/invariant.ts'
import { lintPolicies } from '../../../../src/network/compare/lint/lint.ts'
import { blocks, fromPeers, manyLabels, policy, tautology } from './hostile.ts'

/** As `--limit` gives it. */
const within = (seconds: number): { readonly limits: { readonly shouldStop: () => boolean } } => {
  const until = performance.now() + seconds * 1000
  return { limits: { shouldStop: () => performance.now() > until } }
}

const LIMIT_S = 2

// The limits above are what is tested; this one only keeps a busy machine from being taken for a failure.
vi.setConfig({ testTimeout: 180_000 })
const own = fromPeers([{ podSelector: {} }])

/** Decided rightly, or not within the time. */
const expectAnswer = (a: readonly NetworkPolicy[], b: readonly NetworkPolicy[], right: 'equivalent' | 'different'): void => {
  const comparison = comparePolicies(a, b, within(LIMIT_S))
  if (comparison.kind === 'undecided') expect(comparison.reason).toMatch(/out of time|more than/u)
  else expect(comparison.kind).toBe(right)
}

describe('peers with three conditions each, that together mean everyone', () => {
  test.each([12, 30, 45, 60])('over %d labels', (labels) => {
    const peers = tautology(labels)
    expectAnswer([fromPeers(peers)], [own], 'equivalent')
    expectAnswer([fromPeers(peers.slice(1))], [own], 'different')
  })

  test('over 12 and 30 labels they are decided', () => {
    for (const labels of [12, 30]) {
      const peers = tautology(labels)
      expect(comparePolicies([fromPeers(peers)], [own], within(15)).kind).toBe('equivalent')
      expect(comparePolicies([fromPeers(peers.slice(1))], [own], within(15)).kind).toBe('different')
    }
  })

  test('lint and forbid stop in time too', () => {
    const hard = fromPeers(tautology(60))
    const { undecided } = lintPolicies([hard], within(1))
    expect(undecided.length).toBeGreaterThan(0)
    const invariant = { from: { pods: {}, namespaces: {} }, to: { pods: {}, namespaces: {} } }
    expect(checkInvariant([hard], invariant, within(1)).kind).not.toBe('holds')
  })
})

test('time that is up at once: nothing is claimed', () => {
  const a = fromPeers(tautology(12))
  const limits = { shouldStop: () => true }
  expect(comparePolicies([a], [own], { limits })).toEqual({ kind: 'undecided', reason: OUT_OF_TIME })
  expect(lintPolicies([a], { limits }).findings).toEqual([])
  const invariant = { from: 'outside', to: { pods: {}, namespaces: {} } } as const
  expect(checkInvariant([a], invariant, { limits })).toEqual({ kind: 'undecided', reason: OUT_OF_TIME })
})

describe('thousands of blocks', () => {
  const many = blocks(4000)

  test('in one rule', () => {
    expect(comparePolicies([fromPeers(many)], [fromPeers(many.toReversed())], within(20)).kind).toBe('equivalent')
    expect(comparePolicies([fromPeers(many)], [fromPeers(many.slice(1))], within(20))).toMatchObject({
      kind: 'different',
      onlyA: { source: { ip: '10.0.0.1' } },
    })
  })

  test('in one rule each', () => {
    const apart = (peers: typeof many): NetworkPolicy =>
      policy({
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: peers.map((peer, index) => ({ from: [peer], ports: [{ port: 1 + (index % 7) }] })),
      })
    expectAnswer([apart(many.slice(0, 400))], [apart(many.slice(0, 400).toReversed())], 'different')
    expectAnswer([apart(many)], [apart(many.slice(7))], 'different')
  })

  test('lint gives up on what it has no time for', () => {
    const { findings, undecided } = lintPolicies([fromPeers([...many, many[0]!])], within(1))
    expect(findings.length + undecided.length).toBeGreaterThan(0)
  })
})

test('a selector with 10,000 labels', () => {
  const select = (count: number): NetworkPolicy =>
    policy({ podSelector: { matchLabels: manyLabels(count) }, policyTypes: ['Ingress'], ingress: [] })
  expect(comparePolicies([select(10_000)], [select(10_000), select(10_000)], within(30)).kind).toBe('equivalent')
  expect(comparePolicies([select(10_000)], [select(9999)], within(30)).kind).toBe('different')
})

test('hundreds of namespaces, each with a policy', () => {
  const spread = (count: number, port: number): readonly NetworkPolicy[] =>
    Array.from({ length: count }, (_, index) => ({
      ...policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ port }] }] }),
      metadata: { name: 'p', namespace: `ns-${index}` },
    }))
  expectAnswer(spread(600, 80), spread(600, 81), 'different')
})
