import { describe, expect, test } from 'vitest'
import { refusals } from './refusals.ts'

const slice = (addressType: string, ...addresses: readonly string[]): string =>
  `{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: it, namespace: default }, addressType: ${addressType}, ports: [{ port: 80 }], endpoints: [{ addresses: [${addresses.map((ip) => `'${ip}'`).join()}] }] }`
const endpoints = (ip: string, ports = '[{ port: 80 }]'): string =>
  `{ apiVersion: v1, kind: Endpoints, metadata: { name: it, namespace: default }, subsets: [{ addresses: [{ ip: '${ip}' }], ports: ${ports} }] }`
const listed = (list: string, ports = '[]'): string =>
  `{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: it, namespace: default }, addressType: IPv4, ports: ${ports}, endpoints: ${list} }`
const FIRST = 'endpoints[0].addresses[0] FieldValueInvalid'

describe('what the API server refuses of endpoints written by hand', () => {
  test.each<[string, string, readonly string[]]>([
    ['S7: an address outside the cluster', slice('IPv4', '198.51.100.1'), []],
    ['S7: loopback', slice('IPv4', '127.0.0.1'), [FIRST]],
    ['S7: link-local', slice('IPv4', '169.254.1.1'), [FIRST]],
    ['S7: link-local multicast', slice('IPv4', '224.0.0.1'), [FIRST]],
    ['S7: unspecified', slice('IPv4', '0.0.0.0'), [FIRST]],
    ['S7: IPv6 loopback', slice('IPv6', '::1'), [FIRST]],
    ['S7: IPv6 link-local', slice('IPv6', 'fe80::1'), [FIRST]],
    ['S21: the slice’s own family', slice('IPv6', '2001:db8::1'), []],
    ['S21: the other family', slice('IPv4', '2001:db8::1'), ['endpoints[0].addresses FieldValueInvalid']],
    ['S21: no address', slice('IPv4'), ['endpoints[0].addresses FieldValueRequired']],
    ['S21: a family that is none', slice('IPv5', '198.51.100.1'), ['addressType FieldValueNotSupported']],
    ['S21: a name', slice('FQDN', 'db.example.com'), []],
    ['S21: a name that is none', slice('FQDN', 'db_1'), [FIRST]],
    ['S7: Endpoints, an address outside', endpoints('198.51.100.1'), []],
    ['S7: Endpoints, loopback', endpoints('127.0.0.1'), ['subsets[0].addresses[0].ip FieldValueInvalid']],
    ['S7: Endpoints, link-local', endpoints('169.254.1.1'), ['subsets[0].addresses[0].ip FieldValueInvalid']],
    [
      'S7: Endpoints, no address',
      endpoints('web.example'),
      ['subsets[0].addresses[0].ip FieldValueInvalid', 'subsets[0].addresses[0].ip FieldValueInvalid'],
    ],
    [
      'S5: Endpoints, ports without names',
      endpoints('198.51.100.1', '[{ port: 80 }, { port: 81 }]'),
      ['subsets[0].ports[0].name FieldValueRequired', 'subsets[0].ports[1].name FieldValueRequired'],
    ],
    [
      'S21: 101 addresses',
      slice('IPv4', ...Array.from({ length: 101 }, (_, index) => `198.51.100.${index}`)),
      ['endpoints[0].addresses FieldValueTooMany'],
    ],
    ['S7: a name for an address', slice('IPv4', 'web'), [FIRST]],
    [
      'S21: 1001 endpoints',
      listed(`[${Array(1001).fill("{ addresses: ['198.51.100.1'] }").join()}]`),
      ['endpoints FieldValueTooMany'],
    ],
    ['S21: two ports of one name', listed('[]', '[{ port: 80 }, { port: 81 }]'), ['ports[1].name FieldValueDuplicate']],
    [
      'S6: a protocol that is none',
      listed('[]', '[{ port: 80, protocol: HTTP }]'),
      ['ports[0].protocol FieldValueNotSupported'],
    ],
    ['S6: no protocol', listed('[]', "[{ port: 80, protocol: '' }]"), ['ports[0].protocol FieldValueNotSupported']],
    [
      'S29: nine zones',
      listed(
        `[{ addresses: ['198.51.100.1'], hints: { forZones: [${Array.from({ length: 9 }, (_, index) => `{ name: z${index} }`).join()}] } }]`,
      ),
      ['endpoints[0].hints.forZones FieldValueTooMany'],
    ],
    [
      'S29: one node twice',
      listed("[{ addresses: ['198.51.100.1'], hints: { forNodes: [{ name: a }, { name: a }] } }]"),
      ['endpoints[0].hints.forNodes[1].name FieldValueDuplicate'],
    ],
    [
      'S21: nothing',
      '{ apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: { name: it, namespace: default }, addressType: IPv4 }',
      [],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
