/** What the API server says of a Pod that no kubelet has: nobody can be asked about its processes. */
import { badRequest } from '../../kubernetes/errors.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Status } from '../../kubernetes/status.ts'

/** Undefined where the Pod has been given to a node. */
export const whyUnhosted = (pod: KubernetesObject): Status | undefined =>
  isPod(pod) && (pod.spec?.nodeName ?? '') === ''
    ? badRequest(`pod ${pod.metadata.name ?? ''} does not have a host assigned`)
    : undefined
