/** kube-proxy's rules on one node as nftables has them. @see kubernetes/kubernetes pkg/proxy/nftables/proxier.go syncProxyRules (v1.34), semantics K-nft */
import { blockContains, familyOf, parseBlock, type AddressFamily } from '../../address.ts'
import { addressesOfNode, type NetworkState } from '../../state.ts'
import type { ServiceEndpoint } from '../endpoints.ts'
import { nftablesName, writePortName } from './chain-name.ts'
import type { Chains } from './iptables-tables.ts'
import { beginNftables, oneOf, type NftablesSet, type NftablesSettings, type NftablesTable } from './nftables-table.ts'
import { planPorts, type PortPlan, type RulesNode } from './port-plan.ts'

export interface NftablesRules {
  readonly family: AddressFamily
  /** `ip kube-proxy` or `ip6 kube-proxy`. */
  readonly table: string
  readonly chains: Chains
  readonly sets: ReadonlyMap<string, NftablesSet>
}

const compareBytes = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((byte, index) => byte !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

/** Ranges as the kernel keeps them: in order, without those that lie in others. */
const mergeRanges = (texts: readonly string[]): readonly string[] => {
  const blocks = texts
    .flatMap((text) => {
      const block = parseBlock(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`)
      return block === undefined ? [] : [{ text, block }]
    })
    .sort((a, b) => compareBytes([...a.block.bytes], [...b.block.bytes]) || a.block.prefixLength - b.block.prefixLength)
  return blocks
    .filter(({ block }, index) => !blocks.slice(0, index).some((earlier) => blockContains(earlier.block, block.bytes)))
    .map(({ text }) => text)
}

class Writer {
  private readonly table: NftablesTable
  private readonly settings: NftablesSettings

  constructor(table: NftablesTable, settings: NftablesSettings) {
    this.table = table
    this.settings = settings
  }

  writePort(plan: PortPlan): void {
    const name = nftablesName(plan.name)
    this.table.put('cluster-ips', plan.clusterIp)
    this.writeEntrances(plan, name)
    if (plan.hasEndpoints && plan.isExternal) this.writeExternal(plan, name)
    if (isGuarded(plan)) this.writeFirewall(plan, name)
    if (plan.usesCluster) this.writeChoice(`service-${name}`, plan, plan.cluster)
    if (plan.usesLocal) this.writeChoice(`local-${name}`, plan, plan.local)
    for (const endpoint of plan.reachable) this.writeEndpoint(plan, endpoint)
  }

  private writeEntrances(plan: PortPlan, name: string): void {
    const { protocol } = plan.name
    const to = (ip: string): string => `${ip} . ${protocol} . ${plan.port}`
    const nodePort = `${protocol} . ${plan.nodePort}`
    const outside = [...plan.externalIps, ...plan.loadBalancerIps]
    const about = `comment "${writePortName(plan.name)}"`
    if (plan.internalRefusal === undefined)
      this.table.put('service-ips', `${to(plan.clusterIp)} : goto ${plan.isInternalLocal ? 'local' : 'service'}-${name}`)
    else this.table.put('no-endpoint-services', `${to(plan.clusterIp)} ${about} : ${verdictOf(plan.internalRefusal)}`)
    if (plan.hasEndpoints) {
      for (const ip of outside) this.table.put('service-ips', `${to(ip)} : goto external-${name}`)
      if (plan.nodePort !== 0) this.table.put('service-nodeports', `${nodePort} : goto external-${name}`)
    }
    if (plan.externalRefusal === undefined) return
    for (const ip of outside) this.table.put('no-endpoint-services', `${to(ip)} ${about} : ${verdictOf(plan.externalRefusal)}`)
    if (plan.nodePort !== 0)
      this.table.put('no-endpoint-nodeports', `${nodePort} ${about} : ${verdictOf(plan.externalRefusal)}`)
  }

  private writeExternal(plan: PortPlan, name: string): void {
    const { podCidr } = this.settings
    const rules = plan.isExternalLocal
      ? [
          ...(podCidr === undefined
            ? []
            : [`${this.table.ip} saddr ${podCidr} goto service-${name} comment "short-circuit pod traffic"`]),
          'fib saddr type local jump mark-for-masquerade comment "masquerade local traffic"',
          `fib saddr type local goto service-${name} comment "short-circuit local traffic"`,
        ]
      : ['jump mark-for-masquerade']
    const onward = plan.externalRefusal === undefined ? [`goto ${plan.isExternalLocal ? 'local' : 'service'}-${name}`] : []
    this.table.chain(`external-${name}`, ...rules, ...onward)
  }

  /** Asked before addresses are translated, so that it sees the load balancer's. */
  private writeFirewall(plan: PortPlan, name: string): void {
    const sources = mergeRanges([...plan.sourceRanges, ...(plan.nodeIsInRanges ? plan.loadBalancerIps : [])])
    this.table.chain(`firewall-${name}`, `${this.table.ip} saddr != ${oneOf(sources)} drop`)
    for (const ip of plan.loadBalancerIps)
      this.table.put('firewall-ips', `${ip} . ${plan.name.protocol} . ${plan.port} : goto firewall-${name}`)
  }

  private writeChoice(chain: string, plan: PortPlan, endpoints: readonly ServiceEndpoint[]): void {
    const { masqueradeAll, podCidr } = this.settings
    const isInternal = plan.isInternalLocal === chain.startsWith('local-')
    const notFromPods = podCidr === undefined ? '' : ` ${this.table.ip} saddr != ${podCidr}`
    const masquerade =
      isInternal && (masqueradeAll || podCidr !== undefined)
        ? [`${this.table.ip} daddr ${plan.clusterIp}${masqueradeAll ? '' : notFromPods} jump mark-for-masquerade`]
        : []
    const kept =
      plan.affinitySeconds === undefined
        ? []
        : endpoints.map((endpoint) => {
            const name = nftablesName(plan.name, endpoint)
            return `${this.table.ip} saddr @affinity-${name} goto endpoint-${name}`
          })
    const choices = endpoints.map((endpoint, index) => `${index} : goto endpoint-${nftablesName(plan.name, endpoint)}`)
    this.table.chain(chain, ...masquerade, ...kept, `numgen random mod ${endpoints.length} vmap { ${choices.join(', ')} }`)
  }

  private writeEndpoint(plan: PortPlan, endpoint: ServiceEndpoint): void {
    const name = nftablesName(plan.name, endpoint)
    const { affinitySeconds } = plan
    const to = endpoint.ip.includes(':') ? `[${endpoint.ip}]:${endpoint.port}` : `${endpoint.ip}:${endpoint.port}`
    this.table.chain(
      `endpoint-${name}`,
      `${this.table.ip} saddr ${endpoint.ip} jump mark-for-masquerade`,
      ...(affinitySeconds === undefined ? [] : [`update @affinity-${name} { ${this.table.ip} saddr }`]),
      `meta l4proto ${plan.name.protocol} dnat to ${to}`,
    )
    if (affinitySeconds !== undefined)
      this.table.set(`affinity-${name}`, [
        `type ${this.table.address}`,
        'size 65535',
        'flags dynamic,timeout',
        `timeout ${renderTimeout(affinitySeconds)}`,
      ])
  }
}

const verdictOf = ({ action }: { readonly action: 'REJECT' | 'DROP' }): string =>
  action === 'REJECT' ? 'goto reject-chain' : 'drop'

/** The firewall stands before the addresses are translated, so it asks nothing about endpoints. */
const isGuarded = ({ loadBalancerIps, sourceRanges }: PortPlan): boolean =>
  loadBalancerIps.length > 0 && sourceRanges.length > 0

/** `3h`, `1m40s`: as nft prints a time. */
const renderTimeout = (seconds: number): string => {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const
  return parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('') || '0s'
}

/** The rules of one node and family. */
export const nftablesRules = (state: NetworkState, node: RulesNode): NftablesRules => {
  const { masqueradeAll = false, podCidrs, serviceCidrs, nodePortAddresses = 'primary' } = state.facts
  const isOfFamily = (cidr: string): boolean => familyOf(cidr) === node.family
  const here = state.nodes.get(node.name)
  const primary = here === undefined ? undefined : addressesOfNode(here).find((ip) => familyOf(ip) === node.family)
  const settings: NftablesSettings = {
    family: node.family,
    podCidr: podCidrs.find(isOfFamily),
    serviceCidrs: serviceCidrs.filter(isOfFamily),
    masqueradeAll,
    nodePortIps: nodePortAddresses === 'all' ? undefined : primary === undefined ? [] : [primary],
  }
  const table = beginNftables(settings)
  const writer = new Writer(table, settings)
  const plans = [...planPorts(state, node)].sort((a, b) => (writePortName(a.name) < writePortName(b.name) ? -1 : 1))
  for (const plan of plans) writer.writePort(plan)
  return { family: node.family, table: `${table.ip} kube-proxy`, chains: table.chains, sets: table.sets }
}

const block = (head: string, lines: readonly string[]): readonly string[] => [
  `\t${head} {`,
  ...lines.map((line) => `\t\t${line}`),
  '\t}',
  '',
]

/** As `nft list ruleset` prints and `nft -f` reads it. */
export const renderNftables = ({ table, chains, sets }: NftablesRules): string =>
  [
    `table ${table} {`,
    ...[...sets].flatMap(([name, { kind, declaration, elements }]) =>
      block(`${kind} ${name}`, [
        ...declaration,
        ...(elements.length === 0 ? [] : [`elements = { ${elements.join(`,\n\t\t\t     `)} }`]),
      ]),
    ),
    ...[...chains].flatMap(([name, rules]) => block(`chain ${name}`, rules)),
    '}',
    '',
  ].join('\n')
