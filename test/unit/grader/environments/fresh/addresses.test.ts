import { expect, test } from 'vitest'
import { podAddresses, readdress } from '../../../../../grader/environments/fresh/addresses.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const pod = (name: string, podIP?: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    status: podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] },
  }) as KubernetesObject
const note = (text: string): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'note' }, data: { text } }) as unknown as KubernetesObject

const before = podAddresses([pod('a', '10.244.1.2'), pod('b', '10.244.1.3'), pod('c')])
const now = podAddresses([pod('a', '10.244.1.3'), pod('b', '10.244.1.2'), pod('c', '10.244.9.9')])

test.each([
  ['10.244.1.2', '10.244.1.3'],
  ['10.244.1.2 10.244.1.3', '10.244.1.3 10.244.1.2'],
  ['10-244-1-2.shop.pod', '10-244-1-3.shop.pod'],
  ['Address 1: 10.244.1.2\n', 'Address 1: 10.244.1.3\n'],
])('addresses of Pods are those of here: %j', (text, expected) => {
  expect(readdress([note(text)], before, now)).toEqual([note(expected)])
})

test.each(['10.244.1.20', '110.244.1.2', '10.244.1.2.5', '10.244.7.7', '10.96.0.10', '10.244-1-2', ''])(
  'other texts stay: %j',
  (text) => {
    expect(readdress([note(text)], before, now)).toEqual([])
  },
)

test('Pods cannot be changed', () => {
  expect(readdress([pod('x', '10.244.1.2')], before, now)).toEqual([])
})
