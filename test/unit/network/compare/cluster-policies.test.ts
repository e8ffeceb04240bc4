import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { AnyNetworkPolicy } from '../../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import type { LabelSelector } from '../../../../src/kubernetes/generated/types.ts'
import { areEquivalent, comparePolicies, relationOf } from '../../../../src/network/compare/compare.ts'
import { checkInvariant } from '../../../../src/network/compare/invariant/invariant.ts'
import type { Invariant } from '../../../../src/network/compare/invariant/promise.ts'
import { lintPolicies } from '../../../../src/network/compare/lint/lint.ts'
import { compareReadings } from '../../../../src/network/compare/readings.ts'
import { clusterPoliciesOver, policyOver } from '../policy/arbitraries.ts'

/** `name: spec` a line, for ClusterNetworkPolicies over everything unless they say otherwise. */
const cluster = (...lines: readonly string[]): readonly AnyNetworkPolicy[] =>
  lines.map((line) => {
    const [, name = '', spec = ''] = /^(\S+): (.*)$/su.exec(line) ?? []
    return {
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name },
      spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ...read(`{ ${spec} }`) },
    }
  })

const read = (yaml: string): object => parse(yaml) as object

const own = (spec: string): AnyNetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'own', namespace: 'shop' },
  spec: read(spec),
})

const ANY = '[{ namespaces: {} }]'
const DENY = `ingress: [{ action: Deny, from: ${ANY} }]`
const ACCEPT = `ingress: [{ action: Accept, from: ${ANY} }]`
const SHOP = 'subject: { namespaces: { matchLabels: { kubernetes.io/metadata.name: shop } } }'

