/** The rules of one Service in the order in which a packet meets them, chain by chain, each with what it is for. */
import type { Service } from '../../../kubernetes/generated/types.ts'
import type { ClusterFacts } from '../../facts.ts'
import type { NetworkState } from '../../state.ts'
import { saveRule, type Rule } from './iptables/rule.ts'
import { iptablesTables } from './iptables/tables.ts'
import { ipvsRules, renderVirtualServer } from './ipvs/tables.ts'
import { linesOfChain } from './nftables/ruleset.ts'
import { nftablesTable } from './nftables/tables.ts'
import type { RulesNode } from './proxied-ports.ts'

/** What a chain, or a map, is for. */
export type RulePurpose =
  | 'arrive'
  | 'leave'
  | 'dispatch'
  | 'node-ports'
  | 'source-ranges'
  | 'from-outside'
  | 'choose'
  | 'choose-here'
  | 'endpoint'
  | 'mark'
  | 'firewall'
  | 'refuse-inside'
  | 'refuse-outside'
  | 'health-check'
  | 'masquerade'
  | 'unused-ports'
  | 'bound-addresses'
  | 'virtual-server'
  | 'ipset'

export interface RuleStep {
  /** Table of iptables; `nftables`, `ipvs` or `ipset`. */
  readonly table: string
  readonly name: string
  readonly purpose: RulePurpose
  /** As the tool prints them: iptables-save, nft, ipvsadm -Sn, ipset save. */
  readonly rules: readonly string[]
}

export type ProxyMode = ClusterFacts['proxyMode']

/** Empty for Services that kube-proxy writes nothing for. Chains without a rule for the Service are left out. */
export const traverseService = (
  state: NetworkState,
  service: Service,
  { place, mode }: { readonly place: RulesNode; readonly mode: ProxyMode },
): readonly RuleStep[] => {
  const choose = (candidate: Service): boolean => candidate === service
  switch (mode) {
    case 'iptables':
      return iptablesSteps(state, place, choose)
    case 'nftables':
      return nftablesSteps(state, place, choose)
    case 'ipvs':
      return ipvsSteps(state, place, choose)
  }
}

type Choose = (service: Service) => boolean

/** Chains by the beginning of their names, in the order of a packet's way. */
const IPTABLES_ORDER: readonly (readonly [table: 'nat' | 'filter', chain: string, purpose: RulePurpose])[] = [
  ['nat', 'PREROUTING', 'arrive'],
  ['nat', 'OUTPUT', 'leave'],
  ['nat', 'KUBE-SERVICES', 'dispatch'],
  ['nat', 'KUBE-NODEPORTS', 'node-ports'],
  ['nat', 'KUBE-FW-', 'source-ranges'],
  ['nat', 'KUBE-EXT-', 'from-outside'],
  ['nat', 'KUBE-SVC-', 'choose'],
  ['nat', 'KUBE-SVL-', 'choose-here'],
  ['nat', 'KUBE-SEP-', 'endpoint'],
  ['nat', 'KUBE-MARK-MASQ', 'mark'],
  ['filter', 'KUBE-PROXY-FIREWALL', 'firewall'],
  ['filter', 'KUBE-SERVICES', 'refuse-inside'],
  ['filter', 'KUBE-EXTERNAL-SERVICES', 'refuse-outside'],
  ['filter', 'KUBE-NODEPORTS', 'health-check'],
  ['nat', 'KUBE-POSTROUTING', 'masquerade'],
]

const iptablesSteps = (state: NetworkState, place: RulesNode, choose: Choose): readonly RuleStep[] => {
  const tables = iptablesTables(state, place, choose)
  const texts = (chain: string, rules: readonly Rule[]): readonly string[] =>
    rules.map((rule) => `-A ${chain} ${saveRule(rule, place.family)}`)
  const isEmpty = ![...tables.nat, ...tables.filter].some(([, rules]) => rules.some(isAboutService))
  if (isEmpty) return []
  const hasNodePorts = (tables.nat.get('KUBE-NODEPORTS') ?? []).length > 0
  return IPTABLES_ORDER.flatMap(([table, start, purpose]) =>
    [...tables[table]]
      .filter(([chain]) => (start.endsWith('-') ? chain.startsWith(start) : chain === start))
      .map(([chain, rules]) => {
        const shown = purpose === 'dispatch' && !hasNodePorts ? rules.filter(isAboutService) : rules
        return { table, name: chain, purpose, rules: texts(chain, shown) }
      })
      .filter(({ rules }) => rules.length > 0),
  )
}

/** kube-proxy's remarks on its own rules begin with its own name for things, those on a Service's with the Service. */
const isAboutService = ({ matches }: Rule): boolean =>
  matches.some((match) => match.kind === 'comment' && match.text.includes('/'))

const NFTABLES_ORDER: readonly (readonly [name: string, purpose: RulePurpose])[] = [
  ['nat-prerouting', 'arrive'],
  ['nat-output', 'leave'],
  ['firewall-ips', 'firewall'],
  ['firewall-', 'source-ranges'],
  ['services', 'dispatch'],
  ['service-ips', 'dispatch'],
  ['service-nodeports', 'node-ports'],
  ['external-', 'from-outside'],
  ['service-', 'choose'],
  ['local-', 'choose-here'],
  ['endpoint-', 'endpoint'],
  ['mark-for-masquerade', 'mark'],
  ['no-endpoint-services', 'refuse-inside'],
  ['no-endpoint-nodeports', 'refuse-outside'],
  ['cluster-ips-check', 'unused-ports'],
  ['masquerading', 'masquerade'],
]

/** Chains of a Service end in its hash and name; those that every node has do not. */
const isOfService = (name: string): boolean => name.includes('/')

const nftablesSteps = (state: NetworkState, place: RulesNode, choose: Choose): readonly RuleStep[] => {
  const { chains, collections } = nftablesTable(state, place, choose)
  if (collections.get('cluster-ips')?.elements.length === 0) return []
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ...[...collections].map(([name, { elements }]) => [name, elements] as const),
    ...[...chains].map(([name, chain]) => [name, linesOfChain(chain)] as const),
  ]
  return NFTABLES_ORDER.flatMap(([start, purpose]) =>
    parts
      .filter(([name]) => (start.endsWith('-') ? name.startsWith(start) && isOfService(name) : name === start))
      .filter(([, rules]) => rules.length > 0)
      .map(([name, rules]) => ({ table: 'nftables', name, purpose, rules })),
  )
}

const ipvsSteps = (state: NetworkState, place: RulesNode, choose: Choose): readonly RuleStep[] => {
  const { boundAddresses, virtualServers, ipsets } = ipvsRules(state, place, choose)
  if (virtualServers.length === 0) return []
  return [
    { table: 'ipvs', name: 'kube-ipvs0', purpose: 'bound-addresses', rules: boundAddresses },
    ...virtualServers.map((server): RuleStep => ({
      table: 'ipvs',
      name: `${server.protocol} ${server.address}`,
      purpose: 'virtual-server',
      rules: renderVirtualServer(server),
    })),
    ...[...ipsets].map(([name, entries]): RuleStep => ({
      table: 'ipset',
      name,
      purpose: 'ipset',
      rules: entries.map((entry) => `add ${name} ${entry}`),
    })),
  ]
}
