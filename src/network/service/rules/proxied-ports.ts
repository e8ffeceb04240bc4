/** What kube-proxy knows of each Service port when it writes a node's rules, whichever mode it runs in. */
import type { Service, ServicePort } from '../../../kubernetes/generated/types.ts'
import { familyOf, maskBlock, normalizeAddress, type AddressFamily } from '../../address.ts'
import { addressesOfNode, clusterIpsOf, nameOf, type NetworkState } from '../../state.ts'
import { endpointsOfPort, zoneOfNode, type ServiceEndpoint } from '../endpoints.ts'
import { isProxied, loadBalancerIpsOf } from '../lookup.ts'
import { selectEndpoints } from '../select.ts'
import { renderEndpoint, writePortName, type PortName } from './chain-name.ts'

/** One Service port, for the addresses of one family, as one node sees it. */
export interface ProxiedPort {
  readonly service: Service
  readonly port: ServicePort
  /** What chains are named after. */
  readonly names: PortName
  /** `namespace/name:port`: how comments call it. */
  readonly name: string
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  readonly clusterIp: string
  readonly externalIps: readonly string[]
  readonly loadBalancerIps: readonly string[]
  /** loadBalancerSourceRanges of the family, without host bits. */
  readonly sourceRanges: readonly string[]
  readonly nodePort?: number
  readonly healthCheckNodePort?: number
  /** Seconds that a client stays with its endpoint. */
  readonly affinitySeconds?: number
  readonly internalPolicy: 'Cluster' | 'Local'
  readonly externalPolicy: 'Cluster' | 'Local'
  /** Endpoints for policy Cluster; empty where no traffic can be under that policy. In the order of their text. */
  readonly clusterEndpoints: readonly ServiceEndpoint[]
  /** The same for policy Local. */
  readonly localEndpoints: readonly ServiceEndpoint[]
  /** Both, each once. */
  readonly reachableEndpoints: readonly ServiceEndpoint[]
  /** Every endpoint that is on this node, usable or not. */
  readonly endpointsHere: readonly ServiceEndpoint[]
  /** Whether there is a usable endpoint anywhere. */
  readonly hasEndpoints: boolean
}

/** The node whose rules are asked for. */
export interface RulesNode {
  readonly name: string
  readonly family: AddressFamily
}

/** Which Services are of interest; all where none is given. */
export type ChooseService = (service: Service) => boolean

/** The ports of all Services with a cluster address of the family, ordered by namespace and name. */
export const proxiedPorts = (
  state: NetworkState,
  place: RulesNode,
  choose: ChooseService = () => true,
): readonly ProxiedPort[] =>
  [...state.services.entries()]
    .toSorted(([one], [other]) => compareTexts(one, other))
    .filter(([, service]) => choose(service))
    .flatMap(([, service]) => portsOfService(state, service, place))

const portsOfService = (state: NetworkState, service: Service, place: RulesNode): readonly ProxiedPort[] => {
  const clusterIp = clusterIpsOf(service).find((ip) => familyOf(ip) === place.family)
  if (clusterIp === undefined || !isProxied(service)) return []
  return (service.spec?.ports ?? []).map((port) => readPort(state, { service, port, clusterIp }, place))
}

interface Found {
  readonly service: Service
  readonly port: ServicePort
  readonly clusterIp: string
}

const readPort = (state: NetworkState, { service, port, clusterIp }: Found, place: RulesNode): ProxiedPort => {
  const addresses = addressesOf(service, port, place.family)
  const { internalTrafficPolicy, sessionAffinity, sessionAffinityConfig } = service.spec ?? {}
  const internalPolicy = internalTrafficPolicy === 'Local' ? 'Local' : 'Cluster'
  const externalPolicy = externalPolicyOf(service, addresses.externalIps)
  const affinitySeconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS
  const isExternal = isReachedFromOutside(addresses)
  const protocol = protocolOf(port)
  const names = { ...nameOf(service), port: port.name ?? '', protocol }
  return {
    service,
    port,
    clusterIp,
    names,
    name: writePortName(names),
    protocol,
    ...addresses,
    ...(sessionAffinity === 'ClientIP' ? { affinitySeconds } : {}),
    internalPolicy,
    externalPolicy,
    ...endpointsOf(state, { service, port, clusterIp }, place, {
      cluster: internalPolicy === 'Cluster' || isExternal,
      local: internalPolicy === 'Local' || (externalPolicy === 'Local' && isExternal),
    }),
  }
}

/** As the API server fills in (S28). */
const DEFAULT_AFFINITY_SECONDS = 10_800

const protocolOf = ({ protocol }: ServicePort): ProxiedPort['protocol'] =>
  protocol === 'UDP' ? 'udp' : protocol === 'SCTP' ? 'sctp' : 'tcp'

