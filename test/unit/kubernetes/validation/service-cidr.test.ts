import { describe, expect, test } from 'vitest'
import { validateUpdate } from '../../../../src/kubernetes/validation/update/validate-update.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

const range = (cidrs?: readonly string[]) =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'extra' },
    spec: cidrs && { cidrs },
  }) as unknown as KubernetesObject

const address = (name: string, parentRef?: object) =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name },
    spec: { parentRef },
  }) as unknown as KubernetesObject

const PARENT = { resource: 'services', namespace: 'default', name: 'x' }

const said = (causes: readonly { readonly field: string; readonly message: string }[]) =>
  causes.map(({ field, message }) => `${field}: ${message}`)

// Recorded from a Kubernetes v1.34.4 server.
describe('ServiceCIDR', () => {
  test.each([
    [undefined, ['spec.cidrs: Required value: at least one CIDR required']],
    [[], ['spec.cidrs: Required value: at least one CIDR required']],
    [['10.97.0.0/24'], []],
    [['10.1.0.0/24', 'fd00::/64'], []],
    [['x'], ['spec.cidrs[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
    [['10.1.0.1/24'], ['spec.cidrs[0]: Invalid value: "10.1.0.1/24": must not have bits set beyond the prefix length']],
    [['010.1.0.0/24'], ['spec.cidrs[0]: Invalid value: "010.1.0.0/24": must not have leading 0s in IP or prefix length']],
    [
      ['10.1.0.0/24', '10.2.0.0/24'],
      [
        'spec.cidrs: Invalid value: ["10.1.0.0/24","10.2.0.0/24"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
      ],
    ],
    [
      ['10.1.0.0/24', 'fd00::/112', 'a'],
      ['spec.cidrs: Invalid value: {"CIDRs":["10.1.0.0/24","fd00::/112","a"]}: may only hold up to 2 values'],
    ],
  ])('%j', (cidrs, expected) => {
    expect(said(validate(range(cidrs)))).toEqual(expected)
  })

  test('may gain a second family and change nothing else', () => {
    expect(validateUpdate(range(['10.1.0.0/24', 'fd00::/64']), range(['10.1.0.0/24']))).toEqual([])
    expect(said(validateUpdate(range(['10.2.0.0/24']), range(['10.1.0.0/24'])))).toEqual([
      'spec.cidrs[0]: Invalid value: "10.2.0.0/24": field is immutable',
    ])
  })
})

describe('IPAddress', () => {
  test.each([
    ['10.96.200.1', undefined, ['spec.parentRef: Required value']],
    ['10.96.200.1', PARENT, []],
    ['fd00::1', PARENT, []],
    ['x', PARENT, ['metadata.name: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']],
    ['010.1.1.1', PARENT, ['metadata.name: Invalid value: "010.1.1.1": must not have leading 0s']],
    ['fd00::0:1', PARENT, ['metadata.name: Invalid value: "fd00::0:1": must be in canonical form ("fd00::1")']],
    ['10.96.200.1', { resource: '', name: 'x' }, ['spec.parentRef.resource: Required value']],
    ['10.96.200.1', { resource: 'services', name: '' }, ['spec.parentRef.name: Required value']],
  ])('%s %j', (name, parent, expected) => {
    expect(said(validate(address(name, parent)))).toEqual(expected)
  })

  test('keeps its parent', () => {
    expect(said(validateUpdate(address('10.96.0.1', { ...PARENT, name: 'y' }), address('10.96.0.1', PARENT)))).toEqual([
      'spec.parentRef: Invalid value: {"Group":"","Resource":"services","Namespace":"default","Name":"y"}: field is immutable',
    ])
  })
})
