/** The control plane as the cluster itself sees it: its Pods, which files on a node ask for, and Service `kubernetes`. */
import type { Container, Pod, Volume } from '../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { familyOf } from '../network/address.ts'
import { MIRROR } from '../kubernetes/mirror-pod.ts'
import { CONTROL_PLANE, VERSION } from './bootstrap-nodes.ts'
import { hexDigits } from './controllers/workloads/template-hash.ts'
import { apiServiceIpOf, nodeAddressesOf, type ClusterRanges } from './ranges.ts'
import type { Store } from './store/store.ts'

/** What a file says beside the component's name. */
interface StaticPodDetails {
  readonly annotations: Readonly<Record<string, string>>
  readonly container: Partial<Container>
  readonly volumes: readonly Volume[]
}

const imageOf = (component: string): string =>
  component === 'etcd' ? 'registry.k8s.io/etcd:3.6.5-0' : `registry.k8s.io/${component}:${VERSION}`

/** The mirror of a Pod that the control plane's node starts by itself. */
export const staticPod = (component: string, details?: StaticPodDetails): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${component}-${CONTROL_PLANE}`,
    namespace: 'kube-system',
    labels: { component, tier: 'control-plane' },
    annotations: { 'kubernetes.io/config.source': 'file', [MIRROR]: component, ...details?.annotations },
  },
  spec: {
    nodeName: CONTROL_PLANE,
    hostNetwork: true,
    priorityClassName: 'system-node-critical',
    tolerations: [{ operator: 'Exists', effect: 'NoExecute' }],
    containers: [{ name: component, image: imageOf(component), command: [component], ...details?.container }],
    ...(details === undefined
      ? {}
      : { securityContext: { seccompProfile: { type: 'RuntimeDefault' } }, volumes: details.volumes }),
  },
})

/** Those of a cluster that only its network is asked of. */
export const STATIC_PODS: readonly Pod[] = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'].map(
  (component) => staticPod(component),
)

/** What the node's kubelet adds when it shows one: which file it has read and when, and that the node owns it. */
export function completeMirror(pod: Pod, store: Pick<Store, 'get'>, nowMs: number): Pod {
  const { uid } = store.get('nodes', undefined, CONTROL_PLANE)?.metadata ?? {}
  const hash = hexDigits(JSON.stringify(pod.spec), 4)
  const seen = { 'kubernetes.io/config.hash': hash, [MIRROR]: hash, 'kubernetes.io/config.seen': new Date(nowMs).toISOString() }
  const owner = { apiVersion: 'v1', kind: 'Node', name: CONTROL_PLANE, controller: true }
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: { ...pod.metadata.annotations, ...seen },
      ...(uid === undefined ? {} : { ownerReferences: [{ ...owner, uid }] }),
    },
  }
}

export const apiService = (ranges: ClusterRanges): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: apiServiceIpOf(ranges), ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  }) as KubernetesObject

/** Where the API server listens: the node's address of the Service's family. */
export const apiServerAddress = (ranges: ClusterRanges): string => {
  const family = familyOf(apiServiceIpOf(ranges))
  const addresses = nodeAddressesOf(ranges, 0)
  return addresses.find((ip) => familyOf(ip) === family) ?? addresses[0] ?? ''
}

/** What the API server writes of itself: no controller makes endpoints of a Service without a selector. */
export const apiEndpoints = (ranges: ClusterRanges): readonly KubernetesObject[] => {
  const address = apiServerAddress(ranges)
  const ports = [{ name: 'https', port: 6443, protocol: 'TCP' }]
  return [
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: familyOf(address),
      endpoints: [{ addresses: [address], conditions: { ready: true } }],
      ports,
    } as KubernetesObject,
    {
      apiVersion: 'v1',
      kind: 'Endpoints',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: [{ ip: address }], ports }],
    } as KubernetesObject,
  ]
}

/** All of it: what comes back where somebody deletes it. */
export const controlPlaneObjects = (ranges: ClusterRanges, staticPods: readonly Pod[]): readonly KubernetesObject[] => [
  apiService(ranges),
  ...apiEndpoints(ranges),
  ...staticPods,
]
