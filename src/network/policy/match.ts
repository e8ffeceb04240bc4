/** Whether one rule, peer or port of a policy fits a connection. */
import type { ContainerPort } from '../../kubernetes/generated/types.ts'
import { blockContains, type AddressBytes } from '../address.ts'
import type { EqualPriority } from '../choices.ts'
import type { Protocol } from '../model.ts'
import type { Labels } from '../state.ts'
import type { CompiledPeer, CompiledPort, CompiledRule, Direction } from './compile.ts'
import { selectorMatches } from './selector.ts'

/** A Pod as policies see it: nothing but labels and port names. */
export interface PolicyPod {
  /** The namespace. */
  readonly namespace: string
  /** The Pod's name. */
  readonly name: string
  /** Labels of the Pod. */
  readonly labels: Labels
  /** Labels of its namespace. */
  readonly namespaceLabels: Labels
  /** Ports that its containers declare. */
  readonly ports: readonly ContainerPort[]
  /** It uses the network of its node. */
  readonly hostNetwork?: true
}

/** The other end. Without `pod` it is an address: outside the cluster, a node, or a Pod that uses its node's network (N17, N24). */
export interface PolicyPeer {
  readonly pod?: PolicyPod
  readonly ip: string
  readonly bytes: AddressBytes
  /** The labels of the node whose address it is. */
  readonly nodeLabels?: Labels
}

/** One connection, seen at the Pod that a policy would select. The port is the one at the destination, after translation (N22). */
export interface PolicyQuestion {
  readonly direction: Direction
  readonly pod: PolicyPod
  readonly peer: PolicyPeer
  readonly port: number
  readonly protocol: Protocol
}

export interface PolicyOptions {
  /** Whether an ipBlock matches a Pod's address (N19). */
  readonly ipBlocksMatchPods: boolean
  /** True for traffic that NetworkPolicies do not apply to where one isolates the Pod; ClusterNetworkPolicies do. */
  readonly exempt?: boolean
  /** Which of several ClusterNetworkPolicies of one priority decides (N34); that whose name sorts first where absent. */
  readonly equalPriority?: EqualPriority
}

export const ruleMatches = (
  rule: CompiledRule,
  policyNamespace: string,
  question: PolicyQuestion,
  options: PolicyOptions,
): boolean => portsMatch(rule, question) && peersMatch(rule, policyNamespace, question.peer, options)

export const portsMatch = ({ ports }: CompiledRule, question: PolicyQuestion): boolean =>
  ports === undefined || ports.some((port) => portMatches(port, question))

export const peersMatch = (
  { peers }: CompiledRule,
  policyNamespace: string,
  peer: PolicyPeer,
  options: PolicyOptions,
): boolean => peers === undefined || peers.some((candidate) => peerMatches(candidate, policyNamespace, peer, options))

export const peerMatches = (
  candidate: CompiledPeer,
  policyNamespace: string,
  peer: PolicyPeer,
  options: PolicyOptions,
): boolean => {
  if (candidate.kind === 'block') {
    if (peer.pod !== undefined && !options.ipBlocksMatchPods) return false
    const { block, except } = candidate
    return block !== undefined && blockContains(block, peer.bytes) && !except.some((hole) => blockContains(hole, peer.bytes))
  }
  if (candidate.kind === 'nodes') return peer.nodeLabels !== undefined && selectorMatches(candidate.selector, peer.nodeLabels)
  const { podSelector, namespaceSelector } = candidate
  if (peer.pod === undefined || (podSelector === undefined && namespaceSelector === undefined)) return false
  const inNamespace =
    namespaceSelector === undefined
      ? peer.pod.namespace === policyNamespace
      : selectorMatches(namespaceSelector, peer.pod.namespaceLabels)
  return inNamespace && (podSelector === undefined || selectorMatches(podSelector, peer.pod.labels))
}

export const portMatches = (candidate: CompiledPort, question: PolicyQuestion): boolean => {
  const { port, endPort, protocol } = candidate
  if (protocol !== question.protocol) return false
  if (port === undefined) return true
  if (typeof port === 'string') return portNumbersOf(port, question).includes(question.port)
  return endPort === undefined ? port === question.port : port <= question.port && question.port <= endPort
}

/** The numbers that a port name has on the destination Pod, with the question's protocol; none where the destination is no Pod (N23). */
export const portNumbersOf = (name: string, { direction, pod, peer, protocol }: PolicyQuestion): readonly number[] =>
  ((direction === 'ingress' ? pod : peer.pod)?.ports ?? [])
    .filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)
    .map(({ containerPort }) => containerPort)
