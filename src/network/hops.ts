/**
 * The walk of a packet: the hops it may take, and what each says about itself. Part of `model.ts`, which passes these types
 * on: import them from there. Everything here is plain JSON-serialisable data.
 */
import type { FieldReference, ObjectReference } from '../kubernetes/object.ts'
import type { ClusterDecision, MissingEndpoint, NearMiss } from './hop-evidence.ts'
import type { NamespacedName, Protocol, Resolution } from './model.ts'

/** Addresses of a packet at one point of its way. Ports of sources are left out: they are ephemeral. */
export interface Packet {
  /** Address of the sender. */
  readonly sourceIp: string
  /** Address of the receiver. */
  readonly destinationIp: string
  /** Port of the receiver. */
  readonly destinationPort: number
  /** The transport protocol. */
  readonly protocol: Protocol
}

interface HopBase {
  /** The packet on arrival at and on leaving this hop; equal where nothing is translated. Absent before an address is known. */
  readonly before?: Packet
  /** The packet as it leaves. */
  readonly after?: Packet
  /** Lines of semantics.md that justify this hop, e.g. `N1`. */
  readonly semantics: readonly string[]
  /** True for the hop at which the packet ends without arriving. */
  readonly stops: boolean
}

/** The name is looked up, in the order of the resolver's search list. */
export interface ResolveHop extends HopBase {
  /** Which of the alternatives this is. */
  readonly kind: 'resolve'
  /** The name that was looked up. */
  readonly name: string
  /** How the name was looked up. */
  readonly resolution: Resolution
}

/** kube-proxy's rules of the node where the packet starts (or arrives, for traffic from outside) translate it. */
export interface ServiceHop extends HopBase {
  /** Which of the alternatives this is. */
  readonly kind: 'service'
  /** The Service. */
  readonly service: ObjectReference
  /** Which address of the Service was matched. `none`: the address is a Service's, but it has no such port. */
  readonly via: 'cluster-ip' | 'node-port' | 'load-balancer' | 'external-ip' | 'none'
  /** The port of the Service that was matched. */
  readonly port?: FieldReference
  /** What is decided here. */
  readonly decision: 'translated' | 'no-endpoints' | 'no-local-endpoints' | 'no-such-port' | 'source-not-allowed'
  /** The endpoint that was chosen. */
  readonly endpoint?: EndpointChoice
  /** True where the source becomes the node's address. */
  readonly masqueraded: boolean
  /** Present where a client keeps its endpoint (S28): the choice is made at its first connection. */
  readonly affinity?: 'ClientIP'
  /** How many endpoints could have been chosen. */
  readonly candidates: number
  /** Present where there is no endpoint, or none on the node: the Pods that the Service selects, and what keeps each from being one. */
  readonly missing?: readonly MissingEndpoint[]
  /** Present where there is no endpoint: what nearly made a Pod one. */
  readonly nearMisses?: readonly NearMiss[]
}

/** The endpoint of a Service that a connection goes to. */
export interface EndpointChoice {
  /** Its address. */
  readonly ip: string
  /** Its port. */
  readonly port: number
  /** The Pod. */
  readonly pod?: NamespacedName
  /** The node that the endpoint is on. */
  readonly node?: string
}

/** A NetworkPolicy decision at the Pod that is the source (egress) or the destination (ingress). */
export interface PolicyHop extends HopBase {
  /** Which of the alternatives this is. */
  readonly kind: 'policy'
  /** Seen from the Pod: what it sends, or what it gets. */
  readonly direction: 'egress' | 'ingress'
  /** The Pod. */
  readonly pod: NamespacedName
  /** `not-isolated`: no policy selects the Pod in this direction. `exempt`: policies do not apply to this traffic. */
  readonly decision: 'not-isolated' | 'allowed' | 'denied' | 'exempt' | 'not-enforced'
  /** Policies that isolate the Pod in this direction. */
  readonly isolatedBy: readonly ObjectReference[]
  /** The rules that allow the traffic, e.g. `spec.ingress[0]`. */
  readonly allowedBy: readonly FieldReference[]
  /** The peers of those rules that match, e.g. `spec.ingress[0].from[1]`; a rule without peers is named by `allowedBy` alone. */
  readonly allowedByPeers: readonly FieldReference[]
  /** What nearly decided otherwise, nearest first. */
  readonly nearMisses: readonly NearMiss[]
  /** Present where a ClusterNetworkPolicy is about the Pod in this direction. */
  readonly cluster?: ClusterDecision
}

