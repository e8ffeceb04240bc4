/** The names of switches and their values: for those who only name them. */
import type { Choices } from './choices.ts'

/** The names of switches, as `grade trace --assume` takes them. */
export type SwitchName =
  | Exclude<keyof Choices, 'openConnections' | 'icmp'>
  | 'ipBlocksMatchPods'
  | 'proxyMode'
  | 'localhostNodePorts'
  | 'podRecords'
  | 'bridgeNetfilter'
  | 'ingressBehaviour'
  | 'library'
  | 'plugin'
  | 'policiesEnforced'
  | 'masqueradeAll'
  | 'nodeCache'

const EXEMPT = ['exempt', 'policed'] as const
const YES_NO = ['true', 'false'] as const

/** In the order in which they are told. */
export const SWITCH_VALUES = {
  emptyService: ['rejected', 'dropped'],
  nodeToPodSource: ['internal-ip', 'link-address'],
  endPort: ['applied', 'ignored'],
  hostNetworkPods: ['as-nodes', 'as-pods'],
  ownNode: EXEMPT,
  ownNodeRewritten: EXEMPT,
  ownService: EXEMPT,
  nodeLocalDns: EXEMPT,
  equalPriority: ['first-name', 'deny-first', 'accept-first'],
  clusterPolicies: ['enforced', 'ignored'],
  ipBlocksMatchPods: YES_NO,
  proxyMode: ['iptables', 'nftables', 'ipvs'],
  localhostNodePorts: YES_NO,
  podRecords: ['disabled', 'insecure', 'verified'],
  bridgeNetfilter: YES_NO,
  ingressBehaviour: ['ingress-nginx', 'specification'],
  library: ['glibc', 'musl'],
  plugin: ['ptp', 'bridge', 'vxlan'],
  policiesEnforced: YES_NO,
  masqueradeAll: YES_NO,
  nodeCache: ['none', 'own-address', 'service-address'],
} as const satisfies Readonly<Record<SwitchName, readonly string[]>>

/** Those that a cluster can be assumed to have: a client's library is an option of its own. */
export const ASSUMABLE = (Object.keys(SWITCH_VALUES) as SwitchName[]).filter((name) => name !== 'library')

/** `plugin=ptp|bridge|vxlan` of each. */
export const spellAssumable = (): readonly string[] => ASSUMABLE.map((name) => `${name}=${SWITCH_VALUES[name].join('|')}`)
