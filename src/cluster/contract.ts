/** The embedded cluster as the daemon, the grader and the page see it. */
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Status } from '../kubernetes/status.ts'
import type { ClusterFacts, PodFacts } from '../network/facts.ts'
import type { ConnectOutcome, NamespacedName, Snapshot } from '../network/model.ts'
import type { Connection } from './nodes/connection.ts'
import type { Sent, SentRequest } from './nodes/conversation.ts'
import type { TokenSigner } from './api/authentication/service-account-token.ts'
import type { Caller } from './api/gate.ts'
import type { Writer } from './api/writer.ts'
import type { CertificateSigner } from './controllers/certificates/signers.ts'
import type { LoadBalancerOptions } from './controllers/services/load-balancer.ts'
import type { Clock, Random } from './environment.ts'
import type { ClusterRanges } from './ranges.ts'
import type { EndpointChooser } from './session-affinity.ts'
import type { Journal, Store, StoredObject } from './store/store.ts'

export interface ClusterOptions {
  readonly clock: Clock
  readonly random: Random
  readonly journal?: Journal
  /** What an earlier run's journal held; without it the cluster starts with a new cluster's objects. */
  readonly objects?: readonly StoredObject[]
  readonly revision?: number
  /** The cluster's address ranges; kubeadm's where absent. */
  readonly ranges?: ClusterRanges
  /** By `namespace/name`: Pods among the objects that go on as they are, and what runs in them. Others are started again. */
  readonly running?: Readonly<Record<string, PodFacts>>
  /** PEM of the authority that signed the API server's certificate: what Pods are given to trust it. */
  readonly certificateAuthority?: string
  /** The key of the tokens of service accounts; without it the cluster has none. */
  readonly tokenSigner?: TokenSigner
  /** Signs requests for certificates that have been approved; without it nobody does. */
  readonly certificateSigner?: CertificateSigner
  /** What kube-proxy and CoreDNS are told by these ConfigMaps of namespace kube-system; without it they work as kubeadm sets them up. */
  readonly readConfiguration?: (configMaps: readonly KubernetesObject[], before: ClusterFacts) => Partial<ClusterFacts>
  /** Services of type LoadBalancer get addresses out of these; without it they stay pending, as on a cluster without a cloud. */
  readonly loadBalancer?: LoadBalancerOptions
}

export interface ContainerTarget extends NamespacedName {
  readonly container?: string
}

/** In letters. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** Byte streams of a process in a container. */
export interface ProcessStreams {
  readonly stdin?: AsyncIterable<Uint8Array>
  stdout(chunk: Uint8Array): void
  stderr(chunk: Uint8Array): void
  readonly tty: boolean
  /** Of the client's terminal now; undefined before it has told it. */
  size?(): TerminalSize | undefined
}

export interface LogOptions {
  readonly follow?: boolean
  readonly previous?: boolean
  readonly tailLines?: number
  readonly sinceSeconds?: number
  /** Milliseconds since 1970. */
  readonly sinceMs?: number
  readonly timestamps?: boolean
  readonly limitBytes?: number
  readonly signal?: AbortSignal
}

/** The kubelet's own endpoints: what happens inside containers. A Status is the API's refusal, such as "container not found". */
export interface ContainerRuntime {
  exec(
    target: ContainerTarget,
    command: readonly string[],
    streams: ProcessStreams,
    signal: AbortSignal,
  ): Promise<{ readonly exitCode: number } | Status>
  attach(target: ContainerTarget, streams: ProcessStreams, signal: AbortSignal): Promise<{ readonly exitCode: number } | Status>
  logs(target: ContainerTarget, options: LogOptions): AsyncIterable<Uint8Array> | Status
}

export interface Cluster extends EndpointChooser {
  readonly store: Store
  readonly writer: Writer
  readonly clock: Clock
  readonly runtime: ContainerRuntime
  /** The Kubernetes API, HTTP without sockets; watches stream their body. Upgrades (exec, attach, port-forward) are the daemon's. Without a caller it is the cluster's own request. */
  handle(request: Request, caller?: Caller): Promise<Response>
  /** The refusal of a request that is upgraded rather than handled; undefined where the caller may. */
  authorize(request: Request, caller: Caller): Promise<Status | undefined>
  /** Applies a manifest as `kubectl apply` would, without HTTP. */
  apply(object: KubernetesObject, fieldManager?: string): Status | StoredObject
  /** True once something in the cluster, a probe or a program, has looked at the network; before that no policy can have changed anything. */
  readonly isObserved: boolean
  /** Runs controllers and kubelets until nothing is left to do now; with a virtual clock, advances it by at most `limitMs` while something waits. */
  settle(limitMs?: number): Promise<void>
  /** The state now. Kept until the store changes, so that asking twice costs nothing. */
  snapshot(): Snapshot
  /** Calls `notice` whenever `snapshot` may say something else: an object was written, or a program listens or no longer does. */
  watchNetwork(notice: () => void): () => void
  /**
   * An HTTP request through the network model that reaches the container's program (which logs it), for node ports, Ingress and
   * port-forward. Where several endpoints may be chosen, `chance` says which one is, as for `choose`.
   */
  send(question: SentRequest, chance: number): Promise<Sent | undefined>
  /** A connection that the model has made, to the process at its end; undefined where that takes no client. */
  open(outcome: Pick<ConnectOutcome, 'walk'>): Connection | undefined
  stop(): void
}

/** What objects are put into. */
export type WritableCluster = Pick<Cluster, 'store' | 'writer' | 'apply'>

/** A cluster to be asked rather than used: its workloads get their Pods in one step. */
export interface PlaceableCluster extends WritableCluster, Pick<Cluster, 'snapshot' | 'stop'> {
  /**
   * Makes the Pods of all workloads, and gives Pods nodes, addresses and, where they simply stand or their kubelets alone know what
   * becomes of them, their status. False where some have to be run with all else that a cluster has; then this one is of no use any more.
   */
  standPods(): Promise<boolean>
  /** Makes Pods as `standPods` does; those that do not simply stand are run for at most `limitMs`. */
  placePods(limitMs?: number): Promise<void>
}
