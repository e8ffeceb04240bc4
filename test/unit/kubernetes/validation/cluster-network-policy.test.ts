import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { decode } from '../../../../src/kubernetes/decode/decode.ts'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { JsonObject } from '../../../../src/kubernetes/json.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'

const BODY = { apiVersion: 'policy.networking.k8s.io/v1alpha2', kind: 'ClusterNetworkPolicy', metadata: { name: 'x' } }

const errorsOf = (yaml: string): readonly string[] => {
  const { object, status } = decode({ ...BODY, ...(parse(yaml) as JsonObject) }, { fieldValidation: 'Strict' })
  if (object === undefined) throw new Error(status?.message)
  expect(applyDefaults(object), 'there are no defaults').toEqual(object)
  return validate(object).map(({ field, message }) => `${field}: ${message}`)
}

const SKIPPED =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'
const NAMELESS =
  'networks/nodes/domainNames peer cannot be set with namedPorts since there are no namedPorts for networks/nodes/domainNames'

const spec = (rest: string): string => `spec: { tier: Admin, priority: 10, subject: { namespaces: {} }, ${rest} }`
const out = (rule: string): string => spec(`egress: [{ action: Deny, ${rule} }]`)
const within = (rule: string): string => spec(`ingress: [{ action: Deny, from: [{ namespaces: {} }], ${rule} }]`)
const ports = (entry: string): string => within(`protocols: [${entry}]`)
const many = (count: number, item: string): string => `[${new Array<string>(count).fill(item).join()}]`