type Addresses = Pick<ProxiedPort, 'externalIps' | 'loadBalancerIps' | 'sourceRanges' | 'nodePort' | 'healthCheckNodePort'>

const addressesOf = (service: Service, { nodePort = 0 }: ServicePort, family: AddressFamily): Addresses => {
  const { externalIPs = [], loadBalancerSourceRanges = [], type, healthCheckNodePort = 0 } = service.spec ?? {}
  const hasFamily = (ip: string): boolean => familyOf(ip) === family
  const hasNodePort = nodePort !== 0 && (type === 'NodePort' || type === 'LoadBalancer')
  const externalPolicy = externalPolicyOf(service, externalIPs)
  return {
    externalIps: externalIPs.flatMap((text) => normalizeAddress(text) ?? []).filter(hasFamily),
    loadBalancerIps: loadBalancerIpsOf(service).filter(hasFamily),
    sourceRanges: rangesOf(loadBalancerSourceRanges).filter(hasFamily),
    ...(hasNodePort ? { nodePort } : {}),
    ...(healthCheckNodePort !== 0 && type === 'LoadBalancer' && externalPolicy === 'Local' ? { healthCheckNodePort } : {}),
  }
}

/** A range that holds every address is no restriction. */
const rangesOf = (texts: readonly string[]): readonly string[] => {
  const ranges = texts.flatMap((text) => maskBlock(text.trim()) ?? [])
  const open = new Set(ranges.filter((range) => range.endsWith('/0')).map(familyOf))
  return ranges.filter((range) => !open.has(familyOf(range)))
}

const externalPolicyOf = ({ spec = {} }: Service, externalIps: readonly string[]): 'Cluster' | 'Local' =>
  spec.externalTrafficPolicy === 'Local' && (spec.type === 'NodePort' || spec.type === 'LoadBalancer' || externalIps.length > 0)
    ? 'Local'
    : 'Cluster'

/** Whether a port has an address besides the cluster's. */
export const isReachedFromOutside = ({
  externalIps,
  loadBalancerIps,
  nodePort,
}: Pick<ProxiedPort, 'externalIps' | 'loadBalancerIps' | 'nodePort'>): boolean =>
  nodePort !== undefined || externalIps.length + loadBalancerIps.length > 0

/** Whether a packet to the cluster address has somewhere to go. */
export const servesInside = ({ hasEndpoints, internalPolicy, localEndpoints }: ProxiedPort): boolean =>
  hasEndpoints && (internalPolicy === 'Cluster' || localEndpoints.length > 0)

/** Whether a packet from outside the node has somewhere to go. */
export const servesOutside = ({ hasEndpoints, externalPolicy, localEndpoints }: ProxiedPort): boolean =>
  hasEndpoints && (externalPolicy === 'Cluster' || localEndpoints.length > 0)

type Endpoints = Pick<
  ProxiedPort,
  'clusterEndpoints' | 'localEndpoints' | 'reachableEndpoints' | 'endpointsHere' | 'hasEndpoints'
>

const endpointsOf = (
  state: NetworkState,
  { service, port }: Found,
  { name: node, family }: RulesNode,
  used: { readonly cluster: boolean; readonly local: boolean },
): Endpoints => {
  const zone = zoneOfNode(state, node)
  const all = endpointsOfPort(state, service, port, { family, node }).toSorted((one, other) =>
    compareTexts(renderEndpoint(one), renderEndpoint(other)),
  )
  const { cluster, local, hasAny } = selectEndpoints(all, { name: node, ...(zone === undefined ? {} : { zone }) })
  const clusterEndpoints = used.cluster ? cluster : []
  const localEndpoints = used.local ? local : []
  return {
    clusterEndpoints,
    localEndpoints,
    reachableEndpoints: all.filter((endpoint) => clusterEndpoints.includes(endpoint) || localEndpoints.includes(endpoint)),
    endpointsHere: all.filter((endpoint) => endpoint.node === node),
    hasEndpoints: hasAny,
  }
}

/** By code units, as kube-proxy sorts. */
export const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** The address of the node's family that kube-proxy takes for the node's own. */
export const primaryIp = (state: NetworkState, { name: node, family }: RulesNode): string | undefined => {
  const found = state.nodes.get(node)
  return found === undefined ? undefined : addressesOfNode(found).find((ip) => familyOf(ip) === family)
}

/** The Pod ranges of the family, by which kube-proxy tells Pods from others. */
export const podRanges = ({ facts }: NetworkState, { family }: RulesNode): readonly string[] =>
  facts.podCidrs.filter((cidr) => familyOf(cidr) === family)
