/** CoreDNS as kubeadm installs it. @see k8s.io/kubernetes cmd/kubeadm/app/phases/addons/dns/manifests.go, v1.34 */
import type { PodSpec } from '../kubernetes/generated/types.ts'
import { CONTROL_PLANE } from './bootstrap-nodes.ts'

/** A Deployment's replicas: its rolling update and its Pods. */
export interface DnsDetails {
  readonly pod: PodSpec
  readonly strategy?: { readonly type: 'RollingUpdate'; readonly rollingUpdate: { readonly maxUnavailable: number } }
}

/** Of the detailed template, with which the plain one's Pods are called, too: both are the same cluster's. */
export const DNS_HASH = '69b4956bfb'

const port = (name: string, containerPort: number, protocol = 'TCP') => ({ name, containerPort, protocol })

const CONTAINER = {
  name: 'coredns',
  image: 'registry.k8s.io/coredns/coredns:v1.12.1',
  args: ['-conf', '/etc/coredns/Corefile'],
  volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
}
const PORTS = [port('dns', 53, 'UDP'), port('dns-tcp', 53), port('metrics', 9153)]

const POD: Omit<PodSpec, 'containers'> = {
  dnsPolicy: 'Default',
  priorityClassName: 'system-cluster-critical',
  tolerations: [
    { key: 'CriticalAddonsOnly', operator: 'Exists' },
    { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
  ],
  // A real one is placed while there is no other node.
  nodeSelector: { 'kubernetes.io/hostname': CONTROL_PLANE },
  volumes: [{ name: 'config-volume', configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] } }],
}

/** What a cluster needs that only its network is asked of. */
export const PLAIN_DNS: DnsDetails = {
  pod: { ...POD, containers: [{ ...CONTAINER, ports: PORTS }] },
}

/** With its account, probes and limits. */
export const detailedDns = (): DnsDetails => ({
  pod: {
    ...POD,
    serviceAccountName: 'coredns',
    nodeSelector: { ...POD.nodeSelector, 'kubernetes.io/os': 'linux' },
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              labelSelector: { matchExpressions: [{ key: 'k8s-app', operator: 'In', values: ['kube-dns'] }] },
              topologyKey: 'kubernetes.io/hostname',
            },
          },
        ],
      },
    },
    containers: [
      {
        ...CONTAINER,
        imagePullPolicy: 'IfNotPresent',
        resources: { limits: { memory: '170Mi' }, requests: { cpu: '100m', memory: '70Mi' } },
        ports: [...PORTS, port('liveness-probe', 8080), port('readiness-probe', 8181)],
        livenessProbe: {
          httpGet: { path: '/health', port: 'liveness-probe', scheme: 'HTTP' },
          initialDelaySeconds: 60,
          timeoutSeconds: 5,
          successThreshold: 1,
          failureThreshold: 5,
        },
        readinessProbe: { httpGet: { path: '/ready', port: 'readiness-probe', scheme: 'HTTP' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
          readOnlyRootFilesystem: true,
        },
      },
    ],
  },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
})
