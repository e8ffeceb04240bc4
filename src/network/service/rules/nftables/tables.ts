/** All that kube-proxy in nftables mode writes on one node (K-nft). */
import type { NetworkState } from '../../../state.ts'
import { nodePortBlocksOf, nodePortIpsOf } from '../../lookup.ts'
import {
  proxiedPorts,
  servesInside,
  servesOutside,
  type ChooseService,
  type ProxiedPort,
  type RulesNode,
} from '../proxied-ports.ts'
import { fixedChains } from './fixed.ts'
import { sortAddresses } from './intervals.ts'
import type { NftChain, NftCollection, NftTable } from './ruleset.ts'
import { affinitySets, baseOf, chainsOfPort, hasFirewall } from './service-chains.ts'

/**
 * The table of kube-proxy in nftables mode for the Services of a snapshot, on one node, for one address family.
 * @see kubernetes/kubernetes pkg/proxy/nftables/proxier.go (v1.34), semantics K-nft
 */
export const nftablesTable = (state: NetworkState, place: RulesNode, choose?: ChooseService): NftTable => {
  const ports = proxiedPorts(state, place, choose)
  return {
    family: place.family === 'IPv4' ? 'ip' : 'ip6',
    name: 'kube-proxy',
    comment: 'rules for kube-proxy',
    collections: new Map<string, NftCollection>([
      ...dispatchMaps(state, place, ports),
      ...ports.flatMap((port) => affinitySets(port, place.family)),
    ]),
    chains: new Map<string, NftChain>([
      ...fixedChains(state, place),
      ...ports.flatMap((port) => chainsOfPort({ state, place }, port)),
    ]),
  }
}

const dispatchMaps = (
  state: NetworkState,
  place: RulesNode,
  ports: readonly ProxiedPort[],
): readonly (readonly [string, NftCollection])[] => {
  const address = place.family === 'IPv4' ? 'ipv4_addr' : 'ipv6_addr'
  const verdicts = (type: string, comment: string, elements: readonly string[]): NftCollection => ({
    kind: 'map',
    type: `${type} : verdict`,
    comment,
    elements: oneEach(elements),
  })
  const byAddress = `${address} . inet_proto . inet_service`
  const byPort = 'inet_proto . inet_service'
  const ips = (comment: string, elements: readonly string[]): NftCollection => ({
    kind: 'set',
    type: address,
    comment,
    elements: sortAddresses([...new Set(elements)]),
  })
  const isLimited = nodePortBlocksOf(state, place.family) !== 'all'
  const own = nodePortIpsOf(state, place.name).filter((ip) => ip.includes(':') === (place.family === 'IPv6'))
  return [
    [
      'cluster-ips',
      ips(
        'Active ClusterIPs',
        ports.map(({ clusterIp }) => clusterIp),
      ),
    ],
    ...(isLimited ? [['nodeport-ips', ips('IPs that accept NodePort traffic', own)] as const] : []),
    [
      'no-endpoint-services',
      verdicts(byAddress, 'vmap to drop or reject packets to services with no endpoints', ports.flatMap(refusedAddresses)),
    ],
    [
      'no-endpoint-nodeports',
      verdicts(
        byPort,
        'vmap to drop or reject packets to service nodeports with no endpoints',
        ports.flatMap(refusedNodePorts),
      ),
    ],
    [
      'firewall-ips',
      verdicts(byAddress, 'destinations that are subject to LoadBalancerSourceRanges', ports.flatMap(firewalledAddresses)),
    ],
    ['service-ips', verdicts(byAddress, 'ClusterIP, ExternalIP and LoadBalancer IP traffic', ports.flatMap(servedAddresses))],
    ['service-nodeports', verdicts(byPort, 'NodePort traffic', ports.flatMap(servedNodePorts))],
  ]
}

/** A map holds a key once. Of two Services that claim an address and port, kube-proxy serves one, by chance; here the first by name. */
const oneEach = (elements: readonly string[]): readonly string[] => {
  const kept = new Map<string, string>()
  for (const element of elements) {
    const key = element.replace(/ (?:comment|:) .*$/u, '')
    if (!kept.has(key)) kept.set(key, element)
  }
  return [...kept.values()]
}

const atAddress = (ip: string, { protocol, port: { port } }: ProxiedPort): string => `${ip} . ${protocol} . ${String(port)}`

/** V2, V3. */
const refusal = ({ hasEndpoints, name }: ProxiedPort): string =>
  `comment "${name}" : ${hasEndpoints ? 'drop' : 'goto reject-chain'}`

const refusedAddresses = (port: ProxiedPort): readonly string[] => [
  ...(servesInside(port) ? [] : [port.clusterIp]).map((ip) => `${atAddress(ip, port)} ${refusal(port)}`),
  ...(servesOutside(port) ? [] : [...port.externalIps, ...port.loadBalancerIps]).map(
    (ip) => `${atAddress(ip, port)} ${refusal(port)}`,
  ),
]

const refusedNodePorts = (port: ProxiedPort): readonly string[] =>
  port.nodePort === undefined || servesOutside(port) ? [] : [`${port.protocol} . ${String(port.nodePort)} ${refusal(port)}`]

const firewalledAddresses = (port: ProxiedPort): readonly string[] =>
  hasFirewall(port) ? port.loadBalancerIps.map((ip) => `${atAddress(ip, port)} : goto firewall-${baseOf(port)}`) : []

const servedAddresses = (port: ProxiedPort): readonly string[] => {
  const inside = `${port.internalPolicy === 'Local' ? 'local' : 'service'}-${baseOf(port)}`
  return [
    ...(servesInside(port) ? [`${atAddress(port.clusterIp, port)} : goto ${inside}`] : []),
    ...(port.hasEndpoints ? [...port.externalIps, ...port.loadBalancerIps] : []).map(
      (ip) => `${atAddress(ip, port)} : goto external-${baseOf(port)}`,
    ),
  ]
}

const servedNodePorts = (port: ProxiedPort): readonly string[] =>
  port.nodePort === undefined || !port.hasEndpoints
    ? []
    : [`${port.protocol} . ${String(port.nodePort)} : goto external-${baseOf(port)}`]
