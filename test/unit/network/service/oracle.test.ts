import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'
import type { Protocol } from '../../../../src/network/model.ts'
import { translate, type Translation } from '../../../../src/network/service/translate.ts'
import { indexSnapshot, type NetworkState } from '../../../../src/network/state.ts'

interface OraclePacket {
  from: string
  src: string
  to: string
  dst: string
  dport: number
  protocol: Protocol
  outcomes: { action: 'DNAT' | 'DROP' | 'REJECT' | 'NONE'; to?: string; masquerade?: boolean }[]
}
interface Case {
  id: string
  config: {
    node: string
    zone: string
    nodeIP: string
    clusterCIDR: string
    masqueradeAll: boolean
    localhostNodePorts: boolean
  }
  objects: KubernetesObject[]
  packets: OraclePacket[]
}

const file = path.join(import.meta.dirname, '../../../../../shared/oracles/kube-proxy/cases.jsonl')

const stateOf = ({ config, objects }: Case): NetworkState => {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: config.node, labels: { 'topology.kubernetes.io/zone': config.zone } },
    status: { addresses: [{ type: 'InternalIP', address: config.nodeIP }] },
  }
  const cluster = {
    ...DEFAULT_CLUSTER_FACTS,
    podCidrs: config.clusterCIDR === '' ? [] : [config.clusterCIDR],
    masqueradeAll: config.masqueradeAll,
    localhostNodePorts: config.localhostNodePorts,
  }
  return indexSnapshot({ objects: [...objects, node], facts: { cluster, pods: {} } })
}

const render = (translation: Translation): string[] => {
  switch (translation.decision) {
    case 'not-a-service':
    case 'no-such-port':
      return ['NONE']
    case 'no-endpoints':
      return ['REJECT']
    case 'no-local-endpoints':
    case 'source-not-allowed':
      return ['DROP']
    case 'translated':
      return translation.endpoints.map(({ endpoint, masqueraded }) => `DNAT ${endpoint.ip}:${endpoint.port} ${masqueraded}`)
  }
}

/** How many Services have this address and port; with two, which of them gets the packet is chance, and is not compared. */
const claims = (state: NetworkState, ip: string, port: number, protocol: string): number =>
  (state.servicesByIp.get(ip) ?? []).filter(({ spec }) =>
    spec?.ports?.some((candidate) => candidate.port === port && (candidate.protocol ?? 'TCP') === protocol),
  ).length

describe.skipIf(!existsSync(file))(`kube-proxy's rules (${existsSync(file) ? 1 : 0} of 1 file here)`, () => {
  it('every packet of every set has the same outcomes, masquerading included', () => {
    const differences: string[] = []
    let packets = 0
    for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
      const example = JSON.parse(line) as Case
      const state = stateOf(example)
      for (const { src, dst, dport, protocol, outcomes, from, to } of example.packets) {
        const packet = { sourceIp: src, destinationIp: dst, destinationPort: dport, protocol }
        const isFromNode = from === 'node itself'
        const actual = render(translate(state, { packet, node: example.config.node, isFromNode })).sort()
        const wanted = outcomes
          .map(({ action, to: at, masquerade }) => (action === 'DNAT' ? `DNAT ${at} ${masquerade}` : action))
          .sort()
        if (claims(state, dst, dport, protocol) > 1) continue
        packets++
        if (actual.join() !== wanted.join())
          differences.push(`${example.id} ${from} -> ${to}: wanted ${wanted.join()}, got ${actual.join()}`)
      }
    }
    console.info(`${packets} packets, ${differences.length} differences`)
    expect(packets).toBeGreaterThan(3700)
    expect(differences.slice(0, 40)).toEqual([])
  })
})
