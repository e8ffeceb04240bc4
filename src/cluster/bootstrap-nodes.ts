/** The nodes that a new cluster has. Shapes as kubeadm and kind make them. */
import { KERNEL_VERSION } from './nodes/kernel-version.ts'
import type { Node } from '../kubernetes/generated/types.ts'
import { nodeAddressesOf, nodeRangesOf, type ClusterRanges } from './ranges.ts'

export const VERSION = 'v1.34.4'
/** The node on which the API server runs. */
export const CONTROL_PLANE = 'netgrade-control-plane'

/** Names of the nodes, in the order of their numbers. */
export const BOOTSTRAP_NODES: readonly string[] = [CONTROL_PLANE, 'netgrade-worker', 'netgrade-worker2']

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

/** What Node objects tell of each node's processors. */
export const NODE_CPUS = '16'

interface NodeSetup {
  readonly name: string
  readonly addresses: readonly string[]
  readonly podCidrs: readonly string[]
}

const node = ({ name, addresses, podCidrs }: NodeSetup, now: string, uid: string): Node => {
  const isControlPlane = name === CONTROL_PLANE
  const resources = {
    cpu: NODE_CPUS,
    'ephemeral-storage': '64Gi',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: '32Gi',
    pods: '110',
  }
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
        ...(isControlPlane
          ? {
              'ingress-ready': 'true',
              'node-role.kubernetes.io/control-plane': '',
              'node.kubernetes.io/exclude-from-external-load-balancers': '',
            }
          : {}),
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {
      ...(podCidrs[0] === undefined ? {} : { podCIDR: podCidrs[0] }),
      podCIDRs: podCidrs,
      providerID: `kind://docker/netgrade/${name}`,
      ...(isControlPlane ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] } : {}),
    },
    status: {
      addresses: [...addresses.map((address) => ({ type: 'InternalIP', address })), { type: 'Hostname', address: name }],
      allocatable: resources,
      capacity: resources,
      conditions: CONDITIONS.map((condition) => ({ ...condition, lastHeartbeatTime: now, lastTransitionTime: now })),
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: uid,
        containerRuntimeVersion: 'containerd://2.1.4',
        kernelVersion: KERNEL_VERSION,
        kubeProxyVersion: '',
        kubeletVersion: VERSION,
        machineID: uid.replaceAll('-', ''),
        operatingSystem: 'linux',
        osImage: 'netgrade embedded cluster',
        systemUUID: uid,
      },
    },
  }
}

/** All nodes of a new cluster. */
export const bootstrapNodes = (ranges: ClusterRanges, now: string, uuid: () => string): readonly Node[] =>
  BOOTSTRAP_NODES.map((name, number) =>
    node({ name, addresses: nodeAddressesOf(ranges, number), podCidrs: nodeRangesOf(ranges, number) }, now, uuid()),
  )
