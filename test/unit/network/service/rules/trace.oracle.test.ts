import { describe, expect, test } from 'vitest'
import { iptablesRules, renderIptables } from '../../../../../src/network/service/rules/iptables.ts'
import { claims, readCases, stateOfCase, type OraclePacket } from './cases.ts'
import { readIptables, traceIptables } from './iptables-tracer.ts'
import { summarize, type TracedPacket } from './trace.ts'

const cases = readCases()

const toTraced = ({ src, dst, dport, protocol, from }: OraclePacket): TracedPacket => ({
  source: src,
  destination: dst,
  port: dport,
  protocol: protocol.toLowerCase() as TracedPacket['protocol'],
  isFromNode: from === 'node itself',
})

/** What a real kube-proxy's rules do with a packet, in the tracer's words, sorted. */
const endingsOf = (outcomes: OraclePacket['outcomes']): readonly string[] =>
  outcomes
    .map(({ action, to = '', masquerade }) =>
      action === 'DNAT' ? `DNAT ${to.replace(/:(\d+)$/u, ' $1')}${masquerade === true ? ' masqueraded' : ''}` : action,
    )
    .sort()

describe(`K2 to K8: written rules, traced, do what a real kube-proxy's do (${cases.length} sets here)`, () => {
  test.skipIf(cases.length === 0).each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const { config, packets } = one
    const state = stateOfCase(one)
    const tables = readIptables(renderIptables(iptablesRules(state, { name: config.node, family: 'IPv4' })))
    for (const packet of packets) {
      const { dst, dport, protocol, from, to, outcomes } = packet
      if (claims(state, dst, dport, protocol) > 1) continue
      const shares = summarize(traceIptables(tables, toTraced(packet), [config.nodeIP]))
      const wanted = endingsOf(outcomes)
      expect(Object.keys(shares), `${from} -> ${to}`).toEqual(wanted)
      for (const share of Object.values(shares)) expect(share, `${from} -> ${to}`).toBeCloseTo(1 / wanted.length, 4)
    }
  })
})
