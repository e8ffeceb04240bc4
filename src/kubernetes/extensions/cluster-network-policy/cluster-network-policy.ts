/** Policies of the whole cluster, by name. @see kubernetes-sigs/network-policy-api config/crd/experimental, v0.2.0 */
import type { Extension } from '../extension.ts'

export const CLUSTER_NETWORK_POLICY: Extension = {
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  resources: [
    { kind: 'ClusterNetworkPolicy', plural: 'clusternetworkpolicies', short: 'cnp', cluster: true, subresources: 'status' },
  ],
  roots: { ClusterNetworkPolicy: 'ClusterNetworkPolicy' },
}
