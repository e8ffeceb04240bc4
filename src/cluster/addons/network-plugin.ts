/** kindnet, the network plugin of clusters that kind makes: routes between the nodes, and NetworkPolicies. */
import type { ClusterRole, ClusterRoleBinding, DaemonSet } from '../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { CONTROL_PLANE } from '../bootstrap-nodes.ts'
import type { AddonsSetup } from './addons-setup.ts'

const NAME = 'kindnet'
const METADATA = { name: NAME, namespace: 'kube-system' } as const
const LABELS = { app: NAME, 'k8s-app': NAME, tier: 'node' } as const
const RBAC = 'rbac.authorization.k8s.io'

const role: ClusterRole = {
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRole',
  metadata: { name: NAME },
  rules: [
    { apiGroups: [''], resources: ['nodes', 'pods', 'namespaces'], verbs: ['list', 'watch', 'patch'] },
    { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['list', 'watch'] },
  ],
}

const binding: ClusterRoleBinding = {
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name: NAME },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: NAME },
  subjects: [{ kind: 'ServiceAccount', ...METADATA }],
}

const resources = { cpu: '100m', memory: '50Mi' } as const

const daemonSet = ({ podCidrs }: AddonsSetup): DaemonSet => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { ...METADATA, labels: LABELS },
  spec: {
    selector: { matchLabels: { app: NAME } },
    template: {
      metadata: { labels: LABELS },
      spec: {
        hostNetwork: true,
        serviceAccountName: NAME,
        priorityClassName: 'system-node-critical',
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        tolerations: [{ operator: 'Exists' }],
        containers: [
          {
            name: 'kindnet-cni',
            image: 'docker.io/kindest/kindnetd:v20250512-df8de77b',
            env: [
              { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } },
              { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
              { name: 'POD_SUBNET', value: podCidrs.join(',') },
              { name: 'CONTROL_PLANE_ENDPOINT', value: `${CONTROL_PLANE}:6443` },
            ],
            resources: { requests: resources, limits: resources },
            securityContext: { privileged: false, capabilities: { add: ['NET_RAW', 'NET_ADMIN'] } },
            volumeMounts: [
              { name: 'cni-cfg', mountPath: '/etc/cni/net.d' },
              { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
              { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: 'cni-cfg', hostPath: { path: '/etc/cni/net.d' } },
          { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
          { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
        ],
      },
    },
  },
})

export const networkPlugin = (setup: AddonsSetup): readonly KubernetesObject[] => [
  role,
  binding,
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: METADATA },
  daemonSet(setup),
]
