/** What a new cluster has before anybody uses it. Shapes as kubeadm and kind make them. */
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { ApiWriter } from './api/create-writer.ts'
import { CONTROLLER_CLASSES } from './controller-classes.ts'
import type { Clock } from './environment.ts'
import type { Store } from './store/store.ts'
import { toTimestamp } from './time.ts'

const VERSION = 'v1.34.4'
/** The node on which the API server runs. */
export const CONTROL_PLANE = 'netgrade-control-plane'

const NODES = [
  { name: CONTROL_PLANE, ip: '172.18.0.2', podCidr: '10.244.0.0/24', controlPlane: true },
  { name: 'netgrade-worker', ip: '172.18.0.3', podCidr: '10.244.1.0/24', controlPlane: false },
  { name: 'netgrade-worker2', ip: '172.18.0.4', podCidr: '10.244.2.0/24', controlPlane: false },
] as const

const COREFILE = `.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable success cluster.local
       disable denial cluster.local
    }
    loop
    reload
    loadbalance
}
`

const namespace = (name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
})

const CONDITIONS = [
  {
    type: 'MemoryPressure',
    status: 'False',
    reason: 'KubeletHasSufficientMemory',
    message: 'kubelet has sufficient memory available',
  },
  { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' },
  { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
] as const

const node = ({ name, ip, podCidr, controlPlane }: (typeof NODES)[number], now: string, uid: string): KubernetesObject => {
  const resources = { cpu: '4', 'ephemeral-storage': '64Gi', 'hugepages-2Mi': '0', memory: '8Gi', pods: '110' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      uid,
      creationTimestamp: now,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...(controlPlane
          ? { 'node-role.kubernetes.io/control-plane': '', 'node.kubernetes.io/exclude-from-external-load-balancers': '' }
          : {}),
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: {
      podCIDR: podCidr,
      podCIDRs: [podCidr],
      ...(controlPlane ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: ip },
        { type: 'Hostname', address: name },
      ],
      allocatable: resources,
      capacity: resources,
      conditions: CONDITIONS.map((condition) => ({ ...condition, lastHeartbeatTime: now, lastTransitionTime: now })),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: uid,
        containerRuntimeVersion: 'containerd://2.1.4',
        kernelVersion: '6.12.0-netgrade',
        kubeProxyVersion: '',
        kubeletVersion: VERSION,
        machineID: uid.replaceAll('-', ''),
        operatingSystem: 'linux',
        osImage: 'netgrade embedded cluster',
        systemUUID: uid,
      },
    },
  } as KubernetesObject
}

const service = (
  metadata: { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> },
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
  pod: object,
): KubernetesObject =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas,
      selector: { matchLabels: metadata.labels },
      template: { metadata: { labels: metadata.labels }, spec: pod },
    },
  }) as KubernetesObject

const dnsPod = {
  containers: [
    {
      name: 'coredns',
      image: 'registry.k8s.io/coredns/coredns:v1.12.1',
      args: ['-conf', '/etc/coredns/Corefile'],
      ports: [
        { name: 'dns', containerPort: 53, protocol: 'UDP' },
        { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
        { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
      ],
      volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
    },
  ],
  dnsPolicy: 'Default',
  priorityClassName: 'system-cluster-critical',
  tolerations: [
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  ],
  nodeSelector: { 'kubernetes.io/hostname': 'netgrade-control-plane' },
  volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } }],
} as const

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
  nodeSelector: { 'kubernetes.io/hostname': 'netgrade-control-plane' },
  tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists', effect: 'NoSchedule' }],
} as const

const staticPod = (component: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${component}-netgrade-control-plane`,
      namespace: 'kube-system',
      labels: { component, tier: 'control-plane' },
    },
    spec: {
      nodeName: 'netgrade-control-plane',
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
      containers: [
        {
          name: component,
          image: component === 'etcd' ? 'registry.k8s.io/etcd:3.6.4-0' : `registry.k8s.io/${component}:${VERSION}`,
          command: [component],
        },
      ],
    },
  }) as KubernetesObject

const inKubeSystem = (
  name: string,
  labels: Readonly<Record<string, string>> = {},
): { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> } => ({
  name,
  namespace: 'kube-system',
  labels,
})

const OBJECTS: readonly KubernetesObject[] = [
  namespace('kube-system'),
  namespace('default'),
  namespace('kube-public'),
  namespace('kube-node-lease'),
  namespace('ingress-nginx', { 'app.kubernetes.io/instance': 'ingress-nginx', 'app.kubernetes.io/name': 'ingress-nginx' }),
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes' },
    spec: { cidrs: ['10.96.0.0/16'] },
  } as KubernetesObject,
  ...CONTROLLER_CLASSES,
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'coredns', namespace: 'kube-system' },
    data: { Corefile: COREFILE },
  } as KubernetesObject,
  service(
    { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    { clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  ),
  service(
    inKubeSystem('kube-dns', {
      'k8s-app': 'kube-dns',
      'kubernetes.io/cluster-service': 'true',
      'kubernetes.io/name': 'CoreDNS',
    }),
    {
      clusterIP: '10.96.0.10',
      selector: DNS_LABELS,
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  ),
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['172.18.0.2'], conditions: { ready: true } }],
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
  } as KubernetesObject,
  {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: '172.18.0.2' }], ports: [{ name: 'https', port: 6443, protocol: 'TCP' }] }],
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
  deployment(inKubeSystem('coredns', DNS_LABELS), 2, dnsPod),
  deployment({ name: 'ingress-nginx-controller', namespace: 'ingress-nginx', labels: INGRESS_LABELS }, 1, ingressPod),
  ...['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(staticPod),
]

export interface BootstrapContext {
  readonly store: Store
  readonly writer: ApiWriter
  readonly clock: Clock
  readonly uuid: () => string
}

/** Puts a new cluster's objects into an empty store. Throws where one of them is refused, which is our own mistake. */
export const bootstrap = ({ store, writer, clock, uuid }: BootstrapContext): void => {
  const now = toTimestamp(clock.now())
  for (const each of NODES) store.put('nodes', node(each, now, uuid()))
  for (const object of OBJECTS) {
    const result = writer.create(object)
    if (!result.ok) throw new Error(`bootstrap: ${object.kind} ${object.metadata.name ?? ''}: ${result.status.message ?? ''}`)
  }
}
