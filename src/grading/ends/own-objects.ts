/** What every cluster runs of itself: nobody who asks about a cluster of theirs means it. */
import type { KubernetesObject } from '../../kubernetes/object.ts'

const OWN = /^(?:kube-.*|ingress-nginx|envoy-gateway-system)$/u

/** Whether an object is the cluster's own, with the controllers that come with it. */
export const isOwnObject = ({ metadata: { namespace = '', name } }: Pick<KubernetesObject, 'metadata'>): boolean =>
  OWN.test(namespace) || (namespace === 'default' && name === 'kubernetes')
