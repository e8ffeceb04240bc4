/** What kube-proxy in ipvs mode sets up on one node, as far as clients notice it (K-ipvs). */
import { inBlocks } from '../../../address.ts'
import type { NetworkState } from '../../../state.ts'
import type { ServiceEndpoint } from '../../endpoints.ts'
import { nodePortIpsOf } from '../../lookup.ts'
import { renderEndpoint } from '../chain-name.ts'
import { primaryIp, proxiedPorts, type ChooseService, type ProxiedPort, type RulesNode } from '../proxied-ports.ts'

export interface VirtualServer {
  readonly protocol: ProxiedPort['protocol']
  /** `ip:port`. */
  readonly address: string
  readonly scheduler: 'rr'
  /** Seconds that a client stays with its server. */
  readonly persistentSeconds?: number
  /** `ip:port` of each, by text. Without any, clients are refused. */
  readonly realServers: readonly string[]
}

export interface IpvsRules {
  readonly place: RulesNode
  /** Addresses on the interface kube-ipvs0: the node answers for all of them. */
  readonly boundAddresses: readonly string[]
  readonly virtualServers: readonly VirtualServer[]
  /** Entries by name of the ipset; kube-proxy's iptables rules, always the same, ask for these. */
  readonly ipsets: ReadonlyMap<string, readonly string[]>
}

/** @see kubernetes/kubernetes pkg/proxy/ipvs/proxier.go (v1.34), semantics K-ipvs */
export const ipvsRules = (state: NetworkState, place: RulesNode, choose?: ChooseService): IpvsRules => {
  const ports = proxiedPorts(state, place, choose)
  const nodeIps = nodePortIpsOf(state, place.name).filter((ip) => ip.includes(':') === (place.family === 'IPv6'))
  const bound = ports.flatMap((port) => [
    port.clusterIp,
    ...[...port.externalIps, ...port.loadBalancerIps].filter((ip) => !nodeIps.includes(ip)),
  ])
  return {
    place,
    boundAddresses: [...new Set(bound)],
    virtualServers: ports.flatMap((port) => serversOf(port, nodeIps)),
    ipsets: collect(ports.flatMap((port) => entriesOf(port, nodeIps, primaryIp(state, place)))),
  }
}

/** Policy Local without an endpoint on the node: all endpoints, for clients on the node; others do not understand the answers. */
const destinations = (
  policy: 'Cluster' | 'Local',
  { clusterEndpoints, localEndpoints }: ProxiedPort,
): readonly ServiceEndpoint[] => (policy === 'Local' && localEndpoints.length > 0 ? localEndpoints : clusterEndpoints)

const serversOf = (port: ProxiedPort, nodeIps: readonly string[]): readonly VirtualServer[] => {
  const { protocol, affinitySeconds, internalPolicy, externalPolicy, nodePort } = port
  const server = (ip: string, number: number, policy: 'Cluster' | 'Local'): VirtualServer => ({
    protocol,
    address: renderEndpoint({ ip, port: number }),
    scheduler: 'rr',
    ...(affinitySeconds === undefined ? {} : { persistentSeconds: affinitySeconds }),
    realServers: destinations(policy, port).map(renderEndpoint),
  })
  return [
    server(port.clusterIp, port.port.port, internalPolicy),
    ...[...port.externalIps, ...port.loadBalancerIps].map((ip) => server(ip, port.port.port, externalPolicy)),
    ...(nodePort === undefined ? [] : nodeIps.map((ip) => server(ip, nodePort, externalPolicy))),
  ]
}

type Entry = readonly [set: string, entry: string]

const collect = (entries: readonly Entry[]): ReadonlyMap<string, readonly string[]> => {
  const sets = new Map<string, string[]>()
  for (const [name, entry] of entries) {
    const set = sets.get(name) ?? []
    sets.set(name, set)
    if (!set.includes(entry)) set.push(entry)
  }
  return sets
}

