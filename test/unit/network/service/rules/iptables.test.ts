import { describe, expect, test } from 'vitest'
import { iptablesChain, iptablesEndpointChain } from '../../../../../src/network/service/rules/chain-name.ts'
import { iptablesRules } from '../../../../../src/network/service/rules/iptables.ts'
import { readCases, stateOfCase } from './cases.ts'

const port = (namespace: string, name: string) => ({ namespace, name, port: 'p80', protocol: 'tcp' })

describe('K1: names of chains', () => {
  test.each([
    ['SVC', 'ns1', 'svc1', 'KUBE-SVC-XPGD46QRK7WJZT7O'],
    ['EXT', 'ns2', 'svc2', 'KUBE-EXT-GNZBNJ2PO5MGZ6GT'],
    ['FW', 'ns5', 'svc5', 'KUBE-FW-NUKIZ6OKUXPJNT4C'],
  ] as const)('%s of %s/%s', (kind, namespace, name, chain) => {
    expect(iptablesChain(kind, port(namespace, name))).toBe(chain)
  })

  test('of an endpoint', () => {
    expect(iptablesEndpointChain(port('ns1', 'svc1'), '10.180.0.1:80')).toBe('KUBE-SEP-SXIVWICOYRO3J4NJ')
  })
})

const cases = readCases()

/** kube-proxy walks a map there: the order is chance. */
const UNORDERED = new Set(['KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-EXTERNAL-SERVICES', 'KUBE-PROXY-FIREWALL'])

const comparable = (chains: Iterable<readonly [string, readonly string[]]>): object =>
  Object.fromEntries(
    [...chains]
      .map(([name, rules]) => [name, UNORDERED.has(name) ? [...rules].sort() : rules] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

describe(`K2 to K8: rules as a real kube-proxy writes them (${cases.length} sets here)`, () => {
  test.skipIf(cases.length === 0).each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const rules = iptablesRules(stateOfCase(one), { name: one.config.node, family: 'IPv4' })
    for (const table of ['nat', 'filter'] as const)
      expect(comparable(rules[table])).toEqual(comparable(Object.entries(one.iptables[table])))
    expect(rules.nat.get('KUBE-SERVICES')?.at(-1)).toContain('-j KUBE-NODEPORTS')
  })
})
