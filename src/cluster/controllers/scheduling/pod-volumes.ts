/** What a Pod's claims ask of its node. @see k8s.io/kubernetes pkg/scheduler/framework/plugins/volumebinding, v1.34 */
import type { Node, PersistentVolumeClaim, Pod } from '../../../kubernetes/generated/types.ts'
import type { Store } from '../../store/store.ts'
import type { ControllerContext } from '../controller.ts'
import { claimsOf, findClaim, findVolume, isBound, SELECTED_NODE, waitsForConsumer } from '../volumes/claims.ts'
import { fitsTerms } from './node-affinity.ts'

const foundClaims = (pod: Pod, store: Store): readonly PersistentVolumeClaim[] =>
  claimsOf(pod).flatMap((name) => findClaim(store, pod.metadata.namespace, name) ?? [])

/** Why no node can take the Pod, whichever it is. */
export const unboundClaim = (pod: Pod, store: Store): string | undefined => {
  for (const claim of foundClaims(pod, store)) {
    if (claim.metadata.deletionTimestamp !== undefined)
      return `persistentvolumeclaim "${claim.metadata.name ?? ''}" is being deleted`
    if (claim.status?.phase === 'Lost')
      return `persistentvolumeclaim "${claim.metadata.name ?? ''}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`
    if (!isBound(claim) && !waitsForConsumer(store, claim)) return 'pod has unbound immediate PersistentVolumeClaims. not found'
  }
  return undefined
}

/** Volumes that are of some nodes only have to be of this one. */
export const reachesVolumes = (pod: Pod, node: Node, store: Store): boolean =>
  foundClaims(pod, store).every((claim) => {
    const required = findVolume(store, claim.spec?.volumeName ?? '')?.spec?.nodeAffinity?.required
    return required === undefined || fitsTerms(required.nodeSelectorTerms, node)
  })

/** Has volumes made on the node for claims that waited for the Pod. True where the Pod has to wait for them. */
export const awaitsVolumes = (pod: Pod, node: Node, { store, writer }: ControllerContext): boolean => {
  const unbound = foundClaims(pod, store).filter((claim) => !isBound(claim))
  for (const claim of unbound) {
    const { annotations } = claim.metadata
    if (annotations?.[SELECTED_NODE] !== undefined) continue
    const selected = { ...annotations, [SELECTED_NODE]: node.metadata.name ?? '' }
    writer.update({ ...claim, metadata: { ...claim.metadata, annotations: selected } })
  }
  return unbound.length > 0
}
