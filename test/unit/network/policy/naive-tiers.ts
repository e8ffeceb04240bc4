/**
 * A second evaluator of both kinds of policy, on objects as they are written and on nothing else. It follows the comments of
 * kubernetes-sigs/network-policy-api apis/v1alpha2 and of the NetworkPolicy API clause by clause, shares no code with the
 * model, and knows nothing of the model's order among equal priorities: it gives every verdict that the API permits.
 */
import type {
  ClusterNetworkPolicy,
  ClusterNetworkPolicyEgressPeer,
  ClusterNetworkPolicyPods,
  ClusterNetworkPolicyProtocol,
} from '../../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import type {
  LabelSelector,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../../../src/kubernetes/generated/types.ts'

type Labels = Readonly<Record<string, string>>

export interface NaivePod {
  readonly namespace: string
  readonly labels: Labels
  readonly namespaceLabels: Labels
  readonly hostNetwork: boolean
  readonly ports: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[]
}

export interface NaiveEnd {
  /** IPv4. */
  readonly ip: string
  readonly pod?: NaivePod
  /** Of the node whose address it is. */
  readonly nodeLabels?: Labels
}

export interface NaiveFlow {
  readonly source: NaiveEnd
  readonly destination: NaiveEnd
  readonly port: number
  readonly protocol: string
}

const selects = (selector: LabelSelector, labels: Labels): boolean => {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels[key] !== value) return false
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const found = labels[key]
    if (operator === 'In' && !(found !== undefined && values.includes(found))) return false
    if (operator === 'NotIn' && found !== undefined && values.includes(found)) return false
    if (operator === 'Exists' && found === undefined) return false
    if (operator === 'DoesNotExist' && found !== undefined) return false
  }
  return true
}

const toNumber = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

const contains = (cidr: string, ip: string): boolean => {
  const [address = '', length = ''] = cidr.split('/')
  const size = 2 ** (32 - Number(length))
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(ip) / size)
}

/** "Note that host-networked pods are not included", of subjects and of peers alike. */
const isInPods = ({ namespaceSelector, podSelector }: ClusterNetworkPolicyPods, pod: NaivePod | undefined): boolean =>
  pod !== undefined &&
  !pod.hostNetwork &&
  selects(namespaceSelector ?? {}, pod.namespaceLabels) &&
  selects(podSelector, pod.labels)

const isInPeer = (peer: ClusterNetworkPolicyEgressPeer, end: NaiveEnd): boolean => {
  if (peer.namespaces !== undefined) return isInPods({ namespaceSelector: peer.namespaces, podSelector: {} }, end.pod)
  if (peer.pods !== undefined) return isInPods(peer.pods, end.pod)
  if (peer.nodes !== undefined) return end.nodeLabels !== undefined && selects(peer.nodes, end.nodeLabels)
  return (peer.networks ?? []).some((cidr) => contains(cidr, end.ip))
}

const isInProtocol = (entry: ClusterNetworkPolicyProtocol, { destination, port, protocol }: NaiveFlow): boolean => {
  if (entry.destinationNamedPort !== undefined) {
    if (destination.pod === undefined || destination.pod.hostNetwork) return false
    return destination.pod.ports.some(
      (one) => one.name === entry.destinationNamedPort && one.containerPort === port && (one.protocol ?? 'TCP') === protocol,
    )
  }
  const ports = { TCP: entry.tcp, UDP: entry.udp, SCTP: entry.sctp }[protocol]
  if (ports === undefined) return false
  const { number, range } = ports.destinationPort ?? {}
  if (number !== undefined) return number === port
  return range === undefined || (range.start <= port && port <= range.end)
}

type Action = 'Accept' | 'Deny' | 'Pass'

/** The first rule, in the order written, whose peers and protocols fit. */
const actionOf = (policy: ClusterNetworkPolicy, direction: 'ingress' | 'egress', flow: NaiveFlow): Action | undefined => {
  const { subject, ingress = [], egress = [] } = policy.spec
  const [self, other] = direction === 'ingress' ? [flow.destination, flow.source] : [flow.source, flow.destination]
  if (!isInPeer(subject, self)) return undefined
  const rules =
    direction === 'ingress'
      ? ingress.map(({ action, from, protocols }) => ({ action, peers: from, protocols }))
      : egress.map(({ action, to, protocols }) => ({ action, peers: to, protocols }))
  for (const { action, peers, protocols } of rules)
    if (
      peers.some((peer) => isInPeer(peer, other)) &&
      (protocols === undefined || protocols.some((entry) => isInProtocol(entry, flow)))
    )
      return action
  return undefined
}

