/** The chains of one Service port in nftables mode. */
import { inBlocks, type AddressFamily } from '../../../address.ts'
import type { NetworkState } from '../../../state.ts'
import type { ServiceEndpoint } from '../../endpoints.ts'
import { nftablesName, renderEndpoint } from '../chain-name.ts'
import {
  isReachedFromOutside,
  podRanges,
  primaryIp,
  servesInside,
  servesOutside,
  type ProxiedPort,
  type RulesNode,
} from '../proxied-ports.ts'
import { MARK_CHAIN } from './fixed.ts'
import { renderAddressSet, renderDuration } from './intervals.ts'
import type { NftChain, NftCollection } from './ruleset.ts'

interface Programmer {
  readonly state: NetworkState
  readonly place: RulesNode
}

type Chains = readonly (readonly [name: string, chain: NftChain])[]

/** What the names of a port's chains end in. */
export const baseOf = ({ names }: ProxiedPort): string => nftablesName(names)

const baseOfEndpoint = ({ names }: ProxiedPort, endpoint: ServiceEndpoint): string => nftablesName(names, endpoint)

/** Other than in iptables mode, source ranges guard addresses that nobody serves, too. */
export const hasFirewall = ({ loadBalancerIps, sourceRanges }: ProxiedPort): boolean =>
  loadBalancerIps.length > 0 && sourceRanges.length > 0

const ipOf = ({ family }: RulesNode): string => (family === 'IPv4' ? 'ip' : 'ip6')

/** `service-`, `local-`, `external-` and `firewall-` chains, and one for each endpoint. */
export const chainsOfPort = (programmer: Programmer, port: ProxiedPort): Chains => {
  const inside = port.internalPolicy === 'Local' ? 'local' : 'service'
  const masquerade = servesInside(port) ? masqueradeInside(programmer, port) : []
  const choice = (kind: 'service' | 'local', endpoints: readonly ServiceEndpoint[]): Chains =>
    endpoints.length === 0
      ? []
      : [
          [
            `${kind}-${baseOf(port)}`,
            { rules: [...(kind === inside ? masquerade : []), ...choiceRules(programmer.place, port, endpoints)] },
          ],
        ]
  return [
    ...outsideChain(programmer, port),
    ...firewallChain(programmer, port),
    ...choice('service', port.clusterEndpoints),
    ...choice('local', port.localEndpoints),
    ...port.reachableEndpoints.map((endpoint) => endpointChain(programmer.place, port, endpoint)),
  ]
}

/** K3. */
const masqueradeInside = ({ state, place }: Programmer, { clusterIp }: ProxiedPort): readonly string[] => {
  const [pods] = podRanges(state, place)
  const ip = ipOf(place)
  if (state.facts.masqueradeAll === true) return [`${ip} daddr ${clusterIp} jump ${MARK_CHAIN}`]
  return pods === undefined ? [] : [`${ip} daddr ${clusterIp} ${ip} saddr != ${pods} jump ${MARK_CHAIN}`]
}

/** K5. */
const outsideChain = ({ state, place }: Programmer, port: ProxiedPort): Chains => {
  if (!port.hasEndpoints || !isReachedFromOutside(port)) return []
  const base = baseOf(port)
  const name = `external-${base}`
  if (port.externalPolicy === 'Cluster') return [[name, { rules: [`jump ${MARK_CHAIN}`, `goto service-${base}`] }]]
  const [pods] = podRanges(state, place)
  return [
    [
      name,
      {
        rules: [
          ...(pods === undefined
            ? []
            : [`${ipOf(place)} saddr ${pods} goto service-${base} comment "short-circuit pod traffic"`]),
          `fib saddr type local jump ${MARK_CHAIN} comment "masquerade local traffic"`,
          `fib saddr type local goto service-${base} comment "short-circuit local traffic"`,
          ...(servesOutside(port) ? [`goto local-${base}`] : []),
        ],
      },
    ],
  ]
}

/** S13. */
const firewallChain = ({ state, place }: Programmer, port: ProxiedPort): Chains => {
  if (!hasFirewall(port)) return []
  const nodeIp = primaryIp(state, place)
  const isNodeAllowed = nodeIp !== undefined && inBlocks(port.sourceRanges, nodeIp)
  const allowed = [...port.sourceRanges, ...(isNodeAllowed ? port.loadBalancerIps : [])]
  return [[`firewall-${baseOf(port)}`, { rules: [`${ipOf(place)} saddr != ${renderAddressSet(allowed)} drop`] }]]
}

const choiceRules = (place: RulesNode, port: ProxiedPort, endpoints: readonly ServiceEndpoint[]): readonly string[] => {
  const bases = endpoints.map((endpoint) => baseOfEndpoint(port, endpoint))
  const choices = bases.map((base, index) => `${String(index)} : goto endpoint-${base}`)
  return [
    ...(port.affinitySeconds === undefined
      ? []
      : bases.map((base) => `${ipOf(place)} saddr @affinity-${base} goto endpoint-${base}`)),
    `numgen random mod ${String(endpoints.length)} vmap { ${choices.join(', ')} }`,
  ]
}

/** K4. */
const endpointChain = (place: RulesNode, port: ProxiedPort, endpoint: ServiceEndpoint): Chains[number] => {
  const base = baseOfEndpoint(port, endpoint)
  const ip = ipOf(place)
  return [
    `endpoint-${base}`,
    {
      rules: [
        `${ip} saddr ${endpoint.ip} jump ${MARK_CHAIN}`,
        ...(port.affinitySeconds === undefined ? [] : [`update @affinity-${base} { ${ip} saddr }`]),
        `meta l4proto ${port.protocol} dnat to ${renderEndpoint(endpoint)}`,
      ],
    },
  ]
}

const AFFINITY_SIZE = 'size 65535'

/** Which clients an endpoint has seen (S28). */
export const affinitySets = (port: ProxiedPort, family: AddressFamily): readonly (readonly [string, NftCollection])[] => {
  const { affinitySeconds } = port
  if (affinitySeconds === undefined) return []
  return port.reachableEndpoints.map((endpoint) => [
    `affinity-${baseOfEndpoint(port, endpoint)}`,
    {
      kind: 'set',
      type: family === 'IPv4' ? 'ipv4_addr' : 'ipv6_addr',
      properties: [AFFINITY_SIZE, 'flags dynamic,timeout', `timeout ${renderDuration(affinitySeconds)}`],
      elements: [],
    },
  ])
}