const entriesOf = (port: ProxiedPort, nodeIps: readonly string[], nodeIp: string | undefined): readonly Entry[] => {
  const { protocol, externalPolicy, healthCheckNodePort } = port
  const at = (ip: string, number = port.port.port): string => `${ip},${protocol}:${String(number)}`
  return [
    ...port.endpointsHere.map((endpoint): Entry => ['KUBE-LOOP-BACK', `${at(endpoint.ip, endpoint.port)},${endpoint.ip}`]),
    ['KUBE-CLUSTER-IP', at(port.clusterIp)],
    ...port.externalIps.map((ip): Entry => [
      externalPolicy === 'Local' ? 'KUBE-EXTERNAL-IP-LOCAL' : 'KUBE-EXTERNAL-IP',
      at(ip),
    ]),
    ...port.loadBalancerIps.flatMap((ip) => balancerEntries(port, ip, at(ip), nodeIp)),
    ...nodePortEntries(port, nodeIps),
    ...(healthCheckNodePort === undefined ? [] : [['KUBE-HEALTH-CHECK-NODE-PORT', String(healthCheckNodePort)] as const]),
  ]
}

const balancerEntries = (
  { externalPolicy, sourceRanges }: ProxiedPort,
  ip: string,
  entry: string,
  nodeIp: string | undefined,
): readonly Entry[] => [
  ['KUBE-LOAD-BALANCER', entry],
  ...(externalPolicy === 'Local' ? [['KUBE-LOAD-BALANCER-LOCAL', entry] as const] : []),
  ...(sourceRanges.length > 0 ? [['KUBE-LOAD-BALANCER-FW', entry] as const] : []),
  ...sourceRanges.map((range): Entry => ['KUBE-LOAD-BALANCER-SOURCE-CIDR', `${entry},${range}`]),
  ...(nodeIp !== undefined && inBlocks(sourceRanges, nodeIp)
    ? [['KUBE-LOAD-BALANCER-SOURCE-IP', `${entry},${ip}`] as const]
    : []),
]

const nodePortEntries = ({ protocol, nodePort, externalPolicy }: ProxiedPort, nodeIps: readonly string[]): readonly Entry[] => {
  if (nodePort === undefined) return []
  const isSctp = protocol === 'sctp'
  const entries = isSctp ? nodeIps.map((ip) => `${ip},sctp:${String(nodePort)}`) : [String(nodePort)]
  const suffix = `${protocol.toUpperCase()}${isSctp ? '-HASH' : ''}`
  const sets = [`KUBE-NODE-PORT-${suffix}`, ...(externalPolicy === 'Local' ? [`KUBE-NODE-PORT-LOCAL-${suffix}`] : [])]
  return sets.flatMap((set) => entries.map((entry): Entry => [set, entry]))
}

const PROTOCOL_OPTIONS = { tcp: '-t', udp: '-u', sctp: '--sctp-service' } as const

/** One virtual server as `ipvsadm -Sn` prints it. Weight 0 is what an endpoint gets that is on its way out; new ones have 1. */
export const renderVirtualServer = ({
  protocol,
  address,
  scheduler,
  persistentSeconds,
  realServers,
}: VirtualServer): readonly string[] => {
  const service = `${PROTOCOL_OPTIONS[protocol]} ${address}`
  const persistence = persistentSeconds === undefined ? '' : ` -p ${String(persistentSeconds)}`
  return [`-A ${service} -s ${scheduler}${persistence}`, ...realServers.map((server) => `-a ${service} -r ${server} -m -w 1`)]
}

/** The whole as text: addresses of kube-ipvs0, then `ipvsadm -Sn`, then the entries as `ipset save` prints them. */
export const renderIpvs = ({ boundAddresses, virtualServers, ipsets, place }: IpvsRules): string =>
  [
    ...boundAddresses.map((ip) => `ip address add ${ip}/${place.family === 'IPv4' ? '32' : '128'} dev kube-ipvs0`),
    ...virtualServers.flatMap(renderVirtualServer),
    ...[...ipsets].flatMap(([name, entries]) => entries.map((entry) => `add ${name} ${entry}`)),
    '',
  ].join('\n')
