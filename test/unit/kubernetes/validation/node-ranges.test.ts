import { expect, test } from 'vitest'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { Node } from '../../../../src/kubernetes/generated/types.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'

const node = (spec: NonNullable<Node['spec']>): Node => ({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, spec })

/** As a real API server of v1.34 answers. */
test.each<readonly [NonNullable<Node['spec']>, NonNullable<Node['spec']>]>([
  [{ podCIDR: '10.0.0.0/24' }, { podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24'] }],
  [{ podCIDRs: ['10.0.0.0/24', 'fd00::/64'] }, { podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24', 'fd00::/64'] }],
  [
    { podCIDR: '10.0.0.0/24', podCIDRs: ['10.1.0.0/24'] },
    { podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24'] },
  ],
])('of %j a node has %j', (given, expected) => {
  expect((applyDefaults(node(given)) as Node).spec).toEqual(expected)
})

const TWICE = 'may specify no more than one CIDR for each IP family'
const BAD = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'

test.each<readonly [readonly string[], readonly string[]]>([
  [['10.0.0.0/24', 'fd00::/64'], []],
  [['10.0.0.0/24', '10.1.0.0/24'], [`Invalid value: ["10.0.0.0/24","10.1.0.0/24"]: ${TWICE}`]],
  [
    ['10.0.0.0/24', 'ok'],
    [
      `Invalid value: "ok": ${BAD}`,
      'Internal error: invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[1]: <nil> (invalid CIDR address: ok)',
      `Invalid value: ["10.0.0.0/24","ok"]: ${TWICE}`,
    ],
  ],
])('%j is refused by %j', (podCIDRs, expected) => {
  expect(validate(node({ podCIDRs })).map(({ message }) => message)).toEqual(expected)
})
