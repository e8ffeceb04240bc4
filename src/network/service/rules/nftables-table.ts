/** The table that kube-proxy makes in nftables mode whatever Services there are: hooks, checks, empty maps. */
import type { AddressFamily } from '../../address.ts'

/** A set, or a map of verdicts. */
export interface NftablesSet {
  readonly kind: 'set' | 'map'
  /** What stands in it before its elements: type, comment, flags. */
  readonly declaration: readonly string[]
  readonly elements: readonly string[]
}

export interface NftablesSettings {
  readonly family: AddressFamily
  readonly podCidr: string | undefined
  readonly serviceCidrs: readonly string[]
  readonly masqueradeAll: boolean
  /** The only addresses that answer node ports; undefined: all of the node's. */
  readonly nodePortIps: readonly string[] | undefined
}

const MARK = '0x00004000'

/** `{ a, b }`, or the one there is. */
export const oneOf = (texts: readonly string[]): string => (texts.length === 1 ? (texts[0] ?? '') : `{ ${texts.join(', ')} }`)

/** A table under construction. */
export class NftablesTable {
  readonly chains = new Map<string, string[]>()
  readonly sets = new Map<string, NftablesSet>()
  /** How rules name the family. */
  readonly ip: 'ip' | 'ip6'
  /** The type of its addresses. */
  readonly address: string

  constructor(family: AddressFamily) {
    this.ip = family === 'IPv4' ? 'ip' : 'ip6'
    this.address = family === 'IPv4' ? 'ipv4_addr' : 'ipv6_addr'
  }

  chain(name: string, ...rules: readonly string[]): void {
    this.chains.set(name, [...rules])
  }

  map(name: string, type: string, comment: string): void {
    this.sets.set(name, { kind: 'map', declaration: [type, `comment "${comment}"`], elements: [] })
  }

  set(name: string, declaration: readonly string[]): void {
    this.sets.set(name, { kind: 'set', declaration, elements: [] })
  }

  /** A key stands in a map once: where two Services claim an address and port, the first has it. */
  put(name: string, element: string): void {
    const set = this.sets.get(name)
    const keyOf = (text: string): string => text.replace(/ (?:comment .*)?: .*$/u, '')
    if (set !== undefined && !set.elements.some((known) => keyOf(known) === keyOf(element)))
      this.sets.set(name, { ...set, elements: [...set.elements, element] })
  }
}

const beginHooks = (table: NftablesTable): void => {
  const hook = (type: string, where: string, priority: string): string =>
    `type ${type} hook ${where} priority ${priority}; policy accept;`
  const checked = (chain: string): string => `ct state new jump ${chain}`
  table.chain('filter-prerouting-pre-dnat', hook('filter', 'prerouting', 'dstnat - 10'), checked('firewall-check'))
  table.chain('filter-output-pre-dnat', hook('filter', 'output', '-110'), checked('firewall-check'))
  table.chain(
    'filter-input',
    hook('filter', 'input', 'filter'),
    checked('nodeport-endpoints-check'),
    checked('service-endpoints-check'),
  )
  for (const where of ['forward', 'output'])
    table.chain(
      `filter-${where}`,
      hook('filter', where, 'filter'),
      checked('service-endpoints-check'),
      checked('cluster-ips-check'),
    )
  table.chain('nat-prerouting', hook('nat', 'prerouting', 'dstnat'), 'jump services')
  table.chain('nat-output', hook('nat', 'output', '-100'), 'jump services')
  table.chain('nat-postrouting', hook('nat', 'postrouting', 'srcnat'), 'jump masquerading')
  table.chain('mark-for-masquerade', `meta mark set meta mark | ${MARK}`)
  table.chain(
    'masquerading',
    `meta mark & ${MARK} == 0x00000000 return`,
    `meta mark set meta mark ^ ${MARK}`,
    'masquerade fully-random',
  )
}

const beginChecks = (table: NftablesTable, { serviceCidrs, nodePortIps, family }: NftablesSettings): void => {
  const { ip } = table
  const byService = `${ip} daddr . meta l4proto . th dport vmap`
  const elsewhere = `${ip} daddr != ${family === 'IPv4' ? '127.0.0.0/8' : '::1'}`
  const atNode = nodePortIps === undefined ? elsewhere : `${ip} daddr @nodeport-ips`
  const local = nodePortIps === undefined ? 'fib daddr type local ' : ''
  table.chain(
    'cluster-ips-check',
    `${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
    ...(serviceCidrs.length === 0
      ? []
      : [`${ip} daddr ${oneOf(serviceCidrs)} drop comment "Drop traffic to unallocated ClusterIPs"`]),
  )
  table.chain('firewall-check', `${byService} @firewall-ips`)
  table.chain('service-endpoints-check', `${byService} @no-endpoint-services`)
  table.chain('nodeport-endpoints-check', `${atNode} meta l4proto . th dport vmap @no-endpoint-nodeports`)
  table.chain('reject-chain', 'comment "helper for @no-endpoint-services / @no-endpoint-nodeports"', 'reject')
  table.chain('services', `${byService} @service-ips`, `${local}${atNode} meta l4proto . th dport vmap @service-nodeports`)
}

const beginMaps = (table: NftablesTable, { nodePortIps }: NftablesSettings): void => {
  const byService = `type ${table.address} . inet_proto . inet_service : verdict`
  const byNodePort = 'type inet_proto . inet_service : verdict'
  table.map('firewall-ips', byService, 'destinations that are subject to LoadBalancerSourceRanges')
  table.map('no-endpoint-nodeports', byNodePort, 'vmap to drop or reject packets to service nodeports with no endpoints')
  table.map('no-endpoint-services', byService, 'vmap to drop or reject packets to services with no endpoints')
  table.map('service-ips', byService, 'ClusterIP, ExternalIP and LoadBalancer IP traffic')
  table.map('service-nodeports', byNodePort, 'NodePort traffic')
  table.set('cluster-ips', [`type ${table.address}`, 'comment "Active ClusterIPs"'])
  if (nodePortIps !== undefined) {
    table.set('nodeport-ips', [`type ${table.address}`, 'comment "IPs that accept NodePort traffic"'])
    for (const ip of nodePortIps) table.put('nodeport-ips', ip)
  }
}

export const beginNftables = (settings: NftablesSettings): NftablesTable => {
  const table = new NftablesTable(settings.family)
  beginHooks(table)
  beginChecks(table, settings)
  beginMaps(table, settings)
  return table
}
