import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { comparePolicies } from '../../../../src/network/compare/compare.ts'
import { lintPolicies } from '../../../../src/network/compare/lint.ts'
import { policyOver } from '../policy/arbitraries.ts'

const named = (name: string, spec: string): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop' },
  spec: parse(spec) as NonNullable<NetworkPolicy['spec']>,
})

const found = (...policies: readonly NetworkPolicy[]): readonly string[] =>
  lintPolicies(policies).findings.map(({ kind, where }) => `${kind} ${where.object.name} ${where.path}`.trim())

describe('what has no effect', () => {
  test.each<[what: string, policies: readonly NetworkPolicy[], expected: readonly string[]]>([
    ['a policy that says something', [named('a', '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }')], []],
    [
      'a policy that another contains',
      [
        named('wide', '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }'),
        named(
          'narrow',
          '{ podSelector: { matchLabels: { a: x } }, ingress: [{ from: [{ podSelector: { matchLabels: { b: y } } }] }] }',
        ),
      ],
      ['redundant-policy narrow'],
    ],
    [
      'a rule, and a peer, that another contains; places stay those of the original',
      [
        named(
          'a',
          `{ podSelector: {}, ingress: [
            { from: [{ podSelector: {} }], ports: [{ port: 80 }] },
            { ports: [{ port: 80, endPort: 90 }] },
            { from: [{ namespaceSelector: {} }, { podSelector: {} }], ports: [{ port: 443 }] } ] }`,
        ),
      ],
      ['redundant-rule a spec.ingress[0]', 'redundant-peer a spec.ingress[2].from[1]'],
    ],
    [
      'a selector that contradicts itself',
      [
        named(
          'a',
          '{ podSelector: { matchLabels: { a: x }, matchExpressions: [{ key: a, operator: NotIn, values: [x] }] }, ingress: [{}] }',
        ),
      ],
      ['selects-nothing a spec.podSelector'],
    ],
    [
      'rules whose direction policyTypes leaves out',
      [named('a', '{ podSelector: {}, policyTypes: [Ingress], egress: [{}] }')],
      ['rules-ignored a spec.egress'],
    ],
  ])('%s', (_, policies, expected) => {
    expect(found(...policies)).toEqual(expected)
  })
})

test('without the policies that add nothing, the rest means the same', () => {
  const policy = policyOver({ keys: ['a'], values: ['x', 'y'] })
  fc.assert(
    fc.property(fc.array(policy, { maxLength: 4 }), (made) => {
      const policies = made.map((one, index) => ({ ...one, metadata: { ...one.metadata, name: `p${index}` } }))
      const gone = lintPolicies(policies)
        .findings.filter(({ kind }) => kind === 'redundant-policy')
        .map(({ where }) => where.object.name)
      const left = policies.filter(({ metadata }) => !gone.includes(metadata.name))
      expect(comparePolicies(policies, left).kind).toBe('equivalent')
    }),
    { numRuns: 100 },
  )
})