const rows: readonly (readonly [name: string, yaml: string, errors: readonly string[]])[] = [
  ['nothing', '{}', ['spec: Required value']],
  [
    'an empty specification',
    'spec: {}',
    ['spec.priority: Required value', 'spec.subject: Required value', 'spec.tier: Required value', SKIPPED],
  ],
  ['the least', spec(''), []],
  ['priority 0', 'spec: { tier: Baseline, priority: 0, subject: { namespaces: {} } }', []],
  [
    'a priority below 0',
    'spec: { tier: Admin, priority: -1, subject: { namespaces: {} } }',
    ['spec.priority: Invalid value: -1: spec.priority in body should be greater than or equal to 0'],
  ],
  [
    'a priority above 1000',
    'spec: { tier: Admin, priority: 1001, subject: { namespaces: {} } }',
    ['spec.priority: Invalid value: 1001: spec.priority in body should be less than or equal to 1000'],
  ],
  [
    'a tier of another API',
    'spec: { tier: Default, priority: 1, subject: { namespaces: {} } }',
    ['spec.tier: Unsupported value: "Default": supported values: "Admin", "Baseline"', SKIPPED],
  ],
  [
    'a subject of neither',
    'spec: { tier: Admin, priority: 1, subject: {} }',
    ['spec.subject: Invalid value: 0: spec.subject in body should have at least 1 properties'],
  ],
  [
    'a subject of both',
    'spec: { tier: Admin, priority: 1, subject: { namespaces: {}, pods: { podSelector: {} } } }',
    ['spec.subject: Too many: 2: must have at most 1 item', SKIPPED],
  ],
  [
    'Pods without podSelector',
    'spec: { tier: Admin, priority: 1, subject: { pods: { namespaceSelector: {} } } }',
    ['spec.subject.pods.podSelector: Required value', SKIPPED],
  ],
  [
    'an expression without key and operator',
    'spec: { tier: Admin, priority: 1, subject: { namespaces: { matchExpressions: [{ values: [a] }] } } }',
    [
      'spec.subject.namespaces.matchExpressions[0].key: Required value',
      'spec.subject.namespaces.matchExpressions[0].operator: Required value',
      SKIPPED,
    ],
  ],
  [
    'an operator that no selector knows, which the schema lets through',
    'spec: { tier: Admin, priority: 1, subject: { namespaces: { matchExpressions: [{ key: a, operator: Like }] } } }',
    [],
  ],
  [
    'a rule without action and peers',
    spec('ingress: [{}]'),
    ['spec.ingress[0].action: Required value', 'spec.ingress[0].from: Required value', SKIPPED],
  ],
  [
    'the action of the older kinds',
    spec('egress: [{ action: Allow, to: [{ namespaces: {} }] }]'),
    ['spec.egress[0].action: Unsupported value: "Allow": supported values: "Accept", "Deny", "Pass"', SKIPPED],
  ],
  ['Pass in tier Baseline', spec('ingress: [{ action: Pass, from: [{ namespaces: {} }] }]').replace('Admin', 'Baseline'), []],
  [
    'no peers',
    spec('ingress: [{ action: Deny, from: [] }]'),
    ['spec.ingress[0].from: Invalid value: 0: spec.ingress[0].from in body should have at least 1 items'],
  ],
  [
    'an empty peer',
    out('to: [{}]'),
    ['spec.egress[0].to[0]: Invalid value: 0: spec.egress[0].to[0] in body should have at least 1 properties'],
  ],
  [
    'a peer of two kinds',
    out('to: [{ namespaces: {}, networks: [10.0.0.0/8] }]'),
    ['spec.egress[0].to[0]: Too many: 2: must have at most 1 item', SKIPPED],
  ],
  [
    'every kind of peer',
    out('to: [{ namespaces: {} }, { pods: { podSelector: {} } }, { nodes: {} }, { networks: ["::/0"] }]'),
    [],
  ],
  [
    'no networks',
    out('to: [{ networks: [] }]'),
    ['spec.egress[0].to[0].networks: Invalid value: 0: spec.egress[0].to[0].networks in body should have at least 1 items'],
  ],
  [
    'a network twice',
    out('to: [{ networks: [10.0.0.0/8, 10.0.0.0/8] }]'),
    ['spec.egress[0].to[0].networks[1]: Duplicate value: "10.0.0.0/8"'],
  ],
  [
    'an address that is no network',
    out('to: [{ networks: [10.0.0.1] }]'),
    ['spec.egress[0].to[0].networks[0]: Invalid value: "string": Invalid CIDR format provided'],
  ],
  [
    'domain names',
    out('to: [{ domainNames: ["*.example.com"] }]'),
    [expect.stringMatching(/^spec\.egress\[0\]\.to\[0\]\.domainNames: Forbidden: .*write the addresses as `networks`$/u)],
  ],
  [
    'a name of a port at a network',
    out('to: [{ networks: [10.0.0.0/8] }], protocols: [{ destinationNamedPort: web }]'),
    [`spec.egress[0]: Invalid value: "object": ${NAMELESS}`],
  ],
  ['a name of a port at Pods', out('to: [{ namespaces: {} }], protocols: [{ destinationNamedPort: web }]'), []],
  [
    'a port and a range',
    ports('{ tcp: { destinationPort: { number: 80 } } }, { udp: { destinationPort: { range: { start: 1, end: 2 } } } }'),
    [],
  ],
  [
    'a protocol of two kinds',
    ports('{ tcp: { destinationPort: { number: 80 } }, udp: { destinationPort: { number: 80 } } }'),
    ['spec.ingress[0].protocols[0]: Too many: 2: must have at most 1 item', SKIPPED],
  ],
  [
    'TCP without a port',
    ports('{ tcp: {} }'),
    [
      'spec.ingress[0].protocols[0].tcp: Invalid value: 0: spec.ingress[0].protocols[0].tcp in body should have at least 1 properties',
    ],
  ],
  [
    'port 0 and port 65536',
    ports('{ tcp: { destinationPort: { number: 0 } } }, { sctp: { destinationPort: { number: 65536 } } }'),
    [
      'spec.ingress[0].protocols[0].tcp.destinationPort.number: Invalid value: 0: spec.ingress[0].protocols[0].tcp.destinationPort.number in body should be greater than or equal to 1',
      'spec.ingress[0].protocols[1].sctp.destinationPort.number: Invalid value: 65536: spec.ingress[0].protocols[1].sctp.destinationPort.number in body should be less than or equal to 65535',
    ],
  ],
  [
    'a range without an end',
    ports('{ tcp: { destinationPort: { range: { start: 80 } } } }'),
    ['spec.ingress[0].protocols[0].tcp.destinationPort.range.end: Required value', SKIPPED],
  ],
  [
    'a range of one port',
    ports('{ tcp: { destinationPort: { range: { start: 80, end: 80 } } } }'),
    ['spec.ingress[0].protocols[0].tcp.destinationPort.range: Invalid value: "object": Start port must be less than End port'],
  ],
  ['25 rules', spec(`ingress: ${many(25, '{ action: Deny, from: [{ namespaces: {} }] }')}`), []],
  [
    '26 rules',
    spec(`ingress: ${many(26, '{ action: Deny, from: [{ namespaces: {} }] }')}`),
    ['spec.ingress: Too many: 26: must have at most 25 items', SKIPPED],
  ],
  [
    'a long name',
    within(`name: ${'n'.repeat(101)}`),
    ['spec.ingress[0].name: Too long: may not be more than 100 bytes', SKIPPED],
  ],
]

test.each(rows)('%s', (_name, yaml, errors) => {
  expect(errorsOf(yaml)).toEqual(errors)
})

test('nodes and networks are unknown to ingress', () => {
  const yaml = spec('ingress: [{ action: Deny, from: [{ networks: [10.0.0.0/8] }] }]')
  const { status } = decode({ ...BODY, ...(parse(yaml) as JsonObject) }, { fieldValidation: 'Strict' })
  expect(status?.message).toContain('unknown field "spec.ingress[0].from[0].networks"')
})
