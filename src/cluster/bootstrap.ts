/** What a new cluster has before anybody uses it. Shapes as kubeadm and kind make them. */
import type { Pod } from '../kubernetes/generated/types.ts'
import { isDeployment } from '../kubernetes/guards.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { SYSTEM_PRIORITY_CLASSES } from '../kubernetes/priority-classes.ts'
import type { ApiWriter } from './api/create-writer.ts'
import { readyCondition, SERVICE_CIDR_FINALIZER } from './api/allocate/service-cidrs.ts'
import { CONTROLLER_CLASSES } from './controller-classes.ts'
import { apiEndpoints, apiService, completeMirror, STATIC_PODS } from './bootstrap-control-plane.ts'
import { COREFILE } from './corefile.ts'
import { DNS_HASH, PLAIN_DNS, type DnsDetails } from './bootstrap-coredns.ts'
import { authorOf, withNodeAuthors } from './bootstrap-authors.ts'
import { bootstrapNodes, CONTROL_PLANE } from './bootstrap-nodes.ts'
import { rememberHash } from './controllers/workloads/template-hash.ts'
import type { Clock } from './environment.ts'
import { DEFAULT_RANGES, dnsServiceIpOf, type ClusterRanges } from './ranges.ts'
import type { Store } from './store/store.ts'
import { toTimestamp } from './time.ts'

const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
})

const service = (
  metadata: {
    readonly name: string
    readonly namespace: string
    readonly labels: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  },
  spec: object,
): KubernetesObject => ({ apiVersion: 'v1', kind: 'Service', metadata, spec }) as KubernetesObject

const DNS_LABELS = { 'k8s-app': 'kube-dns' } as const
const INGRESS_LABELS = {
  'app.kubernetes.io/component': 'controller',
  'app.kubernetes.io/instance': 'ingress-nginx',
  'app.kubernetes.io/name': 'ingress-nginx',
} as const

const deployment = (
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
  replicas: number,
  { pod, strategy }: Pick<DnsDetails, 'pod' | 'strategy'>,
): KubernetesObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas,
      selector: { matchLabels: metadata.labels },
      ...(strategy === undefined ? {} : { strategy }),
      template: { metadata: { labels: metadata.labels }, spec: pod },
    },
  }) as KubernetesObject

const ingressPod = {
  containers: [
    {
      name: 'controller',
      image: 'registry.k8s.io/ingress-nginx/controller:v1.15.1',
      ports: [
        { name: 'http', containerPort: 80, protocol: 'TCP' },
        { name: 'https', containerPort: 443, protocol: 'TCP' },
      ],
    },
  ],
  nodeSelector: { 'kubernetes.io/hostname': CONTROL_PLANE },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
} as const

const inKubeSystem = (
  name: string,
  labels: Readonly<Record<string, string>> = {},
): { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> } => ({
  name,
  namespace: 'kube-system',
  labels,
})

/** What says where the API server and DNS are, and out of which ranges the others get addresses. */
const addressed = (ranges: ClusterRanges, now: string): readonly KubernetesObject[] => [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes', finalizers: [SERVICE_CIDR_FINALIZER] },
    spec: { cidrs: ranges.serviceCidrs },
    status: { conditions: [readyCondition(now)] },
  } as KubernetesObject,
  apiService(ranges),
  service(
    {
      ...inKubeSystem('kube-dns', {
        'k8s-app': 'kube-dns',
        'kubernetes.io/cluster-service': 'true',
        'kubernetes.io/name': 'CoreDNS',
      }),
      annotations: { 'prometheus.io/port': '9153', 'prometheus.io/scrape': 'true' },
    },
    {
      clusterIP: dnsServiceIpOf(ranges),
      selector: DNS_LABELS,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  ),
  ...apiEndpoints(ranges),
]

const objectsOf = (ranges: ClusterRanges, now: string, { staticPods, dns }: NewClusterDetails): readonly KubernetesObject[] => [
  namespace('kube-system'),
  namespace('default'),
  namespace('kube-public'),
  namespace('kube-node-lease'),
  namespace('ingress-nginx', { 'app.kubernetes.io/instance': 'ingress-nginx', 'app.kubernetes.io/name': 'ingress-nginx' }),
  ...SYSTEM_PRIORITY_CLASSES,
  ...CONTROLLER_CLASSES,
  ...addressed(ranges, now),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace: 'kube-system' },
    data: { Corefile: COREFILE },
  } as KubernetesObject,
  service(
    { name: 'ingress-nginx-controller', namespace: 'ingress-nginx', labels: INGRESS_LABELS },
    {
      selector: INGRESS_LABELS,
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'https', port: 443, targetPort: 'https' },
      ],
    },
  ),
  // In the order in which controllers find them when they begin, so that Pods get the addresses that a placed cluster gives.
  deployment({ name: 'ingress-nginx-controller', namespace: 'ingress-nginx', labels: INGRESS_LABELS }, 1, { pod: ingressPod }),
  deployment(inKubeSystem('coredns', DNS_LABELS), 2, dns),
  ...staticPods,
]

/** Hashes of the templates of a new cluster's Deployments: working them out takes longer than making all of its objects. */
const TEMPLATE_HASHES: Readonly<Record<string, string>> = { coredns: DNS_HASH, 'ingress-nginx-controller': '7b65565f69' }

const KNOWN_HASHES: ReadonlySet<string> = new Set(Object.values(TEMPLATE_HASHES))

/** A Pod that a new cluster's own Deployments make is as they are: known to be valid. */
export const isOfNewCluster = ({ metadata }: Pod): boolean => KNOWN_HASHES.has(metadata.labels?.['pod-template-hash'] ?? '')

/** How much there is to see of what a new cluster runs. */
export interface NewClusterDetails {
  readonly staticPods: readonly Pod[]
  readonly dns: DnsDetails
  /** Whether managedFields tells who has written each. */
  readonly hasAuthors?: boolean
}

const PLAIN: NewClusterDetails = { staticPods: STATIC_PODS, dns: PLAIN_DNS }

export interface BootstrapContext {
  readonly store: Store
  readonly writer: ApiWriter
  readonly clock: Clock
  readonly uuid: () => string
  /** kubeadm's where absent. */
  readonly ranges?: ClusterRanges
  /** What only its network is asked of where absent. */
  readonly details?: NewClusterDetails
}

/** Puts a new cluster's objects into an empty store. Throws where one of them is refused, which is our own mistake. */
export const bootstrap = ({ store, writer, clock, uuid, ranges = DEFAULT_RANGES, details = PLAIN }: BootstrapContext): void => {
  const { hasAuthors = false } = details
  for (const each of bootstrapNodes(ranges, toTimestamp(clock.now()), uuid))
    store.put('nodes', hasAuthors ? withNodeAuthors(each) : each)
  const staticPods = details.staticPods.map((pod) => completeMirror(pod, store, clock.now()))
  for (const object of objectsOf(ranges, toTimestamp(clock.now()), { ...details, staticPods })) {
    const author = hasAuthors ? { fieldManager: authorOf(object) } : {}
    const result = writer.create(object, { keepStatus: true, known: true, ...author })
    const { kind, metadata } = object
    if (!result.ok) throw new Error(`bootstrap: ${kind} ${metadata.name ?? ''}: ${result.status.message ?? ''}`)
    const hash = TEMPLATE_HASHES[metadata.name ?? '']
    if (hash !== undefined && isDeployment(result.object) && result.object.spec !== undefined)
      rememberHash(result.object.spec.template, hash)
  }
}
