/** ClusterNetworkPolicy as it stands in JSON. @see kubernetes-sigs/network-policy-api apis/v1alpha2/clusternetworkpolicy_types.go, v0.2.0 */
import type { Condition, LabelSelector, NetworkPolicy, ObjectMeta } from '../../generated/types.ts'

export interface ClusterNetworkPolicy {
  readonly apiVersion: 'policy.networking.k8s.io/v1alpha2'
  readonly kind: 'ClusterNetworkPolicy'
  readonly metadata: ObjectMeta
  readonly spec: ClusterNetworkPolicySpec
  readonly status?: { readonly conditions: readonly Condition[] }
}

/** Either kind of policy that decides about connections. */
export type AnyNetworkPolicy = NetworkPolicy | ClusterNetworkPolicy

export type ClusterNetworkPolicyTier = 'Admin' | 'Baseline'
export type ClusterNetworkPolicyAction = 'Accept' | 'Deny' | 'Pass'

export interface ClusterNetworkPolicySpec {
  readonly tier: ClusterNetworkPolicyTier
  /** 0 to 1000 within the tier; lower numbers come first. */
  readonly priority: number
  readonly subject: ClusterNetworkPolicySubject
  readonly ingress?: readonly ClusterNetworkPolicyIngressRule[]
  readonly egress?: readonly ClusterNetworkPolicyEgressRule[]
}

/** Exactly one of the fields; Pods on the network of their node are never meant (N35). */
export interface ClusterNetworkPolicySubject {
  readonly namespaces?: LabelSelector
  readonly pods?: ClusterNetworkPolicyPods
}

/** An absent namespaceSelector is an empty one: every namespace. */
export interface ClusterNetworkPolicyPods {
  readonly namespaceSelector?: LabelSelector
  readonly podSelector: LabelSelector
}

interface Rule {
  readonly name?: string
  readonly action: ClusterNetworkPolicyAction
  /** Absent: every port of every protocol. */
  readonly protocols?: readonly ClusterNetworkPolicyProtocol[]
}

export interface ClusterNetworkPolicyIngressRule extends Rule {
  readonly from: readonly ClusterNetworkPolicyPeer[]
}

export interface ClusterNetworkPolicyEgressRule extends Rule {
  readonly to: readonly ClusterNetworkPolicyEgressPeer[]
}

/** Exactly one of the fields. */
export interface ClusterNetworkPolicyPeer {
  readonly namespaces?: LabelSelector
  readonly pods?: ClusterNetworkPolicyPods
}

/** Exactly one of the fields. `nodes` and `domainNames` are of the experimental channel. */
export interface ClusterNetworkPolicyEgressPeer extends ClusterNetworkPolicyPeer {
  /** Nodes by their labels, at each of their addresses. */
  readonly nodes?: LabelSelector
  /** Blocks of addresses, those of Pods included. */
  readonly networks?: readonly string[]
  readonly domainNames?: readonly string[]
}

/** Exactly one of the fields. */
export interface ClusterNetworkPolicyProtocol {
  readonly tcp?: ClusterNetworkPolicyPorts
  readonly udp?: ClusterNetworkPolicyPorts
  readonly sctp?: ClusterNetworkPolicyPorts
  /** The name of a port of the destination's containers, of whichever protocol. Experimental channel. */
  readonly destinationNamedPort?: string
}

export interface ClusterNetworkPolicyPorts {
  readonly destinationPort?: ClusterNetworkPolicyPort
}

/** Exactly one of the fields. */
export interface ClusterNetworkPolicyPort {
  readonly number?: number
  /** Inclusive; start is below end. */
  readonly range?: { readonly start: number; readonly end: number }
}
