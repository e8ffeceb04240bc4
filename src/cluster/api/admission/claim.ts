/** A claim stays while Pods use it, a volume while a claim has it; a claim without a class gets the default one. @see k8s.io/kubernetes plugin/pkg/admission/storage/storageobjectinuseprotection, v1.34 */
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kubernetes/generated/types.ts'
import { isStorageClass } from '../../../kubernetes/guards.ts'
import { defaultClassOf } from '../../../kubernetes/storage-classes.ts'
import type { Store } from '../../store/store.ts'

export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection'

export const VOLUME_PROTECTION = 'kubernetes.io/pv-protection'

const withFinalizer = <T extends PersistentVolume | PersistentVolumeClaim>(object: T, finalizer: string): T => {
  const finalizers = object.metadata.finalizers ?? []
  if (finalizers.includes(finalizer)) return object
  return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, finalizer] } }
}

/** An empty name asks for no class at all. */
const withClass = (claim: PersistentVolumeClaim, store: Store): PersistentVolumeClaim => {
  if (claim.spec?.storageClassName !== undefined) return claim
  const name = defaultClassOf(store.list('storageclasses.storage.k8s.io').filter(isStorageClass))?.metadata.name
  return name === undefined ? claim : { ...claim, spec: { ...claim.spec, storageClassName: name } }
}

export const admitClaim = (claim: PersistentVolumeClaim, store: Store): PersistentVolumeClaim =>
  withFinalizer(withClass(claim, store), CLAIM_PROTECTION)

/** Since when it is in its phase is told from the start. */
export const admitVolume = (volume: PersistentVolume, now: string): PersistentVolume => ({
  ...withFinalizer(volume, VOLUME_PROTECTION),
  status: { lastPhaseTransitionTime: now, ...volume.status },
})
