import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import { comparePolicies, type Comparison } from '../../../../src/network/compare/compare.ts'

/** Specs in flow or block style, one policy a document. */
const policies = (...specs: readonly string[]): readonly NetworkPolicy[] =>
  specs.map((spec, index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `p${index}`, namespace: 'shop' },
    spec: parseAllDocuments(spec)[0]?.toJS() as NonNullable<NetworkPolicy['spec']>,
  }))

const ingress = (rule: string, selector = '{}'): string =>
  `{ podSelector: ${selector}, policyTypes: [Ingress], ingress: [${rule}] }`
const egress = (rule: string, selector = '{}'): string =>
  `{ podSelector: ${selector}, policyTypes: [Egress], egress: [${rule}] }`

/** `equal`, or which side allows more: `a`, `b`, or `both` where each allows something that the other doesn't. */
const summary = (comparison: Comparison): string => {
  if (comparison.kind !== 'different') return comparison.kind === 'equivalent' ? 'equal' : comparison.reason
  const { onlyA, onlyB } = comparison
  return onlyA !== undefined && onlyB !== undefined ? 'both' : onlyA === undefined ? 'b' : 'a'
}

const from = (peers: string): string => ingress(`{ from: [${peers}] }`)
const ports = (list: string): string => ingress(`{ ports: [${list}] }`)
const pod = (selector: string): string => `{ podSelector: ${selector} }`
const expression = (key: string, operator: string, values = ''): string =>
  `{ matchExpressions: [{ key: ${key}, operator: ${operator}${values === '' ? '' : `, values: [${values}]`} }] }`

