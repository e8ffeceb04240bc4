import type { Choices } from './choices.ts'
import type { DnsServerBlock } from './dns/corefile/model.ts'
import type { Protocol } from './model.ts'

/** How a program answers HTTP requests: the first route whose path fits decides. */
export interface HttpRoute {
  /** The path that is fitted. */
  readonly path: string
  /** Whether the path has to be the whole one. */
  readonly match: 'exact' | 'prefix'
  /** The methods that it takes; every one where absent. */
  readonly methods?: readonly string[]
  /** The status that is answered. */
  readonly status: number
  /** The words beside it, with the body's placeholders; the usual ones where absent. */
  readonly reason?: string
  /** Of HTTP; 1.1 where absent. */
  readonly version?: '1.0'
  /** Headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Placeholders `{hostname}`, `{path}`, `{host}`, `{client}`, `{method}` stand for the Pod's name, and what the request carried. */
  readonly body: string
}

/** Ports on which programs expect TLS unless their facts say otherwise. */
export const isTlsPort = (port: number): boolean => port === 443 || port === 6443 || port === 8443 || port === 10_250

/** A socket that a process of a Pod listens on. Independent of `containerPort` (semantics.md V5, P5). */
export interface Listener {
  /** The container's name. */
  readonly container: string
  /** `nginx`, `redis-server`, … */
  readonly program: string
  /** The transport protocol. */
  readonly protocol: Protocol
  /** Its port. */
  readonly port: number
  /** `0.0.0.0` or `::` for all addresses; `127.0.0.1` is reached from the Pod itself only. */
  readonly address: string
  /** Present where a second socket waits at the same port of all IPv6 addresses; `address` is that of the first. */
  readonly ipv6?: true
  /** Whether it speaks TLS; `isTlsPort` of its port where absent. */
  readonly tls?: boolean
  /** Present where the program speaks HTTP. No route fits: 404. */
  readonly http?: readonly HttpRoute[]
  /** What a program that speaks no HTTP sends on connect or as its reply. */
  readonly banner?: string
  /** Present where only its socket was seen: what it answers nobody knows. */
  readonly unknown?: true
}

/** How a container's process ended that should have gone on. */
export interface Crash {
  /** The container's name. */
  readonly container: string
  /** The process's exit code. */
  readonly exitCode: number
  /** The last line that it printed; empty where it printed none. */
  readonly lastLine: string
  /** The port that it wanted and another container of the Pod had. */
  readonly takenPort?: number
}

/** A file that somebody changed in a running container, as with `kubectl exec`: gone when the container starts again. */
export interface FileEdit {
  /** The container's name. */
  readonly container: string
  /** Absolute. */
  readonly path: string
  /** The content; absent where the file was removed. */
  readonly text?: string
}

/** What runs in one Pod. `complete` is false where an image is not in the catalogue: what it listens on is then unknown. */
export interface PodFacts {
  /** Sockets of all running containers. */
  readonly listeners: readonly Listener[]
  /** False where it is not known what an image listens on. */
  readonly complete: boolean
  /** Absent where no container has ended against its Pod's will. */
  readonly crashes?: readonly Crash[]
  /** Absent where nobody has changed files from outside. */
  readonly edits?: readonly FileEdit[]
}

/** Behaviour that no Kubernetes object states. Defaults are those of a kind cluster: kindnetd, kube-proxy iptables, CoreDNS by kubeadm. */
export interface ClusterFacts {
  /** The domain of Services, without a dot at its end. */
  readonly clusterDomain: string
  /** The ranges of Pod addresses. */
  readonly podCidrs: readonly string[]
  /** The ranges of cluster addresses. */
  readonly serviceCidrs: readonly string[]
  /** The cluster address of kube-dns. */
  readonly dnsServiceIp: string
  /** kube-proxy's mode. */
  readonly proxyMode: 'iptables' | 'nftables' | 'ipvs'
  /** kube-proxy's --masquerade-all (K11); false where absent. */
  readonly masqueradeAll?: boolean
  /** kube-proxy's --iptables-localhost-nodeports (K13); true where absent, as kube-proxy's own default. */
  readonly localhostNodePorts?: boolean
  /**
   * kube-proxy's --nodeport-addresses (K13): which addresses of a node answer node ports. Blocks, or `all`, or `primary`: the
   * first of its family. Where absent or empty, all; in nftables mode, the primary ones (K-nft).
   */
  readonly nodePortAddresses?: readonly string[] | 'all' | 'primary'
  /** False for network plugins that accept NetworkPolicies and ignore them (N28). */
  readonly policiesEnforced: boolean
  /** Whether an ipBlock matches a Pod's address (N19). */
  readonly ipBlocksMatchPods: boolean
  /** How CoreDNS treats `1-2-3-4.ns.pod.<domain>` (D7). */
  readonly podRecords: 'disabled' | 'insecure' | 'verified'
  /** How long answers of CoreDNS may be kept, in seconds. */
  readonly dnsTtlSeconds: number
  /** CoreDNS's servers (D15): absent where answers are those of kubeadm's Corefile. */
  readonly dnsBlocks?: readonly DnsServerBlock[]
  /** The resolv.conf of the nodes: what `dnsPolicy: Default` Pods use, and where CoreDNS forwards. */
  readonly nodeNameservers: readonly string[]
  /** The search list of the nodes' resolv.conf. */
  readonly nodeSearches: readonly string[]
  /** Names outside the cluster that resolve, and their addresses. */
  readonly outsideNames: Readonly<Record<string, readonly string[]>>
  /** Ingress controllers that run: the IngressClass controller names they serve, and where clients outside reach them. */
  readonly ingressControllers: readonly IngressControllerFacts[]
  /** Controllers of the Gateway API that run; `DEFAULT_GATEWAY_CONTROLLERS` where absent. */
  readonly gatewayControllers?: readonly GatewayControllerFacts[]
  /** As kindnetd joins Pods where absent. */
  readonly podNetwork?: PodNetworkFacts
  /** What implementations are free to choose; `DEFAULT_CHOICES` for what is absent. */
  readonly choices?: Partial<Choices>
  /** Present where NodeLocal DNSCache runs on the nodes (D28). */
  readonly nodeLocalDns?: NodeLocalDnsFacts
  /** False as long as CoreDNS has not read the cluster's Services (D14); true where absent. */
  readonly dnsSynced?: boolean
}

