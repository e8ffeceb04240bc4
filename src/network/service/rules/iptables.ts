/** kube-proxy's rules on one node as iptables has them. @see kubernetes/kubernetes pkg/proxy/iptables/proxier.go syncProxyRules (v1.34), semantics K2 to K8 */
import { familyOf, type AddressFamily } from '../../address.ts'
import type { NetworkState } from '../../state.ts'
import type { ServiceEndpoint } from '../endpoints.ts'
import { iptablesChain, iptablesEndpointChain, writePortName } from './chain-name.ts'
import { beginTables, comment, finishTables, type Chains, type Settings, type Table, type Tables } from './iptables-tables.ts'
import { planPorts, type PortPlan, type RulesNode } from './port-plan.ts'

export interface IptablesRules {
  readonly family: AddressFamily
  readonly nat: Chains
  readonly filter: Chains
}

const protocolOf = ({ name: { protocol } }: PortPlan): string => `-m ${protocol} -p ${protocol}`

const endpointText = ({ ip, port }: ServiceEndpoint): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)

class Writer {
  private readonly nat: Table
  private readonly filter: Table
  private readonly settings: Settings

  constructor({ nat, filter }: Tables, settings: Settings) {
    this.nat = nat
    this.filter = filter
    this.settings = settings
  }

  writePort(plan: PortPlan): void {
    this.writeEntrances(plan)
    this.writeRefusals(plan)
    if (plan.internalRefusal === undefined) this.writeMasquerade(plan)
    if (plan.hasEndpoints && plan.isExternal) this.writeExternal(plan)
    if (isGuarded(plan)) this.writeFirewall(plan)
    if (plan.usesCluster) this.writeChoice(iptablesChain('SVC', plan.name), plan, plan.cluster)
    if (plan.usesLocal) this.writeChoice(iptablesChain('SVL', plan.name), plan, plan.local)
    for (const endpoint of plan.reachable) this.writeEndpoint(plan, endpoint)
  }

  /** Which addresses lead into the Service's chains (K2). */
  private writeEntrances(plan: PortPlan): void {
    const { nat } = this
    const name = writePortName(plan.name)
    const enter = (what: string, ip: string, chain: string): void =>
      nat.add('KUBE-SERVICES', comment(`${name} ${what}`), protocolOf(plan), `-d ${ip} --dport ${plan.port} -j ${chain}`)
    if (plan.internalRefusal === undefined) enter('cluster IP', plan.clusterIp, internalChain(plan))
    if (!plan.hasEndpoints) return
    const external = iptablesChain('EXT', plan.name)
    for (const ip of plan.externalIps) enter('external IP', ip, external)
    for (const ip of plan.loadBalancerIps)
      enter('loadbalancer IP', ip, isGuarded(plan) ? iptablesChain('FW', plan.name) : external)
    if (plan.nodePort !== 0)
      nat.add('KUBE-NODEPORTS', comment(name), protocolOf(plan), `--dport ${plan.nodePort} -j ${external}`)
  }

  /** What no endpoint can take (K8, V2, V3). */
  private writeRefusals(plan: PortPlan): void {
    const { filter } = this
    const { internalRefusal, externalRefusal, port, nodePort } = plan
    const name = writePortName(plan.name)
    if (internalRefusal !== undefined)
      filter.add(
        'KUBE-SERVICES',
        comment(`${name} ${internalRefusal.because}`),
        protocolOf(plan),
        `-d ${plan.clusterIp} --dport ${port} -j ${internalRefusal.action}`,
      )
    if (externalRefusal !== undefined) {
      const { because, action } = externalRefusal
      for (const ip of [...plan.externalIps, ...plan.loadBalancerIps])
        filter.add(
          'KUBE-EXTERNAL-SERVICES',
          comment(`${name} ${because}`),
          protocolOf(plan),
          `-d ${ip} --dport ${port} -j ${action}`,
        )
      if (nodePort !== 0)
        filter.add(
          'KUBE-EXTERNAL-SERVICES',
          comment(`${name} ${because}`),
          `-m addrtype --dst-type LOCAL ${protocolOf(plan)} --dport ${nodePort} -j ${action}`,
        )
    }
    if (plan.healthCheckNodePort !== 0)
      filter.add(
        'KUBE-NODEPORTS',
        comment(`${name} health check node port`),
        `-m tcp -p tcp --dport ${plan.healthCheckNodePort} -j ACCEPT`,
      )
    if (isGuarded(plan))
      for (const ip of plan.loadBalancerIps)
        filter.add(
          'KUBE-PROXY-FIREWALL',
          comment(`${name} traffic not accepted by ${iptablesChain('FW', plan.name)}`),
          protocolOf(plan),
          `-d ${ip} --dport ${port} -j DROP`,
        )
  }

  /** What comes from outside the Pod ranges to the cluster address takes the node's (K3). */
  private writeMasquerade(plan: PortPlan): void {
    const { masqueradeAll, podCidr } = this.settings
    if (!masqueradeAll && podCidr === undefined) return
    this.nat.add(
      internalChain(plan),
      comment(`${writePortName(plan.name)} cluster IP`),
      protocolOf(plan),
      `-d ${plan.clusterIp} --dport ${plan.port}`,
      masqueradeAll ? [] : [`! -s ${podCidr ?? ''}`],
      '-j KUBE-MARK-MASQ',
    )
  }

