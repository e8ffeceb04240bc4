import { describe, expect, test } from 'vitest'
import { policy, refusals } from './refusals.ts'

const ingress = (rule: string): string => policy(`{ podSelector: {}, ingress: [${rule}] }`)
const egress = (rule: string): string => policy(`{ podSelector: {}, policyTypes: [Egress], egress: [${rule}] }`)
const FROM = 'spec.ingress[0].from[0]'
const PORT = 'spec.ingress[0].ports[0]'

describe('what the API server refuses of a NetworkPolicy', () => {
  test.each<[string, string, readonly string[]]>([
    ['nothing but a selector', policy('{ podSelector: {} }'), []],
    ['N9: a rule without peers and ports', ingress('{}'), []],
    ['N9: empty lists', ingress('{ from: [], ports: [] }'), []],
    ['N9: an empty port entry', ingress('{ ports: [{}] }'), []],
    ['N9: an empty peer', ingress('{ from: [{}] }'), [`${FROM} FieldValueRequired`]],
    ['N9: an empty peer, outwards', egress('{ to: [{}] }'), ['spec.egress[0].to[0] FieldValueRequired']],
    ['N11: both selectors in one peer', ingress('{ from: [{ podSelector: {}, namespaceSelector: {} }] }'), []],
    ['N18: a block', ingress('{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }] }'), []],
    [
      'N18: a block beside a podSelector',
      ingress('{ from: [{ podSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }] }'),
      [`${FROM} FieldValueForbidden`],
    ],
    [
      'N18: a block beside a namespaceSelector',
      egress('{ to: [{ namespaceSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }] }'),
      ['spec.egress[0].to[0] FieldValueForbidden'],
    ],
    ['N18: no block at all', ingress("{ from: [{ ipBlock: { cidr: '' } }] }"), [`${FROM}.ipBlock.cidr FieldValueRequired`]],
    [
      'N18: no address range',
      ingress('{ from: [{ ipBlock: { cidr: 10.0.0.300/8 } }] }'),
      [`${FROM}.ipBlock.cidr FieldValueInvalid`],
    ],
    [
      'N18: an exception outside',
      ingress('{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [11.0.0.0/16] } }] }'),
      [`${FROM}.ipBlock.except[0] FieldValueInvalid`],
    ],
    [
      'N18: an exception that is the whole block',
      ingress('{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }] }'),
      [`${FROM}.ipBlock.except[0] FieldValueInvalid`],
    ],
    [
      'N18: an exception that is wider',
      ingress('{ from: [{ ipBlock: { cidr: 10.1.0.0/16, except: [10.0.0.0/8] } }] }'),
      [`${FROM}.ipBlock.except[0] FieldValueInvalid`],
    ],
    [
      'N18 N21: an exception of the other family',
      ingress("{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: ['fd00::/64'] } }] }"),
      [`${FROM}.ipBlock.except[0] FieldValueInvalid`],
    ],
    ['N23: a range', ingress('{ ports: [{ port: 80, endPort: 90 }] }'), []],
    ['N23: a range of one', ingress('{ ports: [{ port: 80, endPort: 80 }] }'), []],
    ['N23: a range backwards', ingress('{ ports: [{ port: 80, endPort: 79 }] }'), [`${PORT}.endPort FieldValueInvalid`]],
    ['N23: a range from a name', ingress('{ ports: [{ port: http, endPort: 90 }] }'), [`${PORT}.endPort FieldValueInvalid`]],
    ['N23: a range from nowhere', ingress('{ ports: [{ endPort: 90 }] }'), [`${PORT}.endPort FieldValueInvalid`]],
    ['N23: a range too far', ingress('{ ports: [{ port: 80, endPort: 70000 }] }'), [`${PORT}.endPort FieldValueInvalid`]],
    ['N23: port 0', ingress('{ ports: [{ port: 0 }] }'), [`${PORT}.port FieldValueInvalid`]],
    ['N23: port 65536', ingress('{ ports: [{ port: 65536 }] }'), [`${PORT}.port FieldValueInvalid`]],
    ['N23: a name that is none', ingress('{ ports: [{ port: Not_A_Name }] }'), [`${PORT}.port FieldValueInvalid`]],
    ['N23: a protocol that is none', ingress('{ ports: [{ protocol: ICMP }] }'), [`${PORT}.protocol FieldValueNotSupported`]],
    [
      'N6: a type that is none',
      policy('{ podSelector: {}, policyTypes: [Both] }'),
      ['spec.policyTypes[0] FieldValueNotSupported'],
    ],
    [
      'N6: more types than there are',
      policy('{ podSelector: {}, policyTypes: [Ingress, Egress, Ingress] }'),
      ['spec.policyTypes FieldValueInvalid'],
    ],
    [
      'N14: In without values',
      policy('{ podSelector: { matchExpressions: [{ key: a, operator: In }] } }'),
      ['spec.podSelector.matchExpressions[0].values FieldValueRequired'],
    ],
    [
      'N14: NotIn without values, in a peer',
      ingress('{ from: [{ namespaceSelector: { matchExpressions: [{ key: a, operator: NotIn, values: [] }] } }] }'),
      [`${FROM}.namespaceSelector.matchExpressions[0].values FieldValueRequired`],
    ],
    [
      'N14: Exists with values',
      policy('{ podSelector: { matchExpressions: [{ key: a, operator: Exists, values: [x] }] } }'),
      ['spec.podSelector.matchExpressions[0].values FieldValueForbidden'],
    ],
    [
      'N14: an operator that is none',
      policy('{ podSelector: { matchExpressions: [{ key: a, operator: Equals, values: [x] }] } }'),
      ['spec.podSelector.matchExpressions[0].operator FieldValueInvalid'],
    ],
    [
      'N14: a key and a value that are none',
      ingress("{ from: [{ podSelector: { matchLabels: { 'a b': 'c d' } } }] }"),
      [`${FROM}.podSelector.matchLabels FieldValueInvalid`, `${FROM}.podSelector.matchLabels FieldValueInvalid`],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
