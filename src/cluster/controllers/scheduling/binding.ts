/** What a binding makes of a Pod. @see k8s.io/kubernetes pkg/registry/core/pod/storage/storage.go, BindingREST, v1.34 */
import type { Pod } from '../../../kubernetes/generated/types.ts'

/** A binding is no change of the Pod's own making: it brings no new generation, and nobody owns what it writes. */
export const bindTo = (pod: Pod, nodeName: string, now: string): Pod => {
  const conditions = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: now }]
  const { nominatedNodeName: _nominated, ...status } = pod.status ?? {}
  return { ...pod, spec: { containers: [], ...pod.spec, nodeName }, status: { ...status, conditions } }
}

/** Why a Pod cannot be bound; undefined where it can. */
export const refuseBinding = ({ metadata, spec }: Pod): string | undefined => {
  const pod = `pod ${metadata.name ?? ''}`
  if (metadata.deletionTimestamp !== undefined) return `${pod} is being deleted, cannot be assigned to a host`
  if ((spec?.nodeName ?? '') !== '') return `${pod} is already assigned to node "${spec?.nodeName ?? ''}"`
  return (spec?.schedulingGates ?? []).length > 0 ? `${pod} has non-empty .spec.schedulingGates` : undefined
}
