/** The chains that kube-proxy in nftables mode keeps on every node, whatever Services there are. */
import { familyOf } from '../../../address.ts'
import type { NetworkState } from '../../../state.ts'
import { nodePortBlocksOf } from '../../lookup.ts'
import type { RulesNode } from '../proxied-ports.ts'
import { renderAddressSet } from './intervals.ts'
import type { NftChain } from './ruleset.ts'

export const MARK_CHAIN = 'mark-for-masquerade'

const MARK = '0x00004000'

const hooked = (type: 'filter' | 'nat', hook: string, priority: string, ...rules: readonly string[]): NftChain => ({
  hook: `type ${type} hook ${hook} priority ${priority}; policy accept;`,
  rules,
})

const plain = (...rules: readonly string[]): NftChain => ({ rules })

const onNew = (chain: string): string => `ct state new jump ${chain}`

/** Firewall before translation, refusals after it (K-nft). */
export const fixedChains = (state: NetworkState, place: RulesNode): readonly (readonly [string, NftChain])[] => {
  const ip = place.family === 'IPv4' ? 'ip' : 'ip6'
  const isLimited = nodePortBlocksOf(state, place.family) !== 'all'
  const noLoopback = `${ip} daddr != ${place.family === 'IPv4' ? '127.0.0.0/8' : '::1'}`
  const toNodePort = isLimited ? `${ip} daddr @nodeport-ips` : noLoopback
  const byAddress = `${ip} daddr . meta l4proto . th dport vmap`
  const byPort = 'meta l4proto . th dport vmap'
  const cidrs = state.facts.serviceCidrs.filter((cidr) => familyOf(cidr) === place.family)
  const unallocated =
    cidrs.length === 0 ? [] : [`${ip} daddr ${renderAddressSet(cidrs)} drop comment "Drop traffic to unallocated ClusterIPs"`]
  const invalidPort = `${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`
  return [
    ['filter-prerouting-pre-dnat', hooked('filter', 'prerouting', 'dstnat - 10', onNew('firewall-check'))],
    ['filter-output-pre-dnat', hooked('filter', 'output', '-110', onNew('firewall-check'))],
    ['filter-input', hooked('filter', 'input', 'filter', onNew('nodeport-endpoints-check'), onNew('service-endpoints-check'))],
    ['filter-forward', hooked('filter', 'forward', 'filter', onNew('service-endpoints-check'), onNew('cluster-ips-check'))],
    ['filter-output', hooked('filter', 'output', 'filter', onNew('service-endpoints-check'), onNew('cluster-ips-check'))],
    ['nat-prerouting', hooked('nat', 'prerouting', 'dstnat', 'jump services')],
    ['nat-output', hooked('nat', 'output', '-100', 'jump services')],
    ['nat-postrouting', hooked('nat', 'postrouting', 'srcnat', 'jump masquerading')],
    ['nodeport-endpoints-check', plain(`${toNodePort} ${byPort} @no-endpoint-nodeports`)],
    ['service-endpoints-check', plain(`${byAddress} @no-endpoint-services`)],
    ['firewall-check', plain(`${byAddress} @firewall-ips`)],
    [
      'services',
      plain(
        `${byAddress} @service-ips`,
        `${isLimited ? '' : 'fib daddr type local '}${toNodePort} ${byPort} @service-nodeports`,
      ),
    ],
    [
      'masquerading',
      plain(`meta mark & ${MARK} == 0x00000000 return`, `meta mark set meta mark ^ ${MARK}`, 'masquerade fully-random'),
    ],
    ['cluster-ips-check', plain(invalidPort, ...unallocated)],
    [MARK_CHAIN, plain(`meta mark set meta mark | ${MARK}`)],
    ['reject-chain', { comment: 'helper for @no-endpoint-services / @no-endpoint-nodeports', rules: ['reject'] }],
  ]
}
