/** Which Service, if any, the kube-proxy of a node takes a packet for. */
import type { Service, ServicePort } from '../../kubernetes/generated/types.ts'
import { familyOf, inBlocks, isLoopback, normalizeAddress, type AddressFamily } from '../address.ts'
import type { Packet, ServiceHop } from '../model.ts'
import { addressesOfNode, clusterIpsOf, type NetworkState } from '../state.ts'

/** A packet on arrival at a node's rules. `isFromNode`: a process of the node itself sent it (S31). */
export interface Arrival {
  readonly packet: Packet
  readonly node: string
  readonly isFromNode: boolean
}

export interface ServiceMatch {
  readonly service: Service
  readonly via: Exclude<ServiceHop['via'], 'none'>
  readonly port: ServicePort
  /** Place in `spec.ports`. */
  readonly index: number
  /** Node ports do not answer at this address of the node; the rules that refuse know no difference. */
  readonly isClosed?: true
}

/** `service` alone: the address is a Service's, but no port of it fits. */
export type Lookup = ServiceMatch | { readonly service: Service; readonly via: 'none' } | undefined

/** A cluster address wins over external ones, and any address of a Service over a node port (K2). */
export const findService = (state: NetworkState, arrival: Arrival): Lookup => {
  const { destinationIp } = arrival.packet
  const owners = (state.servicesByIp.get(destinationIp) ?? []).filter(isProxied)
  for (const via of ['cluster-ip', 'external-ip', 'load-balancer'] as const)
    for (const service of owners) {
      const match = hasAddress(service, via, destinationIp) ? matchPort(service, via, arrival.packet) : undefined
      if (match !== undefined) return match
    }
  const nodePort = isAddressOfNode(state, arrival) ? findNodePort(state, arrival.packet) : findClosedNodePort(state, arrival)
  if (nodePort !== undefined) return nodePort
  const owner = owners.find((service) => isAnsweredFor(state, service, destinationIp))
  return owner === undefined ? undefined : { service: owner, via: 'none' }
}

/** Headless and ExternalName Services have no rules, nor have those that are labelled for another proxy (S9, S10, K16). */
export const isProxied = (service: Service): boolean => {
  const labels = service.metadata.labels ?? {}
  return (
    clusterIpsOf(service).length > 0 &&
    labels['service.kubernetes.io/headless'] === undefined &&
    labels['service.kubernetes.io/service-proxy-name'] === undefined
  )
}

/** Whether nodes know of an address as such: cluster addresses, and in ipvs mode all that they have bound (K-ipvs). */
const isAnsweredFor = ({ facts, nodesByIp }: NetworkState, service: Service, ip: string): boolean =>
  hasAddress(service, 'cluster-ip', ip) ||
  (facts.proxyMode === 'ipvs' &&
    !nodesByIp.has(ip) &&
    (hasAddress(service, 'external-ip', ip) || hasAddress(service, 'load-balancer', ip)))

const hasAddress = (service: Service, via: ServiceMatch['via'], ip: string): boolean => {
  switch (via) {
    case 'cluster-ip':
      return clusterIpsOf(service).includes(ip)
    case 'external-ip':
      return (service.spec?.externalIPs ?? []).some((text) => normalizeAddress(text) === ip)
    case 'load-balancer':
      return loadBalancerIpsOf(service).includes(ip)
    case 'node-port':
      return false
  }
}

/** Addresses of a load balancer that nodes answer themselves: not those with ipMode Proxy (S14). */
export const loadBalancerIpsOf = ({ spec, status }: Service): readonly string[] =>
  spec?.type === 'LoadBalancer'
    ? (status?.loadBalancer?.ingress ?? [])
        .filter(({ ipMode }) => ipMode !== 'Proxy')
        .flatMap(({ ip }) => normalizeAddress(ip ?? '') ?? [])
    : []

const matchPort = (service: Service, via: ServiceMatch['via'], packet: Packet): ServiceMatch | undefined => {
  const ports = service.spec?.ports ?? []
  const index = ports.findIndex(({ port, protocol = 'TCP' }) => port === packet.destinationPort && protocol === packet.protocol)
  const port = ports[index]
  return port === undefined ? undefined : { service, via, port, index }
}

/** Node ports answer on the addresses of the node; on loopback only for its own processes, and only in iptables mode (K13). */
const isAddressOfNode = (state: NetworkState, { packet: { destinationIp }, node, isFromNode }: Arrival): boolean =>
  isLoopback(destinationIp)
    ? isFromNode && hasLocalhostNodePorts(state) && isNodePortAddress(state, destinationIp)
    : nodePortIpsOf(state, node).includes(destinationIp)

/** Node ports on 127.0.0.1: in iptables mode only, and never on ::1 (K13). */
const hasLocalhostNodePorts = ({ facts }: NetworkState): boolean =>
  facts.proxyMode === 'iptables' && facts.localhostNodePorts !== false

/** The blocks of --nodeport-addresses of a family; `all` or `primary` where none are given, as the mode has it (K13, K-nft). */
export const nodePortBlocksOf = ({ facts }: NetworkState, family: AddressFamily): readonly string[] | 'all' | 'primary' => {
  const given = facts.nodePortAddresses ?? []
  if (given === 'primary' || given === 'all') return given
  if (given.length === 0) return facts.proxyMode === 'nftables' ? 'primary' : 'all'
  const blocks = given.filter((block) => familyOf(block) === family)
  return blocks.length === 0 || blocks.some((block) => block.endsWith('/0')) ? 'all' : blocks
}

const isNodePortAddress = (state: NetworkState, ip: string): boolean => {
  if (ip.includes(':')) return false
  const blocks = nodePortBlocksOf(state, 'IPv4')
  return blocks === 'all' || (blocks !== 'primary' && inBlocks(blocks, ip))
}

/** The addresses of a node on which node ports answer, loopback apart. */
export const nodePortIpsOf = (state: NetworkState, nodeName: string): readonly string[] => {
  const node = state.nodes.get(nodeName)
  const addresses = node === undefined ? [] : addressesOfNode(node)
  return (['IPv4', 'IPv6'] as const).flatMap((family) => {
    const ofFamily = addresses.filter((ip) => familyOf(ip) === family)
    const blocks = nodePortBlocksOf(state, family)
    if (blocks === 'all') return ofFamily
    return blocks === 'primary' ? ofFamily.slice(0, 1) : ofFamily.filter((ip) => inBlocks(blocks, ip))
  })
}

/** In iptables mode, table filter asks only whether the address is the node's (K8). */
const findClosedNodePort = (state: NetworkState, { packet, node }: Arrival): ServiceMatch | undefined => {
  const here = state.nodes.get(node)
  const isOwn = isLoopback(packet.destinationIp) || (here !== undefined && addressesOfNode(here).includes(packet.destinationIp))
  if (state.facts.proxyMode !== 'iptables' || !isOwn) return undefined
  const found = findNodePort(state, packet)
  return found === undefined ? undefined : { ...found, isClosed: true }
}

const findNodePort = (state: NetworkState, { destinationPort, protocol }: Packet): ServiceMatch | undefined => {
  for (const service of state.services.values()) {
    if (!isProxied(service) || (service.spec?.type !== 'NodePort' && service.spec?.type !== 'LoadBalancer')) continue
    const ports = service.spec.ports ?? []
    const index = ports.findIndex((port) => port.nodePort === destinationPort && (port.protocol ?? 'TCP') === protocol)
    const port = ports[index]
    if (port !== undefined) return { service, via: 'node-port', port, index }
  }
  return undefined
}
