/** How network plugins are installed in a cluster that was made without one; each enforces NetworkPolicies. */
import type { NetworkPlugin } from '../../environments/kind/settings.ts'

const CALICO = 'https://raw.githubusercontent.com/projectcalico/calico/v3.31.0/manifests'

const COMMANDS: Readonly<Record<NetworkPlugin, readonly string[]>> = {
  kind: [],
  calico: [
    `kubectl create -f ${CALICO}/calico.yaml`,
    'kubectl -n kube-system set env daemonset/calico-node CALICO_IPV4POOL_CIDR=10.244.0.0/16',
  ],
  cilium: ['cilium install --set ipam.mode=kubernetes', 'cilium status --wait'],
}

/** Lines for a shell, from taking the cluster's kubeconfig to the command that goes on. */
export const installLines = (plugin: NetworkPlugin): readonly string[] => [
  'eval "$(npx grade env --on kind)"',
  ...COMMANDS[plugin],
  'npx grade up --on kind',
]
