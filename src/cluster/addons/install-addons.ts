/**
 * What is put into a new cluster once its API answers, as kubeadm and kind do it: kube-proxy and the network plugin on each node, and the
 * configuration of both. The emulation needs none of it: the network model is what they would have made of the nodes.
 */
import { isStatus } from '../../kubernetes/errors.ts'
import { CONTROL_PLANE } from '../bootstrap-nodes.ts'
import type { Cluster } from '../contract.ts'
import { dnsServiceIpOf, type ClusterRanges } from '../ranges.ts'
import type { AddonsSetup } from './addons-setup.ts'
import { kubeProxy } from './kube-proxy.ts'
import { kubeadmConfiguration } from './kubeadm-configuration.ts'
import { networkPlugin } from './network-plugin.ts'
import { authorOf } from '../bootstrap-authors.ts'

/** Throws where an object is refused, which is our own mistake. */
export function installAddons(
  cluster: Pick<Cluster, 'apply'>,
  { ranges, certificateAuthority }: { readonly ranges: ClusterRanges; readonly certificateAuthority: string },
): void {
  const setup: AddonsSetup = {
    podCidrs: ranges.podCidrs,
    serviceCidrs: ranges.serviceCidrs,
    dnsServiceIp: dnsServiceIpOf(ranges),
    apiServer: `https://${CONTROL_PLANE}:6443`,
    certificateAuthority,
  }
  for (const object of [...kubeadmConfiguration(setup), ...kubeProxy(setup), ...networkPlugin(setup)]) {
    const result = cluster.apply(object, authorOf(object))
    if (isStatus(result)) throw new Error(`${object.kind} ${object.metadata.name ?? ''}: ${result.message ?? ''}`)
  }
}