  /** What comes by a node port or an address of the outside (K5). */
  private writeExternal(plan: PortPlan): void {
    const { nat } = this
    const chain = iptablesChain('EXT', plan.name)
    const cluster = iptablesChain('SVC', plan.name)
    const about = `${writePortName(plan.name)} external destinations`
    if (plan.isExternalLocal) {
      const { podCidr } = this.settings
      if (podCidr !== undefined) nat.add(chain, comment(`pod traffic for ${about}`), `-s ${podCidr} -j ${cluster}`)
      const isLocal = '-m addrtype --src-type LOCAL'
      nat.add(chain, comment(`masquerade LOCAL traffic for ${about}`), isLocal, '-j KUBE-MARK-MASQ')
      nat.add(chain, comment(`route LOCAL traffic for ${about}`), isLocal, `-j ${cluster}`)
    } else nat.add(chain, comment(`masquerade traffic for ${about}`), '-j KUBE-MARK-MASQ')
    if (plan.externalRefusal === undefined)
      nat.add(chain, `-j ${plan.isExternalLocal ? iptablesChain('SVL', plan.name) : cluster}`)
  }

  /** Only some sources may use the load balancer; others fall out of the chain and are dropped by the filter (S13). */
  private writeFirewall(plan: PortPlan): void {
    const chain = iptablesChain('FW', plan.name)
    const name = writePortName(plan.name)
    const external = iptablesChain('EXT', plan.name)
    // A node that has the balancer's address reaches itself with it as its source.
    const sources = [...plan.sourceRanges, ...(plan.nodeIsInRanges ? plan.loadBalancerIps : [])]
    for (const source of sources) this.nat.add(chain, comment(`${name} loadbalancer IP`), `-s ${source} -j ${external}`)
    this.nat.add(chain, comment(`other traffic to ${name} will be dropped by KUBE-PROXY-FIREWALL`))
  }

  /** Clients with affinity first, then chance: one in what is left (K3, K7). */
  private writeChoice(chain: string, plan: PortPlan, endpoints: readonly ServiceEndpoint[]): void {
    const to = (endpoint: ServiceEndpoint): string => comment(`${writePortName(plan.name)} -> ${endpointText(endpoint)}`)
    const target = (endpoint: ServiceEndpoint): string => iptablesEndpointChain(plan.name, endpointText(endpoint))
    if (plan.affinitySeconds !== undefined)
      for (const endpoint of endpoints)
        this.nat.add(
          chain,
          to(endpoint),
          `-m recent --name ${target(endpoint)} --rcheck --seconds ${plan.affinitySeconds} --reap -j ${target(endpoint)}`,
        )
    for (const [index, endpoint] of endpoints.entries()) {
      const left = endpoints.length - index
      const chance = left === 1 ? [] : [`-m statistic --mode random --probability ${(1 / left).toFixed(10)}`]
      this.nat.add(chain, to(endpoint), chance, `-j ${target(endpoint)}`)
    }
  }

  /** A Pod that reaches itself is masqueraded (K4). */
  private writeEndpoint(plan: PortPlan, endpoint: ServiceEndpoint): void {
    const chain = iptablesEndpointChain(plan.name, endpointText(endpoint))
    const about = comment(writePortName(plan.name))
    this.nat.add(chain, about, `-s ${endpoint.ip} -j KUBE-MARK-MASQ`)
    const remember = plan.affinitySeconds === undefined ? [] : [`-m recent --name ${chain} --set`]
    this.nat.add(chain, about, remember, protocolOf(plan), `-j DNAT --to-destination ${endpointText(endpoint)}`)
  }
}

const internalChain = (plan: PortPlan): string => iptablesChain(plan.isInternalLocal ? 'SVL' : 'SVC', plan.name)

const isGuarded = ({ hasEndpoints, loadBalancerIps, sourceRanges }: PortPlan): boolean =>
  hasEndpoints && loadBalancerIps.length > 0 && sourceRanges.length > 0

/** The rules of one node and family. Services stand in the order of the snapshot; kube-proxy's own order is none. */
export const iptablesRules = (state: NetworkState, node: RulesNode): IptablesRules => {
  const { masqueradeAll = false, localhostNodePorts = true, podCidrs } = state.facts
  const podCidr = podCidrs.find((cidr) => familyOf(cidr) === node.family)
  const settings = { family: node.family, podCidr, masqueradeAll, localhostNodePorts }
  const tables = beginTables(settings)
  const writer = new Writer(tables, settings)
  for (const plan of planPorts(state, node)) writer.writePort(plan)
  finishTables(tables, settings)
  return { family: node.family, nat: tables.nat.chains, filter: tables.filter.chains }
}

const BUILT_IN = /^(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/u

/** As `iptables-save` prints and `iptables-restore` reads it. */
export const renderIptables = ({ nat, filter }: IptablesRules): string =>
  Object.entries({ nat, filter })
    .map(([table, chains]) => {
      const names = [...chains.keys()]
      const rules = [...chains].flatMap(([chain, list]) => list.map((rule) => `-A ${chain} ${rule}`))
      return [
        `*${table}`,
        ...names.map((name) => `:${name} ${BUILT_IN.test(name) ? 'ACCEPT' : '-'} [0:0]`),
        ...rules,
        'COMMIT',
        '',
      ].join('\n')
    })
    .join('')