/** What a tier may do: priorities from 0 to 1000, and of those policies of the first that could match, any. None: it says nothing. */
const actionsOfTier = (
  policies: readonly ClusterNetworkPolicy[],
  tier: 'Admin' | 'Baseline',
  direction: 'ingress' | 'egress',
  flow: NaiveFlow,
): readonly Action[] => {
  for (let priority = 0; priority <= 1000; priority++) {
    const actions = policies
      .filter(({ spec }) => spec.tier === tier && spec.priority === priority)
      .flatMap((policy) => actionOf(policy, direction, flow) ?? [])
    if (actions.length > 0) return actions
  }
  return []
}

const isInRulePeer = (peer: NetworkPolicyPeer, namespace: string, end: NaiveEnd): boolean => {
  const { ipBlock, podSelector, namespaceSelector } = peer
  if (ipBlock !== undefined)
    return contains(ipBlock.cidr, end.ip) && !(ipBlock.except ?? []).some((cidr) => contains(cidr, end.ip))
  if (end.pod === undefined || end.pod.hostNetwork) return false
  const isInNamespace =
    namespaceSelector === undefined ? end.pod.namespace === namespace : selects(namespaceSelector, end.pod.namespaceLabels)
  return isInNamespace && selects(podSelector ?? {}, end.pod.labels)
}

const isInRulePort = ({ port, endPort, protocol }: NetworkPolicyPort, flow: NaiveFlow): boolean => {
  if ((protocol ?? 'TCP') !== flow.protocol) return false
  if (port === undefined) return true
  if (typeof port === 'number') return port <= flow.port && flow.port <= (endPort ?? port)
  const { pod } = flow.destination
  return (
    pod !== undefined &&
    !pod.hostNetwork &&
    pod.ports.some((one) => one.name === port && one.containerPort === flow.port && (one.protocol ?? 'TCP') === flow.protocol)
  )
}

/** Undefined: no NetworkPolicy selects the Pod in this direction. */
const askNetworkPolicies = (
  policies: readonly NetworkPolicy[],
  direction: 'ingress' | 'egress',
  flow: NaiveFlow,
): boolean | undefined => {
  const [self, other] = direction === 'ingress' ? [flow.destination, flow.source] : [flow.source, flow.destination]
  const { pod } = self
  if (pod === undefined || pod.hostNetwork) return undefined
  const selecting = policies.filter(({ metadata, spec = {} }) => {
    const types =
      (spec.policyTypes ?? []).length > 0 ? spec.policyTypes : spec.egress?.length ? ['Ingress', 'Egress'] : ['Ingress']
    const isOfType = types?.includes(direction === 'ingress' ? 'Ingress' : 'Egress') === true
    return isOfType && metadata.namespace === pod.namespace && selects(spec.podSelector ?? {}, pod.labels)
  })
  if (selecting.length === 0) return undefined
  return selecting.some(({ spec = {} }) => {
    const rules =
      direction === 'ingress'
        ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }))
    return rules.some(
      ({ peers = [], ports = [] }) =>
        (peers.length === 0 || peers.some((peer) => isInRulePeer(peer, pod.namespace, other))) &&
        (ports.length === 0 || ports.some((port) => isInRulePort(port, flow))),
    )
  })
}

export interface NaivePolicies {
  readonly policies: readonly NetworkPolicy[]
  readonly clusterPolicies: readonly ClusterNetworkPolicy[]
}

/** Every verdict of one direction that the API permits. */
export const naiveVerdicts = (
  { policies, clusterPolicies }: NaivePolicies,
  direction: 'ingress' | 'egress',
  flow: NaiveFlow,
): ReadonlySet<boolean> => {
  const verdicts = new Set<boolean>()
  const admin = actionsOfTier(clusterPolicies, 'Admin', direction, flow)
  for (const action of admin.length > 0 ? admin : (['Pass'] as const)) {
    if (action !== 'Pass') {
      verdicts.add(action === 'Accept')
      continue
    }
    const asked = askNetworkPolicies(policies, direction, flow)
    if (asked !== undefined) {
      verdicts.add(asked)
      continue
    }
    const baseline = actionsOfTier(clusterPolicies, 'Baseline', direction, flow)
    for (const last of baseline.length > 0 ? baseline : (['Pass'] as const)) verdicts.add(last !== 'Deny')
  }
  return verdicts
}
