/** NodeLocal DNSCache: a DNS server on every node that answers before kube-proxy's rules are asked (D28, D29). */
import { normalizeAddress } from '../address.ts'
import type { ClusterFacts } from '../facts.ts'
import type { Packet } from '../model.ts'
import type { NetworkState } from '../state.ts'
import type { Arrived } from './listener-hop.ts'

const DNS_PORT = 53

/** The addresses at which a Pod finds the cache: the link-local one and, outside ipvs mode, that of Service kube-dns. */
const addressesOf = ({ nodeLocalDns, dnsServiceIp, proxyMode }: ClusterFacts): readonly string[] => {
  if (nodeLocalDns === undefined) return []
  const bound = nodeLocalDns.bindsServiceIp && proxyMode !== 'ipvs' ? [dnsServiceIp] : []
  return [nodeLocalDns.ip, ...bound].flatMap((ip) => normalizeAddress(ip) ?? [])
}

/** Rules that exempt the cache from connection tracking take such packets before any Service's. */
export const isForNodeDns = (
  { facts }: NetworkState,
  {
    destinationIp,
    destinationPort,
    protocol,
  }: Pick<Partial<Packet>, 'destinationPort'> & Pick<Packet, 'destinationIp' | 'protocol'>,
): boolean => destinationPort === DNS_PORT && protocol !== 'SCTP' && addressesOf(facts).includes(destinationIp)

/** What the kubelet writes into the resolv.conf of Pods: the cache where Pods would miss it otherwise (D29). */
export const clusterDnsIp = ({ nodeLocalDns, dnsServiceIp, proxyMode }: ClusterFacts): string =>
  nodeLocalDns !== undefined && (proxyMode === 'ipvs' || !nodeLocalDns.bindsServiceIp) ? nodeLocalDns.ip : dnsServiceIp

/** The cache itself; it always listens. */
export const nodeDnsListener = (packet: Packet): Arrived => ({
  verdict: 'connected',
  hop: {
    kind: 'listener',
    before: packet,
    after: packet,
    decision: 'accepted',
    container: 'node-cache',
    program: 'node-cache',
    listening: ['UDP 53', 'TCP 53'],
    semantics: ['D28'],
    stops: false,
  },
})
