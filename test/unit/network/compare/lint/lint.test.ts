import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { NetworkPolicy } from '../../../../../src/kubernetes/generated/types.ts'
import { comparePolicies } from '../../../../../src/network/compare/compare.ts'
import { lintPolicies, withTypes } from '../../../../../src/network/compare/lint/lint.ts'
import { partsOf, REDUNDANT_KINDS } from '../../../../../src/network/compare/lint/lint-parts.ts'
import { anyPolicy, named as withNames } from '../oracles/clusters.ts'

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
      'a namespace whose name is not its name, or that has none: it always has one (N15)',
      [
        named(
          'a',
          '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: DoesNotExist }] } }] }] }',
        ),
      ],
      ['selects-nothing a spec.ingress[0].from[0].namespaceSelector'],
    ],
    [
      'exceptions that leave nothing of a block',
      [
        named(
          'a',
          '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/9, 10.128.0.0/9] } }, { podSelector: {} }] }] }',
        ),
      ],
      ['empty-block a spec.ingress[0].from[0].ipBlock'],
    ],
    [
      'an exception within another, one that is there twice, and one that another peer lets in',
      [
        named(
          'a',
          `{ podSelector: {}, ingress: [{ from: [
            { ipBlock: { cidr: 10.0.0.0/8, except: [10.1.2.0/24, 10.1.0.0/16, 10.1.0.0/16, 10.9.0.0/16] } },
            { ipBlock: { cidr: 10.8.0.0/15 } } ] }] }`,
        ),
      ],
      [
        'exception-in-exception a spec.ingress[0].from[0].ipBlock.except[0]',
        'exception-in-exception a spec.ingress[0].from[0].ipBlock.except[2]',
        'redundant-exception a spec.ingress[0].from[0].ipBlock.except[3]',
      ],
    ],
    [
      'a port within a range, and one that is there twice',
      [
        named(
          'a',
          '{ podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 90 }, { port: 85 }, { port: 443 }, { port: 443 }] }] }',
        ),
      ],
      ['redundant-port a spec.ingress[0].ports[3]', 'redundant-port a spec.ingress[0].ports[1]'],
    ],
    [
      'peers of rules that differ in ports are each needed',
      [
        named(
          'a',
          '{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }, { from: [{ podSelector: {} }], ports: [{ port: 81 }] }] }',
        ),
      ],
      [],
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

describe('what says it already', () => {
  const rule = (peers: string): string => `{ podSelector: {}, ingress: [{ from: [${peers}] }] }`
  const shadowing = (...policies: readonly NetworkPolicy[]): readonly string[] =>
    lintPolicies(policies).findings.map(
      ({ where, by }) => `${where.object.name} ${where.path} ← ${by?.map(({ name }) => name).join(' + ') ?? '?'}`,
    )

  test('the policy itself, another, or several', () => {
    const a = '{ podSelector: { matchLabels: { a: x } } }'
    expect(
      shadowing(named('self', `{ podSelector: {}, ingress: [{ from: [${a}] }, { from: [{ podSelector: {} }] }] }`)),
    ).toEqual(['self spec.ingress[0] ← self'])
    expect(shadowing(named('wide', rule('{ podSelector: {} }')), named('narrow', rule(a)))).toEqual(['narrow  ← wide'])
    const halves = ['Exists', 'DoesNotExist'].map((operator) =>
      named(operator.toLowerCase(), rule(`{ podSelector: { matchExpressions: [{ key: a, operator: ${operator} }] } }`)),
    )
    const others = ['x', 'y', 'z'].map((name) => named(name, rule(`{ namespaceSelector: { matchLabels: { n: ${name} } } }`)))
    expect(shadowing(named('own', rule('{ podSelector: { matchLabels: { b: y } } }')), ...others, ...halves)).toEqual([
      'own  ← exists + doesnotexist',
    ])
  })

  test('nobody, where a policy allows all that it selects', () => {
    expect(shadowing(named('open', '{ podSelector: {}, ingress: [{}] }'))).toEqual(['open  ← '])
  })

  test('a policy of another namespace, which hides it', () => {
    const closed = { ...named('closed', '{ podSelector: {}, policyTypes: [Ingress] }') }
    const elsewhere = '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: pay } } }'
    const sending = named('sending', `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [${elsewhere}] }] }`)
    expect(shadowing(sending, { ...closed, metadata: { name: 'closed', namespace: 'pay' } })).toEqual([
      'sending spec.egress[0] ← closed',
    ])
  })
})

describe('what a finding depends on', () => {
  const readings = (...policies: readonly NetworkPolicy[]): readonly string[] =>
    lintPolicies(policies).findings.map(
      ({ where, otherwise = [] }) => `${where.path}: ${otherwise.map(({ unusual }) => unusual.join(' + ')).join(', ')}`,
    )

  test.each<[what: string, spec: string, expected: readonly string[]]>([
    [
      'N23 a port within a range',
      '{ podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 90 }, { port: 85 }] }] }',
      ['spec.ingress[0].ports[1]: endPort'],
    ],
    [
      'N23 the first port of a range',
      '{ podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 90 }, { port: 80 }] }] }',
      ['spec.ingress[0].ports[1]: '],
    ],
    [
      'N19 Pods among all addresses',
      '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: "::/0" } }, { podSelector: {} }], ports: [{ port: 80 }] }] }',
      ['spec.ingress[0].from[2]: ipBlocksMatchPods'],
    ],
  ])('%s', (_, spec, expected) => {
    expect(readings(named('a', spec))).toEqual(expected)
  })
})

test('without all that has no effect, the rest means the same', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(anyPolicy, { maxLength: 3 }), (made) => {
      const policies = withNames(made)
      const { findings, undecided } = lintPolicies(policies)
      expect(undecided).toEqual([])
      const left = REDUNDANT_KINDS.flatMap((kind) => partsOf(policies, kind))
        .filter(({ where }) =>
          findings.some((one) => one.where.path === where.path && one.where.object.name === where.object.name),
        )
        .reduce<readonly NetworkPolicy[]>(
          (rest, part) =>
            rest.flatMap((policy) =>
              policy.metadata.name === part.where.object.name ? (part.leaveOut(policy) ?? []) : [policy],
            ),
          policies.map(withTypes),
        )
      expect(comparePolicies(policies, left).kind, JSON.stringify(findings)).toBe('equivalent')
    }),
    { numRuns: 60 },
  )
})