describe('N33 N34 N35 comparisons', () => {
  test.each<[what: string, a: readonly AnyNetworkPolicy[], b: readonly AnyNetworkPolicy[], expected: string]>([
    ['nothing and a policy that only passes', cluster(`p: ingress: [{ action: Pass, from: ${ANY} }]`), [], 'equal'],
    ['nothing and a policy without rules', cluster('p: '), [], 'equal'],
    ['Deny of everything, and nothing', cluster(`p: ${DENY}`), [], 'a-within-b'],
    ['Accept of everything where there is nothing else', cluster(`p: ${ACCEPT}`), [], 'equal'],
    [
      'Accept over a closed namespace',
      [...cluster(`p: ${ACCEPT}`), own('{ podSelector: {} }')],
      [own('{ podSelector: {} }')],
      'b-within-a',
    ],
    [
      'Accept of Baseline over a closed namespace, which does not hear of it',
      [...cluster(`p: tier: Baseline, ${ACCEPT}`), own('{ podSelector: {} }')],
      [own('{ podSelector: {} }')],
      'equal',
    ],
    ['a tier of its own for the same words', cluster(`p: ${DENY}`), cluster(`p: tier: Baseline, ${DENY}`), 'equal'],
    [
      'the same where a NetworkPolicy selects',
      [...cluster(`p: ${DENY}`), own('{ podSelector: {}, ingress: [{}] }')],
      [...cluster(`p: tier: Baseline, ${DENY}`), own('{ podSelector: {}, ingress: [{}] }')],
      'a-within-b',
    ],
    [
      'the order of priorities, by whatever names',
      cluster(`a: priority: 1, ${DENY}`, `b: priority: 2, ${ACCEPT}`),
      cluster(`z: priority: 1, ${DENY}`, `y: priority: 2, ${ACCEPT}`),
      'equal',
    ],
    [
      'two namespaces by name, and everything else',
      cluster(`p: ${SHOP}, ingress: [{ action: Deny, from: [{ namespaces: { matchLabels: { a: x } } }] }]`),
      cluster(
        `p: ${SHOP}, ingress: [{ action: Deny, from: [{ pods: { namespaceSelector: { matchLabels: { a: x } }, podSelector: {} } }] }]`,
      ),
      'equal',
    ],
    [
      'half of the networks twice, and all of them once',
      cluster(`p: egress: [{ action: Deny, to: [{ networks: [0.0.0.0/1, 128.0.0.0/1] }] }]`),
      cluster(`p: egress: [{ action: Deny, to: [{ networks: [0.0.0.0/0] }] }]`),
      'equal',
    ],
    ['nodes', cluster(`p: egress: [{ action: Deny, to: [{ nodes: {} }] }]`), [], 'a-within-b'],
    [
      'nodes by two labels',
      cluster(`p: egress: [{ action: Deny, to: [{ nodes: { matchLabels: { a: x } } }] }]`),
      cluster(`p: egress: [{ action: Deny, to: [{ nodes: { matchExpressions: [{ key: a, operator: Exists }] } }] }]`),
      'b-within-a',
    ],
    [
      'equal priorities, the same on both sides',
      cluster(`a: ${DENY}`, `b: ${ACCEPT}`),
      cluster(`a: ${DENY}`, `b: ${ACCEPT}`),
      'equal',
    ],
    [
      'equal priorities, the name changed that orders them',
      cluster(`a: ${DENY}`, `b: ${ACCEPT}`),
      cluster(`c: ${DENY}`, `b: ${ACCEPT}`),
      'a-within-b',
    ],
    [
      'equal priorities on one side alone, the first by name the same',
      cluster(`a: ${ACCEPT}`, `b: ${DENY}`),
      cluster(`a: priority: 1, ${ACCEPT}`, `b: priority: 2, ${DENY}`),
      'equal',
    ],
  ])('%s', (_, a, b, expected) => {
    const comparison = comparePolicies(a, b)
    const relation = relationOf(comparison)
    expect(relation, JSON.stringify(comparison)).toBe(expected)
  })

  test('N34 where equal priorities matter, other orders are other readings', () => {
    const tied = cluster(`a: ${ACCEPT}`, `b: ${DENY}`)
    const ordered = cluster(`a: priority: 1, ${ACCEPT}`, `b: priority: 2, ${DENY}`)
    const { holdsUnder, otherwise } = compareReadings(tied, ordered, { usual: 'equal' })
    expect(otherwise.map(({ unusual, reading, relation }) => [unusual, reading.equalPriority, relation])).toEqual([
      [['equalPriority'], 'deny-first', 'a-within-b'],
    ])
    expect(holdsUnder).not.toContain('equalPriority')
    expect(compareReadings(tied, tied, { usual: 'equal' }).holdsUnder).toContain('equalPriority')
    expect(areEquivalent(tied, ordered)).toBe(false)
    const replayed = comparePolicies(tied, ordered, { equalPriority: 'deny-first' })
    expect(replayed.kind === 'different' && replayed.onlyB?.b.outcomes[0]?.verdict).toBe('connected')
  })

  test('an example at a node comes with the node and what answers there', () => {
    const policies = cluster('p: egress: [{ action: Deny, to: [{ nodes: { matchLabels: { role: control-plane } } }] }]')
    const comparison = comparePolicies(policies, [])
    const example = comparison.kind === 'different' ? comparison.onlyB : undefined
    expect(example?.destination).toEqual({ address: expect.any(String), nodeLabels: { role: 'control-plane' } })
    expect(example?.objects.map(({ kind }) => kind)).toEqual(['Namespace', 'Namespace', 'Node', 'Pod', 'Pod'])
  })

  test('networks hold Pods where blocks of NetworkPolicies do not', () => {
    const policies = cluster('p: egress: [{ action: Deny, to: [{ networks: [10.0.0.0/8] }] }]')
    const outside = cluster(`p: egress: [{ action: Pass, to: ${ANY} }, { action: Deny, to: [{ networks: [10.0.0.0/8] }] }]`)
    expect(comparePolicies(policies, outside, { ipBlocksMatchPods: false }).kind).toBe('different')
    const block = own('{ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }], policyTypes: [Egress] }')
    const none = own('{ podSelector: {}, egress: [], policyTypes: [Egress] }')
    const toPods = cluster('p: egress: [{ action: Deny, to: [{ nodes: {} }, { networks: [0.0.0.0/0, "::/0"] }] }]')
    const passing = cluster(
      `p: egress: [{ action: Pass, to: ${ANY} }, { action: Deny, to: [{ nodes: {} }, { networks: [0.0.0.0/0, "::/0"] }] }]`,
    )
    expect(comparePolicies([block, ...passing], [none, ...passing], { ipBlocksMatchPods: false }).kind).toBe('equivalent')
    expect(comparePolicies([block, ...passing], [none, ...passing]).kind).toBe('different')
    expect(comparePolicies([block, ...toPods], [none, ...toPods]).kind).toBe('equivalent')
  })

  test('where one Pod is the subject, the other end is no matter', () => {
    const subject = { namespace: 'shop', name: 'web', labels: { app: 'web' }, namespaceLabels: {}, ports: [] }
    const elsewhere = cluster(`p: subject: { pods: { podSelector: { matchLabels: { app: db } } } }, ${DENY}`)
    expect(comparePolicies(elsewhere, [], { subject }).kind).toBe('equivalent')
    const here = cluster(`p: subject: { pods: { podSelector: { matchLabels: { app: web } } } }, ${DENY}`)
    expect(comparePolicies(here, [], { subject }).kind).toBe('different')
  })
})

