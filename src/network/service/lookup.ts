/** Which Service, if any, the kube-proxy of a node takes a packet for. */
import type { Service, ServicePort } from '../../kubernetes/generated/types.ts'
import { familyOf, isLoopback, normalizeAddress } from '../address.ts'
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
  /** The node's loopback, where node ports are not translated: what refuses them applies all the same (K8, K13). */
  readonly isRefusedOnly?: boolean
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
  const nodePort = isAddressOfNode(state, arrival) ? findNodePort(state, arrival.packet) : undefined
  if (nodePort !== undefined) return isTranslatedHere(state, arrival) ? nodePort : { ...nodePort, isRefusedOnly: true }
  const owner = owners.find((service) => hasAddress(service, 'cluster-ip', destinationIp))
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

/** On loopback node ports are translated in iptables mode alone, for IPv4, and where kube-proxy is told to (K13). */
const isTranslatedHere = ({ facts }: NetworkState, { packet: { destinationIp } }: Arrival): boolean =>
  !isLoopback(destinationIp) || (facts.localhostNodePorts !== false && !destinationIp.includes(':'))

/** Whether rules about node ports see the packet: it goes to an address of the node, or its process asks its own loopback. */
const isAddressOfNode = (state: NetworkState, { packet: { destinationIp }, node, isFromNode }: Arrival): boolean => {
  if (isLoopback(destinationIp)) return isFromNode && state.facts.proxyMode === 'iptables'
  const here = state.nodes.get(node)
  if (here === undefined) return false
  const { proxyMode, nodePortAddresses = proxyMode === 'nftables' ? 'primary' : 'all' } = state.facts
  const own = addressesOfNode(here).filter((ip) => familyOf(ip) === familyOf(destinationIp))
  return nodePortAddresses === 'all' ? own.includes(destinationIp) : own[0] === destinationIp
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
