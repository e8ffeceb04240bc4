import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EndpointSlice, Service } from '../../../../../src/kubernetes/generated/types.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../../src/network/facts.ts'
import { iptablesRules, renderIptables } from '../../../../../src/network/service/rules/iptables.ts'
import { translate } from '../../../../../src/network/service/translate.ts'
import { indexSnapshot } from '../../../../../src/network/state.ts'
import { claims, outcomesOf, readCases, stateOfCase, wantedOf } from './cases.ts'
import { parseRules, tracePacket } from './trace-iptables.ts'

const cases = readCases()

describe(`rendered rules, traced, do what a real kube-proxy's do (${cases.length} sets here)`, () => {
  test.skipIf(cases.length === 0).each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { config, packets } = one
    const state = stateOfCase(one)
    const tables = parseRules(renderIptables(iptablesRules(state, { name: config.node, family: 'IPv4' })))
    for (const { src, dst, dport, protocol, from, to, outcomes } of packets) {
      if (claims(state, dst, dport, protocol) > 1) continue
      const packet = { sourceIp: src, destinationIp: dst, destinationPort: dport, protocol }
      const host = { addresses: [config.nodeIP], isSender: from === 'node itself' }
      expect([...tracePacket(tables, packet, host).keys()].sort(), `${from} -> ${to}`).toEqual(wantedOf(outcomes))
    }
  })
})

const ranges = (items: readonly string[]) => fc.subarray([...items], { minLength: 0 })
const port = fc.constantFrom(80, 443)

const endpoint = fc.record({
  index: fc.integer({ min: 1, max: 9 }),
  node: fc.constantFrom('node-1', 'node-2'),
  ready: fc.boolean(),
  terminating: fc.boolean(),
})

const service = fc.record({
  type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
  port,
  protocol: fc.constantFrom('TCP', 'UDP'),
  internalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
  externalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
  sessionAffinity: fc.constantFrom('None', 'ClientIP'),
  externalIPs: ranges(['198.51.100.5']),
  loadBalancerSourceRanges: ranges(['203.0.113.0/24', '10.244.1.0/24', '172.18.0.0/16', '0.0.0.0/0']),
  ipMode: fc.constantFrom('VIP', 'Proxy'),
  endpoints: fc.uniqueArray(endpoint, { selector: ({ index }) => index, maxLength: 4 }),
})

type Drawn = typeof service extends fc.Arbitrary<infer Value> ? Value : never

const toObjects = (drawn: Drawn, index: number, family: 'IPv4' | 'IPv6'): readonly (Service | EndpointSlice)[] => {
  const { endpoints, ipMode, externalIPs, loadBalancerSourceRanges, ...spec } = drawn
  const v6 = family === 'IPv6'
  const clusterIP = v6 ? `fd00:96::${index + 1}` : `10.96.0.${index + 1}`
  const six = (text: string): string => SIX[text] ?? text
  const meta = { namespace: 'shop', name: `s${index}` }
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta,
      spec: {
        type: spec.type,
        clusterIP,
        clusterIPs: [clusterIP],
        selector: { app: meta.name },
        internalTrafficPolicy: spec.internalTrafficPolicy,
        ...(spec.type === 'ClusterIP' ? {} : { externalTrafficPolicy: spec.externalTrafficPolicy }),
        sessionAffinity: spec.sessionAffinity,
        externalIPs: v6 ? externalIPs.map(six) : externalIPs,
        ...(spec.type === 'LoadBalancer'
          ? { loadBalancerSourceRanges: v6 ? loadBalancerSourceRanges.map(six) : loadBalancerSourceRanges }
          : {}),
        ports: [
          {
            port: spec.port,
            protocol: spec.protocol,
            targetPort: 8080,
            ...(spec.type === 'ClusterIP' ? {} : { nodePort: 30_000 + index }),
          },
        ],
      },
      ...(spec.type === 'LoadBalancer'
        ? {
            status: { loadBalancer: { ingress: [{ ip: v6 ? `2001:db8:1::${index + 1}` : `203.0.113.${index + 1}`, ipMode }] } },
          }
        : {}),
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace: 'shop', name: `s${index}-x`, labels: { 'kubernetes.io/service-name': meta.name } },
      addressType: family,
      ports: [{ name: '', port: 8080, protocol: spec.protocol }],
      endpoints: endpoints.map((one) => ({
        addresses: [
          v6
            ? `fd00:244:${one.node === 'node-1' ? 1 : 2}::${one.index}`
            : `10.244.${one.node === 'node-1' ? 1 : 2}.${one.index}`,
        ],
        nodeName: one.node,
        conditions: { ready: one.ready && !one.terminating, serving: one.ready, terminating: one.terminating },
      })),
    },
  ]
}