describe('N33 N34 invariants', () => {
  const pods: LabelSelector = {}
  const named = (name: string) => ({ pods, namespaces: { matchLabels: { 'kubernetes.io/metadata.name': name } } })
  const toShop: Invariant = { from: named('lab'), to: named('shop') }
  const fromLab = '[{ namespaces: { matchLabels: { kubernetes.io/metadata.name: lab } } }]'

  test.each<[what: string, policies: readonly AnyNetworkPolicy[], invariant: Invariant, expected: string]>([
    ['a Deny of Admin keeps it', cluster(`p: ${SHOP}, ingress: [{ action: Deny, from: ${fromLab} }]`), toShop, 'holds'],
    [
      'whatever NetworkPolicies allow',
      [...cluster(`p: ${SHOP}, ingress: [{ action: Deny, from: ${fromLab} }]`), own('{ podSelector: {}, ingress: [{}] }')],
      toShop,
      'holds',
    ],
    [
      'a Deny of Baseline does not',
      [
        ...cluster(`p: tier: Baseline, ${SHOP}, ingress: [{ action: Deny, from: ${fromLab} }]`),
        own('{ podSelector: {}, ingress: [{}] }'),
      ],
      toShop,
      'broken',
    ],
    ['no rule of ingress means addresses outside', cluster(`p: ${DENY}`), { from: 'outside', to: named('shop') }, 'broken'],
    [
      'equal priorities, the first of which denies',
      cluster(`a: ${DENY}`, `b: ${ACCEPT}`),
      toShop,
      'depends, usually holds, accept-first',
    ],
    [
      'equal priorities, the first of which accepts',
      cluster(`a: ${ACCEPT}`, `b: ${DENY}`),
      toShop,
      'depends, usually broken, first-name',
    ],
    ['equal priorities that agree', cluster(`a: ${DENY}`, `b: ${DENY}`), toShop, 'holds'],
  ])('%s', (_, policies, invariant, expected) => {
    const answer = checkInvariant(policies, invariant)
    const detail = answer.kind === 'depends' ? `, usually ${answer.usual}, ${answer.reading.equalPriority}` : ''
    expect(`${answer.kind}${detail}`).toBe(expected)
  })
})

