/** A claim stays while Pods use it. @see k8s.io/kubernetes plugin/pkg/admission/storage/storageobjectinuseprotection, v1.34 */
import type { PersistentVolumeClaim } from '../../../kubernetes/generated/types.ts'

export const CLAIM_PROTECTION = 'kubernetes.io/pvc-protection'

export const admitClaim = (claim: PersistentVolumeClaim): PersistentVolumeClaim => {
  const finalizers = claim.metadata.finalizers ?? []
  if (finalizers.includes(CLAIM_PROTECTION)) return claim
  return { ...claim, metadata: { ...claim.metadata, finalizers: [...finalizers, CLAIM_PROTECTION] } }
}
