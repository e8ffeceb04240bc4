import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inBlocks } from '../../../../../src/network/address.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../../src/network/facts.ts'
import type { Packet, Protocol } from '../../../../../src/network/model.ts'
import { iptablesRules, renderIptables } from '../../../../../src/network/service/rules/iptables.ts'
import { nftablesRules, renderNftables } from '../../../../../src/network/service/rules/nftables.ts'
import { translate, type Translation } from '../../../../../src/network/service/translate.ts'
import { indexSnapshot } from '../../../../../src/network/state.ts'
import { NODE, randomCluster, type RandomCluster } from './arbitrary-services.ts'
import { readIptables, traceIptables } from './iptables-tracer.ts'
import { readRuleset, traceNftables } from './nftables-tracer.ts'
import { summarize, type TracedPacket } from './trace.ts'

const toPacket = ({ source, destination, port, protocol }: TracedPacket): Packet => ({
  sourceIp: source,
  destinationIp: destination,
  destinationPort: port,
  protocol: protocol.toUpperCase() as Protocol,
})

const refused = (key: string): Readonly<Record<string, number>> => ({ [key]: 1 })

/** What the model says, in the tracers' words. */
const modelled = ({ state }: RandomCluster, packet: TracedPacket): Readonly<Record<string, number>> => {
  const translation: Translation = translate(state, { packet: toPacket(packet), node: NODE, isFromNode: packet.isFromNode })
  const isNftables = state.facts.proxyMode === 'nftables'
  switch (translation.decision) {
    case 'not-a-service':
      // DIFFERS in words only: the model loses packets to unused cluster addresses on their way, nftables drops them here.
      return refused(isNftables && inBlocks(state.facts.serviceCidrs, packet.destination) ? 'DROP' : 'NONE')
    case 'no-such-port':
      return refused(isNftables ? 'REJECT' : 'NONE')
    case 'no-endpoints':
      return refused('REJECT')
    case 'no-local-endpoints':
    case 'source-not-allowed':
      return refused('DROP')
    case 'translated': {
      const { endpoints } = translation
      const way = { packet, mark: false, isTranslated: true, chance: 1 / endpoints.length }
      return summarize(
        endpoints.map(({ endpoint, masqueraded }) => ({
          fate: 'through',
          way: { ...way, packet: { ...packet, destination: endpoint.ip, port: endpoint.port }, isMasqueraded: masqueraded },
        })),
      )
    }
  }
}

const rounded = (shares: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(shares).map(([key, share]) => [key, Math.round(share * 1e4) / 1e4]))

const countOutcomes = (): {
  readonly seen: Map<string, number>
  readonly note: (shares: Readonly<Record<string, number>>) => void
} => {
  const seen = new Map<string, number>()
  return {
    seen,
    note: (shares) => {
      for (const key of Object.keys(shares)) {
        const kind = key.replace(/^DNAT \S+ \d+/u, 'DNAT')
        seen.set(kind, (seen.get(kind) ?? 0) + 1)
      }
    },
  }
}

const RUNS = 250
/** Every thing that can happen has happened often enough. */
const OFTEN = 60
const KINDS = ['DNAT', 'DNAT masqueraded', 'DROP', 'NONE', 'REJECT']

describe('the written rules, followed packet by packet, do what translate() says', () => {
  it.each(['save', 'restore'] as const)('iptables, in the form of iptables-%s', (form) => {
    const { seen, note } = countOutcomes()
    fc.assert(
      fc.property(randomCluster('iptables'), (cluster) => {
        const rules = iptablesRules(cluster.state, { name: NODE, family: cluster.family }, { form })
        const tables = readIptables(renderIptables(rules))
        for (const packet of cluster.packets) {
          const traced = summarize(traceIptables(tables, packet, cluster.own))
          note(traced)
          expect({ packet, shares: rounded(traced) }).toEqual({ packet, shares: rounded(modelled(cluster, packet)) })
        }
      }),
      { numRuns: RUNS },
    )
    console.info([...seen].map(([kind, count]) => `${kind} ${count}`).join(', '))
    for (const kind of KINDS) expect([kind, (seen.get(kind) ?? 0) > OFTEN]).toEqual([kind, true])
  })

  it('nftables', () => {
    const { seen, note } = countOutcomes()
    fc.assert(
      fc.property(randomCluster('nftables'), (cluster) => {
        const ruleset = readRuleset(renderNftables(nftablesRules(cluster.state, { name: NODE, family: cluster.family })))
        for (const packet of cluster.packets) {
          const traced = summarize(traceNftables(ruleset, packet, cluster.own))
          note(traced)
          expect({ packet, shares: rounded(traced) }).toEqual({ packet, shares: rounded(modelled(cluster, packet)) })
        }
      }),
      { numRuns: RUNS },
    )
    console.info([...seen].map(([kind, count]) => `${kind} ${count}`).join(', '))
    for (const kind of KINDS) expect([kind, (seen.get(kind) ?? 0) > OFTEN]).toEqual([kind, true])
  })
})

describe('the tracers', () => {
  const empty = indexSnapshot({ objects: [], facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} } })
  const packet: TracedPacket = { source: '203.0.113.9', destination: '10.96.0.1', port: 80, protocol: 'tcp', isFromNode: false }

  it('find nothing to do where there is no Service', () => {
    const place = { name: NODE, family: 'IPv4' } as const
    expect(summarize(traceIptables(readIptables(renderIptables(iptablesRules(empty, place))), packet, []))).toEqual({
      NONE: 1,
    })
    expect(summarize(traceNftables(readRuleset(renderNftables(nftablesRules(empty, place))), packet, []))).toEqual({ DROP: 1 })
  })

  it.each([
    ['-A PREROUTING --unheard', 'unknown word'],
    ['-A PREROUTING -j NOWHERE', 'no such chain'],
  ])('say so where a rule cannot be read: %s', (rule, message) => {
    const text = `*filter\n:FORWARD ACCEPT [0:0]\nCOMMIT\n*nat\n:PREROUTING ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\n${rule}\nCOMMIT\n`
    expect(() => traceIptables(readIptables(text), packet, [])).toThrow(message)
  })
})
