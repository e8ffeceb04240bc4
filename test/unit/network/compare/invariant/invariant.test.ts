import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { LabelSelector, NetworkPolicy } from '../../../../../src/kubernetes/generated/types.ts'
import { checkInvariant, type InvariantAnswer } from '../../../../../src/network/compare/invariant/invariant.ts'
import type { Invariant } from '../../../../../src/network/compare/invariant/promise.ts'

const inPay = (spec: string): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'p', namespace: 'pay' },
  spec: parse(spec) as NonNullable<NetworkPolicy['spec']>,
})

const named = (name: string): LabelSelector => ({ matchLabels: { 'kubernetes.io/metadata.name': name } })
const NOT_PCI: LabelSelector = { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['pci'] }] }
const strangers: Invariant = { from: { pods: NOT_PCI, namespaces: {} }, to: { pods: {}, namespaces: named('pay') } }

const PCI = 'from: [{ namespaceSelector: {}, podSelector: { matchLabels: { team: pci } } }]'
const DENY = inPay('{ podSelector: {}, policyTypes: [Ingress] }')

/** What the answer rests on, in short. */
const spell = (answer: InvariantAnswer): string =>
  answer.kind === 'depends'
    ? `usually ${answer.usual}; ${answer.otherwise.map(({ unusual, answer: kept }) => `${unusual.join(' + ')} → ${kept ?? '?'}`).join('; ')}`
    : answer.kind

describe('no Pod without team=pci reaches namespace pay', () => {
  test.each<[what: string, policies: readonly NetworkPolicy[], invariant: Invariant, expected: string]>([
    ['no policies', [], strangers, 'broken'],
    ['one for all Pods of pay', [inPay(`{ podSelector: {}, ingress: [{ ${PCI} }] }`)], strangers, 'holds'],
    [
      'one for some of them',
      [inPay(`{ podSelector: { matchLabels: { app: db } }, ingress: [{ ${PCI} }] }`)],
      strangers,
      'broken',
    ],
    [
      'a second one that lets more in',
      [DENY, inPay('{ podSelector: {}, ingress: [{ ports: [{ port: 443 }] }] }')],
      strangers,
      'broken',
    ],
    [
      'another port than the one that is asked about',
      [inPay('{ podSelector: {}, ingress: [{ ports: [{ port: 443 }] }] }')],
      { ...strangers, port: 5432 },
      'holds',
    ],
    [
      'the port that is asked about, by another protocol',
      [inPay('{ podSelector: {}, ingress: [{ ports: [{ port: 53, protocol: UDP }] }] }')],
      { ...strangers, port: 53 },
      'broken',
    ],
    [
      'another protocol than the one that is asked about',
      [inPay('{ podSelector: {}, ingress: [{ ports: [{ port: 53, protocol: UDP }] }] }')],
      { ...strangers, port: 53, protocol: 'TCP' },
      'holds',
    ],
    [
      'own Pods, whatever their labels',
      [inPay('{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }')],
      strangers,
      'broken',
    ],
    ['nothing from outside', [inPay(`{ podSelector: {}, ingress: [{ ${PCI} }] }`)], { ...strangers, from: 'outside' }, 'holds'],
    ['everyone from outside', [inPay('{ podSelector: {}, ingress: [{}] }')], { ...strangers, from: 'outside' }, 'broken'],
    [
      'an address is a way in',
      [inPay('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }')],
      strangers,
      'depends',
    ],
  ])('%s', (_, policies, invariant, expected) => {
    const answer = checkInvariant(policies, invariant)
    expect(answer.kind).toBe(expected)
    if (answer.kind === 'broken') expect(answer.example.connection.outcomes[0]?.verdict).toBe('connected')
  })

  test('within one namespace that nobody has a policy for', () => {
    const invariant: Invariant = {
      from: { pods: {}, namespaces: { matchLabels: { tier: 'a' } } },
      to: { pods: {}, namespaces: { matchLabels: { tier: 'a' } } },
    }
    expect(checkInvariant([DENY], invariant)).toMatchObject({ kind: 'broken' })
  })
})

describe('what an answer depends on', () => {
  test.each<[what: string, rule: string, expected: string]>([
    ['nothing', 'ports: [{ port: 80 }]', 'broken'],
    [
      'N19 whether a block matches Pods',
      'from: [{ ipBlock: { cidr: 10.0.0.0/8 } }]',
      'usually broken; ipBlocksMatchPods → holds',
    ],
    ['N23 whether a range is known', 'ports: [{ port: 70, endPort: 80 }]', 'usually broken; endPort → holds'],
    [
      'N19 N23 either of them',
      'from: [{ ipBlock: { cidr: 10.0.0.0/8 } }], ports: [{ port: 70, endPort: 80 }]',
      'usually broken; endPort → holds; ipBlocksMatchPods → holds',
    ],
    ['a range that begins there', 'ports: [{ port: 80, endPort: 90 }]', 'broken'],
  ])('%s', (_, given, expected) => {
    const answer = checkInvariant([inPay(`{ podSelector: {}, ingress: [{ ${given} }] }`)], { ...strangers, port: 80 })
    expect(spell(answer)).toBe(expected)
    if (answer.kind === 'depends') expect(answer.example.connection.outcomes[0]?.verdict).toBe('connected')
  })

  test('N19 a cluster whose blocks do not match Pods has that as the usual reading', () => {
    const policy = inPay('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }')
    const answer = checkInvariant([policy], strangers, { ipBlocksMatchPods: false })
    expect(spell(answer)).toBe('usually holds; ipBlocksMatchPods → broken')
    expect(answer.kind === 'depends' && answer.reading.ipBlocksMatchPods).toBe(true)
  })
})
