/** Claims that are deleted go when no Pod uses them any more. @see k8s.io/kubernetes pkg/controller/volume/pvcprotection, v1.34 */
import type { PersistentVolumeClaim, Pod } from '../../../kubernetes/generated/types.ts'
import { isPersistentVolumeClaim, isPod } from '../../../kubernetes/guards.ts'
import { CLAIM_PROTECTION } from '../../api/admission/claim.ts'
import { claimsOf } from '../volumes/claims.ts'
import type { Controller } from '../controller.ts'

const RESOURCE = 'persistentvolumeclaims'

const isUnused = ({ metadata }: PersistentVolumeClaim, pods: readonly Pod[]): boolean =>
  !pods.some((pod) => (pod.spec?.nodeName ?? '') !== '' && claimsOf(pod).includes(metadata.name ?? ''))

export const claimProtectionController: Controller = {
  name: 'claim-protection',
  watches: [RESOURCE, 'pods'],
  keysFor: ({ resource, type, object }) => {
    const { namespace = '' } = object.metadata
    if (resource === RESOURCE) return [{ namespace, name: object.metadata.name ?? '' }]
    return type === 'DELETED' && isPod(object) ? claimsOf(object).map((name) => ({ namespace, name })) : []
  },
  reconcile: ({ namespace, name }, { store, writer }) => {
    const claim = store.get(RESOURCE, namespace, name)
    if (claim === undefined || !isPersistentVolumeClaim(claim)) return undefined
    const { deletionTimestamp, finalizers = [] } = claim.metadata
    if (deletionTimestamp === undefined || !finalizers.includes(CLAIM_PROTECTION)) return undefined
    if (!isUnused(claim, store.list('pods', namespace).filter(isPod))) return undefined
    const left = finalizers.filter((finalizer) => finalizer !== CLAIM_PROTECTION)
    writer.update({ ...claim, metadata: { ...claim.metadata, finalizers: left } })
    return undefined
  },
}
