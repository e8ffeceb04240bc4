/**
 * What a hop brings forward for its decision: near misses, the Pods that are no endpoints, and the rules of ClusterNetworkPolicies. Part of
 * `model.ts`, as hops are: import them from there.
 */
import type { FieldReference, ObjectReference } from '../kubernetes/object.ts'
import type { NamespacedName } from './model.ts'

/** A rule, peer, port or selector that nearly decided otherwise, and what kept it from matching. */
export interface NearMiss {
  /** Its place in an object. */
  readonly where: FieldReference
  /** Why, in short. */
  readonly reason:
    | 'labels'
    | 'namespace-labels'
    | 'other-namespace'
    | 'port'
    | 'protocol'
    | 'named-port'
    | 'address'
    | 'host'
    | 'path'
    | 'class'
    | 'policy-types'
    | 'method'
    | 'header'
    | 'query'
    | 'namespace'
    | 'grant'
  /** What the rule asks for, e.g. `pod=poc`, and what there is, e.g. `app=poc`. */
  readonly wanted: string
  /** What there is. */
  readonly found: string
}

/** A Pod that a Service selects and that is no endpoint for this traffic. */
export interface MissingEndpoint {
  /** The Pod. */
  readonly pod: NamespacedName
  /** Where to look. */
  readonly where: FieldReference
  /**
   * What keeps it. `not-listed`: nothing that the Pod tells; the EndpointSlices that are given do not have it.
   */
  readonly reason:
    | 'terminating'
    | 'ended'
    | 'unscheduled'
    | 'image'
    | 'crash'
    | 'waiting'
    | 'starting'
    | 'readiness-probe'
    | 'readiness-gate'
    | 'not-ready'
    | 'family'
    | 'port-name'
    | 'not-listed'
    /** It is one, on another node than the one that the traffic has to stay on. */
    | 'other-node'
  /** The container that it is about. */
  readonly container?: string
  /** More of it: a phase, an image, an exit code, a message, a family, or the name of a port or a node. */
  readonly detail?: string
}

/** What the ClusterNetworkPolicies say that are about a Pod in one direction (N33). */
export interface ClusterDecision {
  /** Those whose subject the Pod is and that have rules for the direction, in the order in which they are asked. */
  readonly selectedBy: readonly ObjectReference[]
  /** The rule that settled it; absent where it was left to the NetworkPolicies, or to the default. */
  readonly decidedBy?: ClusterRule
  /** The rules with action Pass that were met before, tier by tier. */
  readonly passedBy: readonly ClusterRule[]
  /** Present where policies of one tier and priority fit and another of them would allow what this one denies, or the reverse (N34). */
  readonly ambiguous?: readonly ClusterRule[]
}

/** A rule of a ClusterNetworkPolicy: `path` is e.g. `spec.ingress[0]`. */
export interface ClusterRule extends FieldReference {
  /** The tier that the policy belongs to. */
  readonly tier: 'Admin' | 'Baseline'
  /** Lower numbers are asked first. */
  readonly priority: number
  /** What the rule does with what it fits. */
  readonly action: 'Accept' | 'Deny' | 'Pass'
  /** As the rule itself says. */
  readonly name?: string
}