const SIX: Readonly<Record<string, string>> = {
  '198.51.100.5': '2001:db8:5::5',
  '203.0.113.0/24': '2001:db8:9::/48',
  '10.244.1.0/24': 'fd00:244:1::/64',
  '172.18.0.0/16': 'fd00:18::/64',
  '0.0.0.0/0': '::/0',
}

const WORLDS = {
  IPv4: {
    node: '172.18.0.2',
    sources: ['10.244.1.1', '10.244.2.9', '172.18.0.2', '172.18.0.3', '203.0.113.200', '192.0.2.9'],
    others: ['172.18.0.2', '127.0.0.1', '172.18.0.3', '198.51.100.5', '10.244.1.1', '10.96.0.200'],
    facts: {},
  },
  IPv6: {
    node: 'fd00:18::2',
    sources: ['fd00:244:1::1', 'fd00:244:2::9', 'fd00:18::2', 'fd00:18::3', '2001:db8:9::200', '2001:db8:7::9'],
    others: ['fd00:18::2', '::1', 'fd00:18::3', '2001:db8:5::5', 'fd00:244:1::1', 'fd00:96::200'],
    facts: { podCidrs: ['fd00:244::/32'], serviceCidrs: ['fd00:96::/112'] },
  },
} as const

const RUNS = Number(process.env['NETGRADE_PROPERTY_RUNS'] ?? 100)

describe.each(['IPv4', 'IPv6'] as const)('K2 to K8: rules and model agree on random Services, %s', (family) => {
  test(
    'every packet has the same endings with the same chances',
    () => {
      const world = WORLDS[family]
      const facts = fc.record({ masqueradeAll: fc.boolean(), localhostNodePorts: fc.boolean(), detectsPods: fc.boolean() })
      fc.assert(
        fc.property(fc.array(service, { minLength: 1, maxLength: 3 }), facts, (drawn, { detectsPods, ...more }) => {
          const node = {
            apiVersion: 'v1',
            kind: 'Node',
            metadata: { name: 'node-1' },
            status: { addresses: [{ type: 'InternalIP', address: world.node }] },
          }
          const cluster = { ...DEFAULT_CLUSTER_FACTS, ...world.facts, ...more, ...(detectsPods ? {} : { podCidrs: [] }) }
          const objects = [node, ...drawn.flatMap((one, index) => toObjects(one, index, family))]
          const state = indexSnapshot({ objects, facts: { cluster, pods: {} } })
          const tables = parseRules(renderIptables(iptablesRules(state, { name: 'node-1', family })))
          const addresses = [...state.servicesByIp.keys(), ...world.others]
          for (const sourceIp of world.sources)
            for (const destinationIp of addresses)
              for (const destinationPort of [80, 443, 30_000, 30_001, 8080]) {
                if (claims(state, destinationIp, destinationPort, 'TCP') > 1) continue
                const isSender = sourceIp === world.node
                // Only the node itself sends to its loopback, and from there.
                const isLoopback = destinationIp === '127.0.0.1' || destinationIp === '::1'
                if (!isSender && isLoopback) continue
                const from = isLoopback ? destinationIp : sourceIp
                const packet = { sourceIp: from, destinationIp, destinationPort, protocol: 'TCP' as const }
                const traced = tracePacket(tables, packet, { addresses: [world.node], isSender })
                const wanted = outcomesOf(translate(state, { packet, node: 'node-1', isFromNode: isSender }))
                expect([...traced.keys()].sort(), JSON.stringify(packet)).toEqual([...wanted].sort())
                for (const chance of traced.values()) expect(chance).toBeCloseTo(1 / wanted.length, 6)
              }
        }),
        { numRuns: RUNS, seed: 20 },
      )
    },
    60_000 + 200 * RUNS,
  )
})
