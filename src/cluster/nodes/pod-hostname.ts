/** What a Pod's containers take for their hostname. @see kubernetes pkg/kubelet/kubelet_pods.go, v1.34 */
import type { Sandbox } from './sandbox.ts'

/** The domain of the cluster's names. */
export type HostnameSource = () => string

/** On the node's network a Pod has the node's name. */
export const hostnameOf = (
  { pod: { spec }, name, namespace }: Sandbox,
  clusterDomain: HostnameSource = () => 'cluster.local',
): string => {
  const { hostNetwork, nodeName = name, hostname = name, subdomain = '', setHostnameAsFQDN } = spec ?? {}
  if (hostNetwork === true) return nodeName
  const isFull = setHostnameAsFQDN === true && subdomain !== ''
  return isFull ? `${hostname}.${subdomain}.${namespace}.svc.${clusterDomain()}` : hostname
}