/** How the network plugin joins Pods to their node, and nodes to each other. */
export interface PodNetworkFacts {
  /**
   * `ptp`: a veth for each Pod and a route to it, plain routes between nodes (kindnetd, P8). `bridge`: the Pods of a node
   * share the bridge cni0, plain routes between nodes (flannel host-gw, P9). `vxlan`: the bridge, and packets between nodes
   * travel inside UDP (flannel, P11).
   */
  readonly plugin: 'ptp' | 'bridge' | 'vxlan'
  /** Largest packet on the links between nodes, in bytes; 1500 where absent. */
  readonly nodeMtu?: number
  /** bridge-nf-call-iptables (P10): without it, answers that cross the bridge keep their source; true where absent. */
  readonly bridgeNetfilter?: boolean
}

/** How NodeLocal DNSCache is set up. */
export interface NodeLocalDnsFacts {
  /** By convention 169.254.20.10. */
  readonly ip: string
  /** Whether it answers for the address of Service kube-dns, too (D29); not possible in ipvs mode. */
  readonly bindsServiceIp: boolean
}

/** An Ingress controller that runs. */
export interface IngressControllerFacts {
  /** As in IngressClass spec.controller, e.g. `k8s.io/ingress-nginx`. */
  readonly controller: string
  /** Whose rules it follows where the specification leaves things open. */
  readonly behaviour: 'ingress-nginx' | 'specification'
  /** The controller's Pods, by namespace and labels; empty for one that runs outside Pods (then its source address is a node's). */
  readonly namespace: string
  /** Labels of the controller's Pods. */
  readonly podLabels: Readonly<Record<string, string>>
}

/** A controller of the Gateway API, and the proxies that it runs for Gateways. */
export interface GatewayControllerFacts {
  /** As in GatewayClass spec.controllerName. */
  readonly controller: string
  /** The program that the proxies run, e.g. `envoy`. */
  readonly program: string
  /** Where the proxies' Pods are: this namespace, or each Gateway's own where absent. */
  readonly namespace?: string
  /** Labels of the proxies' Pods; empty for proxies outside Pods (then their source address is a node's). */
  readonly podLabels: Readonly<Record<string, string>>
  /** [impl] The status for a Service without ready endpoints; 503 where absent (I22). */
  readonly statusWithoutEndpoints?: number
  /** [impl] The status where an endpoint cannot be connected to; 503 where absent, as Envoy does. */
  readonly statusUnreachable?: number
}

/** The one that the embedded cluster has: Envoy Gateway, whose proxies run in a namespace of their own. */
export const DEFAULT_GATEWAY_CONTROLLERS: readonly GatewayControllerFacts[] = [
  {
    controller: 'gateway.envoyproxy.io/gatewayclass-controller',
    program: 'envoy',
    namespace: 'envoy-gateway-system',
    podLabels: { 'app.kubernetes.io/component': 'proxy', 'app.kubernetes.io/managed-by': 'envoy-gateway' },
  },
]

/** What no Kubernetes object states. */
export interface Facts {
  /** Facts of the whole cluster. */
  readonly cluster: ClusterFacts
  /** By `namespace/name` of the Pod. A Pod that is missing here has unknown listeners. */
  readonly pods: Readonly<Record<string, PodFacts>>
}

/** The facts of a cluster as kind makes it with its defaults. */
export const DEFAULT_CLUSTER_FACTS: ClusterFacts = {
  clusterDomain: 'cluster.local',
  podCidrs: ['10.244.0.0/16'],
  serviceCidrs: ['10.96.0.0/16'],
  dnsServiceIp: '10.96.0.10',
  proxyMode: 'iptables',
  policiesEnforced: true,
  ipBlocksMatchPods: true,
  podRecords: 'insecure',
  dnsTtlSeconds: 30,
  nodeNameservers: ['172.18.0.1'],
  nodeSearches: [],
  outsideNames: {},
  ingressControllers: [
    {
      controller: 'k8s.io/ingress-nginx',
      behaviour: 'ingress-nginx',
      namespace: 'ingress-nginx',
      podLabels: { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'ingress-nginx' },
    },
  ],
}
