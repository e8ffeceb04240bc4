/** The control plane as the cluster itself sees it: its Pods, which files on a node ask for, and Service `kubernetes`. */
import type { KubernetesObject } from '../kubernetes/object.ts'
import { familyOf } from '../network/address.ts'
import { MIRROR } from './api/admission/pod.ts'
import { CONTROL_PLANE, VERSION } from './bootstrap-nodes.ts'
import { apiServiceIpOf, nodeAddressesOf, type ClusterRanges } from './ranges.ts'

const staticPod = (component: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${component}-${CONTROL_PLANE}`,
      namespace: 'kube-system',
      labels: { component, tier: 'control-plane' },
      annotations: { 'kubernetes.io/config.source': 'file', [MIRROR]: component },
    },
    spec: {
      nodeName: CONTROL_PLANE,
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

/** The mirrors of the Pods that the control plane's node starts by itself. */
export const STATIC_PODS: readonly KubernetesObject[] = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
].map(staticPod)

export const apiService = (ranges: ClusterRanges): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { clusterIP: apiServiceIpOf(ranges), ports: [{ name: 'https', port: 443, targetPort: 6443 }] },
  }) as KubernetesObject

/** Where the API server listens: the node's address of the Service's family. */
const apiServerAddress = (ranges: ClusterRanges): string => {
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
export const controlPlaneObjects = (ranges: ClusterRanges): readonly KubernetesObject[] => [
  apiService(ranges),
  ...apiEndpoints(ranges),
  ...STATIC_PODS,
]
