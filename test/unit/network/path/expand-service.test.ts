import { describe, expect, test } from 'vitest'
import type { Source } from '../../../../src/network/model.ts'
import { iptablesRules } from '../../../../src/network/service/rules/iptables.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { cluster, pod, service, expandAll } from './two-nodes.ts'

describe('K1 K2 K5: the chains that a translation names are those of the node’s rules', () => {
  const balanced = `
---
{apiVersion: v1, kind: Service, metadata: {name: lb}, spec: {type: LoadBalancer, externalTrafficPolicy: Local, internalTrafficPolicy: Local, loadBalancerSourceRanges: [203.0.113.0/24], clusterIP: 10.96.0.60, selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30090}]}, status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}
`
  const snapshot = cluster({}, balanced)
  const outside: Source = { outside: '203.0.113.9' }
  test.each([
    [pod('far'), service('web'), 80, ['SVC', 'SEP']],
    [pod('far'), { host: 'fd00:96::50' }, 80, ['SVC', 'SEP']],
    [pod('near'), { host: '10.96.0.60' }, 80, ['SVL', 'SEP']],
    [outside, { node: 'node-1' }, 30080, ['EXT', 'SVC', 'SEP']],
    [outside, { node: 'node-2' }, 30081, ['EXT', 'SVL', 'SEP']],
    [pod('far'), { node: 'node-1' }, 30081, ['EXT', 'SVC', 'SEP']],
    [{ node: 'node-1' }, { node: 'node-1' }, 30081, ['EXT', 'SVC', 'SEP']],
    [outside, { host: '192.0.2.10' }, 80, ['FW', 'EXT', 'SVL', 'SEP']],
  ] as const)('%j to %j:%d', (from, to, port, kinds) => {
    const { steps } = expandAll(snapshot, { from, to, port })[0]!
    const step = steps.find(({ does }) => does === 'translate-destination')
    if (step?.does !== 'translate-destination') throw new Error('nothing is translated')
    const { chains = [], before, after, place } = step
    expect(chains.map((chain) => chain.split('-')[1])).toEqual(kinds)
    const family = before?.destinationIp.includes(':') === true ? 'IPv6' : 'IPv4'
    const { nat } = iptablesRules(indexSnapshot(snapshot), { name: place, family })
    const jump = (chain: string, target: string): boolean => (nat.get(chain) ?? []).some((rule) => rule.includes(target))
    const ip = after?.destinationIp ?? ''
    const target = `${family === 'IPv6' ? `[${ip}]` : ip}:${after?.destinationPort}`
    const entrance = kinds[0] === 'EXT' ? 'KUBE-NODEPORTS' : 'KUBE-SERVICES'
    ;[entrance, ...chains].forEach((chain, index) =>
      expect([chain, jump(chain, chains[index] ?? `--to-destination ${target}`)]).toEqual([chain, true]),
    )
  })

  test('K-nft K-ipvs: none in other modes', () => {
    for (const proxyMode of ['nftables', 'ipvs']) {
      const { steps } = expandAll(cluster({ proxyMode }), { from: pod('far'), to: service('web'), port: 80 })[0]!
      expect(steps.some((step) => 'chains' in step)).toBe(false)
    }
  })
})
