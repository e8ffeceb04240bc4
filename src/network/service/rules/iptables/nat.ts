/** Table nat: where a packet to a Service is sent, and which packets are masqueraded (K2 to K7). */
import type { NetworkState } from '../../../state.ts'
import type { ServiceEndpoint } from '../../endpoints.ts'
import { inBlocks, isLoopback } from '../../../address.ts'
import { nodePortBlocksOf, nodePortIpsOf } from '../../lookup.ts'
import { iptablesChain, iptablesEndpointChain, renderEndpoint, type ChainKind } from '../chain-name.ts'
import {
  isReachedFromOutside,
  podRanges,
  primaryIp,
  servesInside,
  servesOutside,
  type ProxiedPort,
  type RulesNode,
} from '../proxied-ports.ts'
import { comment } from './fixed.ts'
import type { Match, Rule } from './rule.ts'

export interface Programmer {
  readonly state: NetworkState
  readonly place: RulesNode
}

type Chains = readonly (readonly [name: string, rules: readonly Rule[]])[]

const chainOf = ({ names }: ProxiedPort, kind: ChainKind): string => iptablesChain(kind, names)

const insideChain = (port: ProxiedPort): string => chainOf(port, port.internalPolicy === 'Local' ? 'SVL' : 'SVC')

const sendTo = (chain: string, ...matches: readonly Match[]): Rule => ({ matches, target: { kind: 'jump', chain } })

const hasFirewall = ({ hasEndpoints, loadBalancerIps, sourceRanges }: ProxiedPort): boolean =>
  hasEndpoints && loadBalancerIps.length > 0 && sourceRanges.length > 0

/** The chain of a load balancer's source ranges, where the port has one. */
export const firewallChain = (port: ProxiedPort): string | undefined => (hasFirewall(port) ? chainOf(port, 'FW') : undefined)

const toPort = ({ protocol, port: { port } }: ProxiedPort, destination: string): Match => ({
  kind: 'transport',
  protocol,
  destination,
  port,
})

/** KUBE-SERVICES, but for the last rule: each address and port of each Service. */
export const serviceRules = (port: ProxiedPort): readonly Rule[] => {
  const outside = chainOf(port, 'EXT')
  const rule = (ip: string, what: string, chain: string): Rule =>
    sendTo(chain, comment(`${port.name} ${what}`), toPort(port, ip))
  return [
    ...(servesInside(port) ? [rule(port.clusterIp, 'cluster IP', insideChain(port))] : []),
    ...(port.hasEndpoints
      ? [
          ...port.externalIps.map((ip) => rule(ip, 'external IP', outside)),
          ...port.loadBalancerIps.map((ip) => rule(ip, 'loadbalancer IP', firewallChain(port) ?? outside)),
        ]
      : []),
  ]
}

/** The last rules of KUBE-SERVICES: what is sent to the node itself may be for a node port. */
export const nodePortDispatch = ({ state, place }: Programmer): readonly Rule[] => {
  const note = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain')
  const isIpv6 = place.family === 'IPv6'
  const hasLocalhost = state.facts.localhostNodePorts !== false
  const blocks = nodePortBlocksOf(state, place.family)
  if (blocks === 'all') {
    const loopback = isIpv6 ? '::1/128' : '127.0.0.0/8'
    const exception: readonly Match[] = isIpv6 || !hasLocalhost ? [{ kind: 'destination', block: loopback, isNot: true }] : []
    return [sendTo('KUBE-NODEPORTS', note, { kind: 'local', which: 'destination' }, ...exception)]
  }
  const localhost = !isIpv6 && hasLocalhost && blocks !== 'primary' && inBlocks(blocks, '127.0.0.1') ? ['127.0.0.1'] : []
  const own = nodePortIpsOf(state, place.name).filter((ip) => ip.includes(':') === isIpv6 && !isLoopback(ip))
  return [...localhost, ...own].map((ip) => sendTo('KUBE-NODEPORTS', note, { kind: 'destination', block: ip }))
}

/** KUBE-NODEPORTS. */
export const nodePortRules = (port: ProxiedPort): readonly Rule[] =>
  port.nodePort === undefined || !port.hasEndpoints
    ? []
    : [
        sendTo(chainOf(port, 'EXT'), comment(port.name), {
          kind: 'transport',
          protocol: port.protocol,
          port: port.nodePort,
        }),
      ]