/** From one place of the network to the next. */
export interface LinkHop extends HopBase {
  /** Which of the alternatives this is. */
  readonly kind: 'link'
  /** Where the packet leaves. */
  readonly from: string
  /** Where it arrives. */
  readonly to: string
  /** `host-port`: the node hands a container's hostPort to the Pod. */
  readonly how:
    'same-pod' | 'same-node' | 'node-to-node' | 'node-to-pod' | 'outside-to-node' | 'to-outside' | 'host-port' | 'no-route'
  /** True where the source becomes the node's address. */
  readonly masqueraded: boolean
  /** Why the way ends here; present with `no-route` only. */
  readonly obstacle?: Obstacle
}

/** `*-not-running`: the Pod has no address or has ended. `no-such-*`: nothing of that name. `no-address-of-family`: IPv4 and IPv6 do not meet. `reply-not-translated`: the answer comes from an address the client did not ask. */
export type Obstacle =
  | 'source-not-running'
  | 'destination-not-running'
  | 'no-such-source'
  | 'no-such-destination'
  | 'no-such-port-name'
  | 'unused-pod-address'
  | 'unused-service-address'
  | 'cluster-address-from-outside'
  | 'loopback-of-the-client'
  | 'no-address-of-family'
  | 'forwarding-loop'
  | 'reply-not-translated'

/** A process of the destination accepts or refuses. */
export interface ListenerHop extends HopBase {
  /** Which of the alternatives this is. */
  readonly kind: 'listener'
  /** The Pod. */
  readonly pod?: NamespacedName
  /** `unknown`: what listens there is not known; taken to accept where a containerPort declares the port (or the address is outside), else to refuse. */
  readonly decision: 'accepted' | 'refused' | 'unknown'
  /** The container's name. */
  readonly container?: string
  /** The program that listens or answers. */
  readonly program?: string
  /** What does listen there: `TCP 80`, `TCP 127.0.0.1:8080`. */
  readonly listening: readonly string[]
}

/** An Ingress controller or a Gateway chooses a rule for a request. */
export interface RouteHop extends HopBase {
  /** Which of the alternatives this is. */
  readonly kind: 'route'
  /** The controller that decides. */
  readonly controller: string
  /** What is decided here. */
  readonly decision:
    | 'matched'
    | 'default-backend'
    | 'no-rule'
    | 'no-controller'
    | 'backend-missing'
    | 'backend-port-unknown'
    | 'no-ready-endpoint'
    | 'redirect'
    /** A Gateway has no listener for the port, or for the host. */
    | 'no-listener'
    /** The backend is of a kind that the proxy does not know, or an ExternalName Service it does not serve. */
    | 'backend-kind-unknown'
    /** No ReferenceGrant lets the route refer to another namespace. */
    | 'reference-not-permitted'
    /** No backend is named, or all weights are 0. */
    | 'no-backend'
    /** A filter that the proxy does not know must not be skipped. */
    | 'filter-unknown'
    /** The client's address, or its lack of credentials, is refused. */
    | 'access-denied'
    /** Answered for the backend, as for a CORS preflight. */
    | 'answered'
  /** The path of an Ingress or the match of a route. */
  readonly rule?: FieldReference
  /** The Gateway's listener that took the request; absent for Ingress controllers. */
  readonly listener?: FieldReference
  /** The host that was asked for. */
  readonly requestedHost: string
  /** The path that was asked for. */
  readonly requestedPath: string
  /** The path the backend receives, after rewriting. */
  readonly forwardedPath?: string
  /** The Host header the backend receives, where it is not the requested one. */
  readonly forwardedHost?: string
  /** All headers the backend receives, where filters change them; lower-case names. */
  readonly forwardedHeaders?: Readonly<Record<string, string>>
  /** The Service. */
  readonly service?: ObjectReference
  /** Present where it has no ready endpoint: the Pods that it selects, and what keeps each from being one. */
  readonly missing?: readonly MissingEndpoint[]
  /** Services that get a copy of the request; their answers are ignored. */
  readonly mirrors?: readonly ObjectReference[]
  /** Fields on which the answer depends besides, in ways that no object states: what they name is not modelled. */
  readonly dependsOn?: readonly FieldReference[]
  /** What nearly decided otherwise, nearest first. */
  readonly nearMisses: readonly NearMiss[]
}

/** A server answers an HTTP request. */
export interface ReplyHop extends HopBase {
  /** Which of the alternatives this is. */
  readonly kind: 'reply'
  /** The status that is answered. */
  readonly status: number
  /** The path. */
  readonly path: string
  /** The program that listens or answers. */
  readonly program: string
}

/** One step of a walk. */
export type Hop = ResolveHop | ServiceHop | PolicyHop | LinkHop | ListenerHop | RouteHop | ReplyHop

/** The packet's way, first hop first. The last hop decided the verdict. */
export interface Walk {
  /** From the client on. */
  readonly hops: readonly Hop[]
}