describe('pairs whose answer follows from the API documentation', () => {
  const rows: readonly (readonly [what: string, a: readonly string[], b: readonly string[], expected: string])[] = [
    ['the same twice', [from(pod('{}'))], [from(pod('{}')), from(pod('{}'))], 'equal'],
    ['no policy and one that allows everything', [], [ingress('{}')], 'equal'],
    ['no policy and one that denies', [], [ingress('')], 'a'],
    [
      'In with two values and two peers (N10)',
      [from(pod(expression('a', 'In', 'x, y')))],
      [from(`${pod('{ matchLabels: { a: x } }')}, ${pod('{ matchLabels: { a: y } }')}`)],
      'equal',
    ],
    [
      'NotIn and absent or the one other value that is mentioned: values are open (N14)',
      [from(pod(expression('a', 'NotIn', 'x')))],
      [from(`${pod(expression('a', 'DoesNotExist'))}, ${pod(expression('a', 'In', 'y'))}`)],
      'a',
    ],
    [
      'NotIn, and Exists without the value or DoesNotExist',
      [from(pod(expression('a', 'NotIn', 'x')))],
      [
        from(
          `${pod(expression('a', 'DoesNotExist'))}, ${pod('{ matchExpressions: [{ key: a, operator: Exists }, { key: a, operator: NotIn, values: [x] }] }')}`,
        ),
      ],
      'equal',
    ],
    [
      'AND written as OR (N11)',
      [from('{ namespaceSelector: { matchLabels: { t: x } }, podSelector: { matchLabels: { a: y } } }')],
      [from('{ namespaceSelector: { matchLabels: { t: x } } }, { podSelector: { matchLabels: { a: y } } }')],
      'b',
    ],
    ['everyone and every namespace (N12)', [ingress('{ from: [] }')], [from('{ namespaceSelector: {} }')], 'a'],
    [
      'own Pods by selector and by the namespace’s name (N15)',
      [from(pod('{}'))],
      [from('{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: shop } } }')],
      'equal',
    ],
    ['an empty port and no ports (N9)', [ports('{}')], [ingress('{}')], 'b'],
    [
      'everything in two blocks',
      [from('{ ipBlock: { cidr: 0.0.0.0/0 } }')],
      [from('{ ipBlock: { cidr: 0.0.0.0/1 } }, { ipBlock: { cidr: 128.0.0.0/1 } }')],
      'equal',
    ],
    ['all of IPv4 and everyone (N21)', [from('{ ipBlock: { cidr: 0.0.0.0/0 } }')], [ingress('{}')], 'b'],
    [
      'all of both families and everyone',
      [from('{ ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: "::/0" } }')],
      [ingress('{}')],
      'equal',
    ],
    [
      'an exception and what is left of the block',
      [from('{ ipBlock: { cidr: 10.0.0.0/8, except: [10.128.0.0/9] } }')],
      [from('{ ipBlock: { cidr: 10.0.0.0/9 } }')],
      'equal',
    ],
    [
      'an exception less',
      [from('{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.2.3/32] } }')],
      [from('{ ipBlock: { cidr: 10.0.0.0/8 } }')],
      'b',
    ],
    [
      'a range and its ports',
      [ports('{ port: 80, endPort: 82 }')],
      [ports('{ port: 80 }, { port: 81 }, { port: 82 }')],
      'equal',
    ],
    ['a range one longer', [ports('{ port: 80, endPort: 83 }')], [ports('{ port: 80 }, { port: 81 }, { port: 82 }')], 'a'],
    ['a name and a number (N23)', [ports('{ port: http }')], [ports('{ port: 80 }')], 'both'],
    ['a port of another protocol', [ports('{ port: 53, protocol: UDP }')], [ports('{ port: 53 }')], 'both'],
    [
      'one policy and its two halves',
      [ingress('{ ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }')],
      [ports('{ port: 80 }'), ports('{ port: 81 }')],
      'equal',
    ],
    ['deny all with an exception, and the exception', [ingress(''), ports('{ port: 80 }')], [ports('{ port: 80 }')], 'equal'],
    [
      'egress that ingress hides',
      [ingress(''), egress('{ to: [{ podSelector: {} }] }')],
      [ingress(''), egress('{ to: [] , ports: [] }, { to: [{ podSelector: {} }] }')],
      'b',
    ],
    [
      'a selector that nothing can meet',
      [ingress('{}', '{ matchLabels: { a: x }, matchExpressions: [{ key: a, operator: DoesNotExist }] }')],
      [],
      'equal',
    ],
    [
      'DoesNotExist and NotIn: a value that is not listed',
      [from(pod(expression('a', 'DoesNotExist')))],
      [from(pod(expression('a', 'NotIn', 'x')))],
      'b',
    ],
    [
      'the complement of a disjunction, and the conjunction of complements',
      [from(pod(expression('a', 'NotIn', 'x, y')))],
      [from(pod('{ matchExpressions: [{ key: a, operator: NotIn, values: [x] }, { key: a, operator: NotIn, values: [y] }] }'))],
      'equal',
    ],
    [
      'the complement of a conjunction in two peers',
      [
        from(
          `${pod(expression('a', 'NotIn', 'x'))}, ${pod(expression('b', 'NotIn', 'y'))}, ${pod('{ matchLabels: { a: x, b: y } }')}`,
        ),
      ],
      [from(pod('{}'))],
      'equal',
    ],
    [
      'In without one of its values, and In beside NotIn',
      [from(pod('{ matchExpressions: [{ key: a, operator: In, values: [x, y] }, { key: a, operator: NotIn, values: [y] }] }'))],
      [from(pod('{ matchLabels: { a: x } }'))],
      'equal',
    ],
    [
      'Exists and all values that are mentioned',
      [from(pod(expression('a', 'Exists')))],
      [from(pod(expression('a', 'In', 'x, y')))],
      'a',
    ],
    ['matchLabels and In', [from(pod('{ matchLabels: { a: x } }'))], [from(pod(expression('a', 'In', 'x')))], 'equal'],
    [
      'labels of Pods and labels of namespaces',
      [from('{ podSelector: { matchLabels: { a: x } } }')],
      [from('{ namespaceSelector: { matchLabels: { a: x } } }')],
      'both',
    ],
    ['own Pods, and Pods of every namespace (N12)', [from(pod('{}'))], [from('{ namespaceSelector: {} }')], 'b'],
    [
      'a name that is not the namespace’s own (N15)',
      [from('{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: other } } }')],
      [
        from(
          '{ namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: NotIn, values: [shop] }] } }',
        ),
      ],
      'b',
    ],
    [
      'everyone, and every namespace with every address',
      [ingress('{}')],
      [from('{ namespaceSelector: {} }, { ipBlock: { cidr: 0.0.0.0/0 } }, { ipBlock: { cidr: "::/0" } }')],
      'equal',
    ],
    [
      'all of IPv6 in two blocks',
      [from('{ ipBlock: { cidr: "::/0" } }')],
      [from('{ ipBlock: { cidr: "::/1" } }, { ipBlock: { cidr: "8000::/1" } }')],
      'equal',
    ],
    [
      'exceptions within exceptions',
      [from('{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.1.2.0/24] } }')],
      [from('{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }')],
      'equal',
    ],
    [
      'an exception that another block lets in',
      [from('{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }, { ipBlock: { cidr: 10.1.0.0/16 } }')],
      [from('{ ipBlock: { cidr: 10.0.0.0/8 } }')],
      'equal',
    ],
    [
      'exceptions that leave nothing, and nobody',
      [from('{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/9, 10.128.0.0/9] } }')],
      [ingress('')],
      'equal',
    ],
    [
      'one address, and one beside it',
      [from('{ ipBlock: { cidr: 10.0.0.0/31 } }')],
      [from('{ ipBlock: { cidr: 10.0.0.0/32 } }')],
      'a',
    ],
    ['every port as a range, and none (N9)', [ports('{ port: 1, endPort: 65535 }')], [ports('{}')], 'equal'],
    [
      'every port of every protocol, and no ports',
      [ports('{ protocol: TCP }, { protocol: UDP }, { protocol: SCTP }')],
      [ingress('{}')],
      'equal',
    ],
    [
      'two ranges that meet, and one',
      [ports('{ port: 80, endPort: 89 }, { port: 90, endPort: 99 }')],
      [ports('{ port: 80, endPort: 99 }')],
      'equal',
    ],
    [
      'a range around a port',
      [ports('{ port: 80, endPort: 99 }, { port: 85 }')],
      [ports('{ port: 80, endPort: 99 }')],
      'equal',
    ],
    ['a name beside every number', [ports('{ port: http }, { port: 1, endPort: 65535 }')], [ports('{}')], 'equal'],
    ['a name of two protocols', [ports('{ port: dns }')], [ports('{ port: dns, protocol: UDP }')], 'both'],
    [
      'a name towards addresses, which have none (N23)',
      [egress('{ to: [{ ipBlock: { cidr: 192.0.2.0/24 } }], ports: [{ port: http }] }')],
      [egress('{ to: [{ ipBlock: { cidr: 192.0.2.0/24 } }], ports: [{ port: https }] }')],
      'both',
    ],
    [
      'peers and ports in one rule, and in two (N10)',
      [ingress(`{ from: [${pod('{}')}], ports: [{ port: 80 }] }`)],
      [ingress(`{ from: [${pod('{}')}] }, { ports: [{ port: 80 }] }`)],
      'b',
    ],
    [
      'two rules that cross, and one with both',
      [
        ingress(
          `{ from: [${pod('{ matchLabels: { a: x } }')}], ports: [{ port: 80 }] }, { from: [${pod('{ matchLabels: { a: y } }')}], ports: [{ port: 81 }] }`,
        ),
      ],
      [ingress(`{ from: [${pod(expression('a', 'In', 'x, y'))}], ports: [{ port: 80 }, { port: 81 }] }`)],
      'b',
    ],
    [
      'one policy for all Pods, and one for those with and one for those without a label',
      [ports('{ port: 80 }')],
      [
        ingress('{ ports: [{ port: 80 }] }', expression('a', 'Exists')),
        ingress('{ ports: [{ port: 80 }] }', expression('a', 'DoesNotExist')),
      ],
      'equal',
    ],
    [
      'a policy for all Pods, and for those with the values that are mentioned',
      [ports('{ port: 80 }')],
      [ingress('{ ports: [{ port: 80 }] }', expression('a', 'In', 'x, y'))],
      'b',
    ],
    [
      'one policy for both directions, and one for each',
      [
        '{ podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ ports: [{ port: 80 }] }], egress: [{ ports: [{ port: 53 }] }] }',
      ],
      [ports('{ port: 80 }'), egress('{ ports: [{ port: 53 }] }')],
      'equal',
    ],
    ['types left out, and Ingress (N6)', ['{ podSelector: {}, ingress: [{}] }'], [ingress('{}')], 'equal'],
    [
      'types left out with rules for egress, and both (N6)',
      ['{ podSelector: {}, egress: [{}] }'],
      ['{ podSelector: {}, policyTypes: [Ingress, Egress], egress: [{}] }'],
      'equal',
    ],
    ['types left out with an empty egress (N6)', ['{ podSelector: {}, egress: [] }'], [ingress('')], 'equal'],
    ['the order of policies', [ingress(''), ports('{ port: 80 }')], [ports('{ port: 80 }'), ingress('')], 'equal'],
    [
      'a rule that another policy shadows',
      [ports('{ port: 80 }'), ingress(`{ from: [${pod('{ matchLabels: { a: x } }')}], ports: [{ port: 80 }] }`)],
      [ports('{ port: 80 }')],
      'equal',
    ],
    [
      'egress towards own Pods that ingress shuts out',
      [ingress(''), egress(`{ to: [${pod('{}')}] }`)],
      [ingress(''), egress('')],
      'equal',
    ],
    ['types that ignore the rules', ['{ podSelector: {}, policyTypes: [Egress], ingress: [{}] }'], [egress('')], 'equal'],
  ]
  test.each(rows)('%s', (_, a, b, expected) => {
    const comparison = comparePolicies(policies(...a), policies(...b))
    expect(summary(comparison)).toBe(expected)
    const turned = comparePolicies(policies(...b), policies(...a))
    expect(summary(turned)).toBe(({ a: 'b', b: 'a' } as Record<string, string>)[expected] ?? expected)
  })
})

test('an example is as plain as can be', () => {
  const comparison = comparePolicies(
    policies(from('{ namespaceSelector: { matchLabels: { partition: a } } }')),
    policies(ingress('{ from: [{ namespaceSelector: { matchLabels: { partition: a } } }], ports: [{ port: 80 }] }')),
  )
  expect(comparison).toMatchObject({
    kind: 'different',
    onlyA: { allowedBy: 'a', port: 443, protocol: 'TCP', source: { namespaceLabels: { partition: 'a' }, labels: {} } },
  })
})

test('only what concerns one Pod', () => {
  const subject = {
    namespace: 'shop',
    name: 'web',
    labels: { app: 'web' },
    namespaceLabels: {},
    ports: [{ name: 'http', containerPort: 8080 }],
  }
  const named = policies(ingress('{ ports: [{ port: http }] }', '{ matchLabels: { app: web } }'))
  const numbered = policies(ingress('{ ports: [{ port: 8080 }] }'))
  expect(summary(comparePolicies(named, numbered, { subject }))).toBe('equal')
  expect(summary(comparePolicies(named, numbered))).toBe('both')
})
