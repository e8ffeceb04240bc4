/** The sets of Services whose rules real kube-proxies wrote: ../shared/oracles/kube-proxy. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../../src/network/facts.ts'
import type { Protocol } from '../../../../../src/network/model.ts'
import type { Translation } from '../../../../../src/network/service/translate.ts'
import { indexSnapshot, type NetworkState } from '../../../../../src/network/state.ts'

export interface OraclePacket {
  readonly from: string
  readonly src: string
  readonly to: string
  readonly dst: string
  readonly dport: number
  readonly protocol: Protocol
  readonly outcomes: readonly {
    readonly action: 'DNAT' | 'DROP' | 'REJECT' | 'NONE'
    readonly to?: string
    readonly masquerade?: boolean
  }[]
}

export interface OracleCase {
  readonly id: string
  readonly config: {
    readonly node: string
    readonly zone: string
    readonly nodeIP: string
    readonly clusterCIDR: string
    readonly serviceCIDR?: string
    readonly masqueradeAll: boolean
    readonly localhostNodePorts: boolean
  }
  readonly objects: readonly KubernetesObject[]
  readonly packets: readonly OraclePacket[]
  readonly iptables: Readonly<Record<'nat' | 'filter', Readonly<Record<string, readonly string[]>>>>
  readonly nftables?: Readonly<
    Record<string, Readonly<Record<string, readonly (string | { readonly elements: readonly string[] })[]>>>
  >
}

const file = path.join(import.meta.dirname, '../../../../../../shared/oracles/kube-proxy/cases.jsonl')

/** Empty where the oracles are not at hand. */
export const readCases = (): readonly OracleCase[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as OracleCase)
    : []

/** The case's objects on its one known node. */
export const stateOfCase = ({ config, objects }: OracleCase): NetworkState => {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: config.node, labels: { 'topology.kubernetes.io/zone': config.zone } },
    status: { addresses: [{ type: 'InternalIP', address: config.nodeIP }] },
  }
  const cluster = {
    ...DEFAULT_CLUSTER_FACTS,
    podCidrs: config.clusterCIDR === '' ? [] : [config.clusterCIDR],
    ...(config.serviceCIDR === undefined ? {} : { serviceCidrs: [config.serviceCIDR] }),
    masqueradeAll: config.masqueradeAll,
    localhostNodePorts: config.localhostNodePorts,
  }
  return indexSnapshot({ objects: [...objects, node], facts: { cluster, pods: {} } })
}

/** How many Services have this address and port: with two, which of them gets the packet is chance. */
export const claims = (state: NetworkState, ip: string, port: number, protocol: string): number =>
  (state.servicesByIp.get(ip) ?? []).filter(({ spec }) =>
    spec?.ports?.some((candidate) => candidate.port === port && (candidate.protocol ?? 'TCP') === protocol),
  ).length

/** What kube-proxy's rules do with a packet, sorted. */
export const wantedOf = (outcomes: OraclePacket['outcomes']): readonly string[] =>
  outcomes.map(({ action, to, masquerade }) => (action === 'DNAT' ? `DNAT ${to} ${masquerade}` : action)).sort()

/** What the model does with it, in the same words. */
export const outcomesOf = (translation: Translation): readonly string[] => {
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
      return translation.endpoints.map(({ endpoint: { ip, port }, masqueraded }) => `DNAT ${ip}:${port} ${masqueraded}`)
  }
}
