/** Names that kube-proxy gives to chains. @see kubernetes/kubernetes pkg/proxy/iptables/proxier.go portProtoHash, pkg/proxy/nftables/proxier.go (v1.34), semantics K1 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base32 of the SHA-256 of a text, the first `length` characters. */
const hash = (text: string, length: number): string => {
  let bits = 0
  let count = 0
  let encoded = ''
  for (const byte of sha256(utf8ToBytes(text))) {
    bits = ((bits << 8) | byte) & 0xff_ff
    count += 8
    for (; count >= 5; count -= 5) encoded += ALPHABET[(bits >> (count - 5)) & 31] ?? ''
  }
  return encoded.slice(0, length)
}

/** A Service port as kube-proxy writes it: `shop/web:http`, or `shop/web` for a port without a name. */
export interface PortName {
  readonly namespace: string
  readonly name: string
  /** Empty where the port has no name. */
  readonly port: string
  /** In lower case. */
  readonly protocol: string
}

export const writePortName = ({ namespace, name, port }: PortName): string =>
  `${namespace}/${name}${port === '' ? '' : `:${port}`}`

/** The chains of one Service port: for traffic by policy Cluster, by policy Local, from outside, and through a firewall. */
export type ChainKind = 'SVC' | 'SVL' | 'EXT' | 'FW'

/** `KUBE-SVC-XPGD46QRK7WJZT7O` */
export const iptablesChain = (kind: ChainKind, port: PortName): string =>
  `KUBE-${kind}-${hash(`${writePortName(port)}${port.protocol}`, 16)}`

/** `KUBE-SEP-SXIVWICOYRO3J4NJ`, for an endpoint `10.180.0.1:80`. */
export const iptablesEndpointChain = (port: PortName, endpoint: string): string =>
  `KUBE-SEP-${hash(`${writePortName(port)}${port.protocol}${endpoint}`, 16)}`

/** `UNFI3OZ7-shop/web-0/tcp/p0`: what the chains and sets of one Service port are called after their kind. */
export const nftablesName = (
  { namespace, name, protocol, port }: PortName,
  endpoint?: { readonly ip: string; readonly port: number },
): string => {
  const suffix = endpoint === undefined ? '' : `__${endpoint.ip}/${endpoint.port}`
  const plain = `${namespace}/${name}/${protocol}/${port}${suffix.replaceAll(':', '.')}`
  return `${hash(plain, 8)}-${plain}`
}

/** `ip:port`, with brackets around IPv6 addresses. */
export const renderEndpoint = ({ ip, port }: { readonly ip: string; readonly port: number }): string =>
  ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