describe('N34 lint', () => {
  const CONTRADICTION = '{ matchLabels: { a: x }, matchExpressions: [{ key: a, operator: DoesNotExist }] }'

  test.each<[what: string, policies: readonly AnyNetworkPolicy[], expected: readonly string[]]>([
    ['a policy that says something', cluster(`p: ${DENY}`), []],
    [
      'a rule that an earlier one leaves nothing to',
      cluster(
        `p: ingress: [{ action: Deny, from: ${ANY} }, { action: Accept, from: [{ pods: { podSelector: { matchLabels: { a: x } } } }] }]`,
      ),
      ['redundant-rule p spec.ingress[1]'],
    ],
    [
      'a peer and a network that another contains',
      cluster(
        'p: egress: [{ action: Deny, to: [{ namespaces: {} }, { pods: { podSelector: {} } }, { networks: [10.1.0.0/16, 10.0.0.0/8] }] }]',
      ),
      ['redundant-peer p spec.egress[0].to[2].networks[0]', 'redundant-peer p spec.egress[0].to[1].pods'],
    ],
    [
      'a NetworkPolicy of that name stays out of it',
      [
        ...cluster(`own: ${SHOP}, tier: Baseline, ${DENY}`),
        {
          ...own('{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }'),
          metadata: { name: 'own', namespace: 'default' },
        },
      ],
      [],
    ],
    [
      'a subject that is nobody',
      cluster(`p: subject: { namespaces: ${CONTRADICTION} }, ${DENY}`),
      ['selects-nothing p spec.subject.namespaces'],
    ],
    [
      'peers that are nobody',
      cluster(
        `p: egress: [{ action: Deny, to: [{ nodes: ${CONTRADICTION} }, { namespaces: {} }, { pods: { namespaceSelector: ${CONTRADICTION}, podSelector: {} } }] }]`,
      ),
      ['selects-nothing p spec.egress[0].to[0].nodes', 'selects-nothing p spec.egress[0].to[2].pods.namespaceSelector'],
    ],
    [
      'equal priorities that may contradict each other',
      cluster(`a: ${ACCEPT}`, `b: ${DENY}`),
      ['equal-priority a spec.priority, b'],
    ],
    [
      'equal priorities about different ports',
      cluster(
        `a: ingress: [{ action: Accept, from: ${ANY}, protocols: [{ tcp: { destinationPort: { number: 80 } } }] }]`,
        `b: ingress: [{ action: Deny, from: ${ANY}, protocols: [{ tcp: { destinationPort: { number: 81 } } }] }]`,
        `c: priority: 2, ${DENY}`,
      ),
      ['redundant-policy b'],
    ],
    [
      'equal priorities that nothing reaches',
      cluster(`z: priority: 0, ${DENY}`, `a: ${ACCEPT}`, `b: ${DENY}`),
      ['redundant-policy b', 'redundant-policy a'],
    ],
  ])('%s', (_, policies, expected) => {
    const found = lintPolicies(policies).findings.map(
      ({ kind, where, by }) =>
        `${kind} ${where.object.name} ${where.path}`.trim() + (kind === 'equal-priority' ? `, ${by?.[0]?.name ?? ''}` : ''),
    )
    expect(found).toEqual(expected)
  })

  test('without the policies that add nothing, the rest means the same', () => {
    const alphabet = { keys: ['a'], values: ['x'] }
    fc.assert(
      fc.property(fc.array(policyOver(alphabet), { maxLength: 1 }), clusterPoliciesOver(alphabet, 2), (one, made) => {
        const policies = [...one, ...made]
        const gone = lintPolicies(policies)
          .findings.filter(({ kind }) => kind === 'redundant-policy')
          .map(({ where }) => `${where.object.kind} ${where.object.name}`)
        const left = policies.filter(({ kind, metadata }) => !gone.includes(`${kind} ${metadata.name}`))
        expect(comparePolicies(policies, left).kind).toBe('equivalent')
      }),
      { numRuns: 40 },
    )
  })
})
