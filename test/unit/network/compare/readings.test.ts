import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { comparePolicies, meets, relationOf, type Expectation, type Relation } from '../../../../src/network/compare/compare.ts'
import { compareReadings, type Readings } from '../../../../src/network/compare/readings.ts'

const policies = (...specs: readonly string[]): readonly NetworkPolicy[] =>
  specs.map((spec, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `p${index}`, namespace: 'shop' },
    spec: parse(spec) as NonNullable<NetworkPolicy['spec']>,
  }))

const read = (
  a: readonly NetworkPolicy[],
  b: readonly NetworkPolicy[],
): { readonly usual: Relation; readonly readings: Readings } => {
  const usual = relationOf(comparePolicies(a, b))!
  return { usual, readings: compareReadings(a, b, { usual }) }
}

const ingress = (...peers: readonly string[]): string =>
  `{ podSelector: {}, policyTypes: [Ingress], ingress: [{ from: [${peers.join(', ')}] }] }`
const egress = (...peers: readonly string[]): string =>
  `{ podSelector: {}, policyTypes: [Egress], egress: [{ to: [${peers.join(', ')}] }] }`
const block = (cidr: string, except = ''): string =>
  `{ ipBlock: { cidr: "${cidr}"${except === '' ? '' : `, except: [${except}]`} } }`
const EVERYWHERE = [block('0.0.0.0/0'), block('::/0')]
const OWN_PODS = '{ podSelector: {} }'
const ALL_PODS = '{ namespaceSelector: {} }'

describe('what a verdict depends on', () => {
  /** `switches → relation` of each reading under which the answer is another. */
  const rows: readonly (readonly [
    what: string,
    a: readonly string[],
    b: readonly string[],
    usual: Relation,
    otherwise: readonly string[],
  ])[] = [
    ['nothing to read', [ingress(OWN_PODS)], [ingress(OWN_PODS)], 'equal', []],
    [
      'blocks on one side only, which other peers cover',
      [ingress(ALL_PODS, ...EVERYWHERE)],
      [ingress(...EVERYWHERE)],
      'equal',
      ['ipBlocksMatchPods → b-within-a'],
    ],
    [
      'blocks that are the same',
      [ingress(block('10.0.0.0/8'))],
      [ingress(block('10.0.0.0/9'), block('10.128.0.0/9'))],
      'equal',
      [],
    ],
    [
      'a range, and its first port',
      ['{ podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 90 }] }] }'],
      ['{ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] }'],
      'b-within-a',
      ['endPort → equal'],
    ],
    [
      'a range, and its ports one by one',
      ['{ podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 82 }] }] }'],
      ['{ podSelector: {}, ingress: [{ ports: [{ port: 80 }, { port: 81 }, { port: 82 }] }] }'],
      'equal',
      ['endPort → a-within-b'],
    ],
    [
      'both at once',
      [
        `{ podSelector: {}, ingress: [{ from: [${[ALL_PODS, ...EVERYWHERE].join(', ')}], ports: [{ port: 80, endPort: 90 }] }] }`,
      ],
      [`{ podSelector: {}, ingress: [{ from: [${EVERYWHERE.join(', ')}], ports: [{ port: 80, endPort: 90 }] }] }`],
      'equal',
      ['ipBlocksMatchPods → b-within-a'],
    ],
    [
      // Only the Pod at 10.0.0.5 may be sent to, and only it may not send: but for itself, nobody notices the own Pods' rule.
      'a Pod with itself, told by its address',
      [ingress(OWN_PODS, block('0.0.0.0/0', '10.0.0.5/32'), block('::/0')), egress(block('10.0.0.5/32'))],
      [ingress(block('0.0.0.0/0', '10.0.0.5/32'), block('::/0')), egress(block('10.0.0.5/32'))],
      'equal',
      ['ownService → b-within-a'],
    ],
    [
      // To itself by its Service, a Pod comes with its node's address, which the block lets in.
      'a Pod with itself, told by its node’s address',
      [ingress(block('172.18.0.0/16')), egress(OWN_PODS)],
      [ingress(block('172.18.0.0/16')), '{ podSelector: {}, policyTypes: [Egress] }'],
      'b-within-a',
      ['ipBlocksMatchPods → equal'],
    ],
  ]
  test.each(rows)('%s', (_, a, b, usual, otherwise) => {
    const found = read(policies(...a), policies(...b))
    expect(found.usual).toBe(usual)
    expect(found.readings.otherwise.map(({ unusual, relation }) => `${unusual.join(' + ')} → ${relation}`)).toEqual(otherwise)
    const named = found.readings.otherwise.flatMap(({ unusual }) => unusual)
    for (const name of found.readings.holdsUnder) expect(named).not.toContain(name)
    // What the documentation of the engine argues: these two never matter.
    expect(found.readings.holdsUnder).toEqual(expect.arrayContaining(['hostNetworkPods', 'ownNode']))
  })
})

describe('what hides a difference', () => {
  test('egress that the other end’s ingress makes vain', () => {
    const closed = '{ podSelector: {}, policyTypes: [Ingress] }'
    expect(
      comparePolicies(policies(closed, egress(OWN_PODS)), policies(closed, '{ podSelector: {}, policyTypes: [Egress] }')),
    ).toMatchObject({ kind: 'equivalent', masked: [{ namespace: 'shop', direction: 'egress' }] })
  })

  test('nothing, where both directions mean the same', () => {
    const one = policies(ingress(OWN_PODS), egress(ALL_PODS))
    expect(comparePolicies(one, [...one, ...one])).toMatchObject({ kind: 'equivalent', masked: [] })
  })
})

test.each<[Relation, readonly Expectation[]]>([
  ['equal', ['equal', 'at-least-as-strict', 'at-least-as-open']],
  ['b-within-a', ['at-least-as-strict']],
  ['a-within-b', ['at-least-as-open']],
  ['neither', []],
])('%s is what B is expected to be: %j', (relation, expected) => {
  const all: readonly Expectation[] = ['equal', 'at-least-as-strict', 'at-least-as-open']
  expect(all.filter((one) => meets(relation, one))).toEqual(expected)
})
