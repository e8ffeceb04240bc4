/**
 * NetworkPolicies read the slow way: one plain function for each sentence of the API documentation, nothing prepared, nothing shared
 * with src. It is a second opinion, so it must stay independent of what it is compared with.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ (v1.34)
 */
import { BlockList } from 'node:net'
import type {
  LabelSelector,
  NetworkPolicy,
  NetworkPolicyIngressRule,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../../../../src/kubernetes/generated/types.ts'

export type NaiveProtocol = 'TCP' | 'UDP' | 'SCTP'

export interface NaivePod {
  readonly namespace: string
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly ip: string
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly protocol: NaiveProtocol }[]
}

export interface NaiveCluster {
  /** Labels by name. */
  readonly namespaces: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly pods: readonly NaivePod[]
  readonly policies: readonly NetworkPolicy[]
}

export type NaiveEnd = NaivePod | { readonly ip: string }

export interface NaiveFlow {
  readonly from: NaiveEnd
  readonly to: NaiveEnd
  readonly port: number
  readonly protocol: NaiveProtocol
}

const isPod = (end: NaiveEnd): end is NaivePod => 'name' in end

/** "The result of matchLabels and matchExpressions are ANDed. An empty label selector matches all objects." */
const selects = (selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean => {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels[key] !== value) return false
  for (const { key, operator, values } of selector.matchExpressions ?? []) {
    const has = key in labels
    const listed = has && (values ?? []).includes(labels[key] ?? '')
    if (operator === 'In' && !listed) return false
    if (operator === 'NotIn' && listed) return false
    if (operator === 'Exists' && !has) return false
    if (operator === 'DoesNotExist' && has) return false
  }
  return true
}

const lists = new Map<string, BlockList>()

const isInside = (cidr: string, ip: string): boolean => {
  const family = (address: string): 'ipv4' | 'ipv6' => (address.includes(':') ? 'ipv6' : 'ipv4')
  const [address = '', length = ''] = cidr.split('/')
  if (family(address) !== family(ip)) return false
  let list = lists.get(cidr)
  if (list === undefined) {
    list = new BlockList()
    list.addSubnet(address, Number(length), family(address))
    lists.set(cidr, list)
  }
  return list.check(ip, family(ip))
}

const isPeer = (cluster: NaiveCluster, policy: NetworkPolicy, peer: NetworkPolicyPeer, end: NaiveEnd): boolean => {
  const { ipBlock, podSelector, namespaceSelector } = peer
  // "If this field is set then neither of the other fields can be."
  if (ipBlock) return isInside(ipBlock.cidr, end.ip) && !(ipBlock.except ?? []).some((hole) => isInside(hole, end.ip))
  if (!isPod(end)) return false
  if (namespaceSelector) {
    if (!selects(namespaceSelector, cluster.namespaces[end.namespace] ?? {})) return false
  } else if (end.namespace !== policy.metadata.namespace) return false
  return podSelector ? selects(podSelector, end.labels) : true
}

/** Ports are those of the destination; a name is looked up there. */
const isPort = ({ port, endPort, protocol }: NetworkPolicyPort, flow: NaiveFlow): boolean => {
  if ((protocol ?? 'TCP') !== flow.protocol) return false
  if (port === undefined) return true
  if (typeof port === 'number') return flow.port >= port && flow.port <= (endPort ?? port)
  const bound = isPod(flow.to) ? flow.to.ports : []
  return bound.some((one) => one.name === port && one.protocol === flow.protocol && one.containerPort === flow.port)
}

/** "Traffic is allowed if it matches at least one port and at least one peer; an empty or missing list restricts nothing." */
const isRule = (
  cluster: NaiveCluster,
  policy: NetworkPolicy,
  rule: { readonly peers: NetworkPolicyIngressRule['from']; readonly ports: NetworkPolicyIngressRule['ports'] },
  flow: NaiveFlow & { readonly other: NaiveEnd },
): boolean => {
  const { peers, ports } = rule
  const peerFits = !peers?.length || peers.some((peer) => isPeer(cluster, policy, peer, flow.other))
  return peerFits && (!ports?.length || ports.some((port) => isPort(port, flow)))
}

/** "All policies are assumed to affect ingress; Egress is set if the policy has any egress rules." */
const affects = (policy: NetworkPolicy, type: 'Ingress' | 'Egress'): boolean => {
  const types = policy.spec?.policyTypes ?? []
  if (types.length > 0) return types.includes(type)
  return type === 'Ingress' || (policy.spec?.egress ?? []).length > 0
}

const isIsolatedBy = (policy: NetworkPolicy, pod: NaivePod, type: 'Ingress' | 'Egress'): boolean =>
  policy.metadata.namespace === pod.namespace && affects(policy, type) && selects(policy.spec?.podSelector ?? {}, pod.labels)

/** Whether one end lets the connection pass: nothing selects it, or a rule of something that does allows it. */
const passes = (cluster: NaiveCluster, flow: NaiveFlow, type: 'Ingress' | 'Egress'): boolean => {
  const [self, other] = type === 'Ingress' ? [flow.to, flow.from] : [flow.from, flow.to]
  if (!isPod(self)) return true
  let isIsolated = false
  for (const policy of cluster.policies) {
    if (!isIsolatedBy(policy, self, type)) continue
    isIsolated = true
    const rules =
      type === 'Ingress'
        ? (policy.spec?.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (policy.spec?.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
    if (rules.some((rule) => isRule(cluster, policy, rule, { ...flow, other }))) return true
  }
  return !isIsolated
}

/** "Both the egress policy on the source and the ingress policy on the destination need to allow the traffic." */
export const naivelyAllows = (cluster: NaiveCluster, flow: NaiveFlow): boolean =>
  passes(cluster, flow, 'Egress') && passes(cluster, flow, 'Ingress')