/** The chains of one Service port: KUBE-EXT, KUBE-FW, KUBE-SVC, KUBE-SVL and one KUBE-SEP for each endpoint. */
export const chainsOfPort = (programmer: Programmer, port: ProxiedPort): Chains => {
  const { clusterEndpoints, localEndpoints, reachableEndpoints } = port
  const masquerade = servesInside(port) ? masqueradeInside(programmer, port) : []
  const own = (kind: 'SVC' | 'SVL', endpoints: readonly ServiceEndpoint[]): Chains => {
    const name = chainOf(port, kind)
    return endpoints.length === 0
      ? []
      : [[name, [...(name === insideChain(port) ? masquerade : []), ...choiceRules(port, endpoints)]]]
  }
  return [
    ...outsideChain(programmer, port),
    ...firewallChains(programmer, port),
    ...own('SVC', clusterEndpoints),
    ...own('SVL', localEndpoints),
    ...reachableEndpoints.map((endpoint) => endpointRules(port, endpoint)),
  ]
}

/** Who comes from outside the Pod network to a cluster address is masqueraded (K3); with masqueradeAll everybody. */
const masqueradeInside = ({ state, place }: Programmer, port: ProxiedPort): readonly Rule[] => {
  const [pods] = podRanges(state, place)
  const matches = [comment(`${port.name} cluster IP`), toPort(port, port.clusterIp)]
  if (state.facts.masqueradeAll === true) return [sendTo('KUBE-MARK-MASQ', ...matches)]
  return pods === undefined ? [] : [sendTo('KUBE-MARK-MASQ', ...matches, { kind: 'source', block: pods, isNot: true })]
}

/** K5. */
const outsideChain = ({ state, place }: Programmer, port: ProxiedPort): Chains => {
  if (!port.hasEndpoints || !isReachedFromOutside(port)) return []
  const name = chainOf(port, 'EXT')
  const all = chainOf(port, 'SVC')
  const note = (what: string): Match => comment(`${what} for ${port.name} external destinations`)
  if (port.externalPolicy === 'Cluster') return [[name, [sendTo('KUBE-MARK-MASQ', note('masquerade traffic')), sendTo(all)]]]
  const [pods] = podRanges(state, place)
  const fromNode: Match = { kind: 'local', which: 'source' }
  return [
    [
      name,
      [
        ...(pods === undefined ? [] : [sendTo(all, note('pod traffic'), { kind: 'source', block: pods })]),
        sendTo('KUBE-MARK-MASQ', note('masquerade LOCAL traffic'), fromNode),
        sendTo(all, note('route LOCAL traffic'), fromNode),
        ...(servesOutside(port) ? [sendTo(chainOf(port, 'SVL'))] : []),
      ],
    ],
  ]
}

/** loadBalancerSourceRanges; where they contain the node, what the node sends from the balancer's address too (S13). */
const firewallChains = ({ state, place }: Programmer, port: ProxiedPort): Chains => {
  const name = firewallChain(port)
  if (name === undefined) return []
  const nodeIp = primaryIp(state, place)
  const isNodeAllowed = nodeIp !== undefined && inBlocks(port.sourceRanges, nodeIp)
  const sources = [...port.sourceRanges, ...(isNodeAllowed ? port.loadBalancerIps : [])]
  return [
    [
      name,
      [
        ...sources.map((block) =>
          sendTo(chainOf(port, 'EXT'), comment(`${port.name} loadbalancer IP`), { kind: 'source', block }),
        ),
        {
          matches: [comment(`other traffic to ${port.name} will be dropped by KUBE-PROXY-FIREWALL`)],
          target: { kind: 'pass' },
        },
      ],
    ],
  ]
}

/** A client's own endpoint first (K7), then each with a chance of one in those that are left (K3). */
const choiceRules = (port: ProxiedPort, endpoints: readonly ServiceEndpoint[]): readonly Rule[] => {
  const { name, names, affinitySeconds } = port
  const rules = (matchesOf: (chain: string, index: number) => readonly Match[]): readonly Rule[] =>
    endpoints.map((endpoint, index) => {
      const text = renderEndpoint(endpoint)
      const chain = iptablesEndpointChain(names, text)
      return sendTo(chain, comment(`${name} -> ${text}`), ...matchesOf(chain, index))
    })
  return [
    ...(affinitySeconds === undefined
      ? []
      : rules((list) => [{ kind: 'recent', list, action: 'check', seconds: affinitySeconds }])),
    ...rules((_chain, index) => {
      const left = endpoints.length - index
      return left === 1 ? [] : [{ kind: 'random', probability: 1 / left }]
    }),
  ]
}

/** K4. */
const endpointRules = ({ name, names, protocol, affinitySeconds }: ProxiedPort, endpoint: ServiceEndpoint): Chains[number] => {
  const to = renderEndpoint(endpoint)
  const chain = iptablesEndpointChain(names, to)
  const note = comment(name)
  return [
    chain,
    [
      sendTo('KUBE-MARK-MASQ', note, { kind: 'source', block: endpoint.ip }),
      {
        matches: [
          note,
          ...(affinitySeconds === undefined ? [] : [{ kind: 'recent', list: chain, action: 'note' } as const]),
          { kind: 'transport', protocol },
        ],
        target: { kind: 'DNAT', to },
      },
    ],
  ]
}
