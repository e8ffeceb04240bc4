/** @see k8s.io/kubernetes pkg/apis/storage/v1/defaults.go, v1.34 */
import type { CSIDriver, StorageClass } from '../generated/types.ts'

export const defaultStorageClass = (storageClass: StorageClass): StorageClass => ({
  reclaimPolicy: 'Delete',
  volumeBindingMode: 'Immediate',
  ...storageClass,
})

/** How often a node's limits are asked for belongs to a feature that is off. */
export const defaultCsiDriver = (driver: CSIDriver): CSIDriver => {
  const { volumeLifecycleModes = [], nodeAllocatableUpdatePeriodSeconds: _period, ...spec } = driver.spec
  return {
    ...driver,
    spec: {
      attachRequired: true,
      podInfoOnMount: false,
      storageCapacity: false,
      fsGroupPolicy: 'ReadWriteOnceWithFSType',
      requiresRepublish: false,
      seLinuxMount: false,
      ...spec,
      volumeLifecycleModes: volumeLifecycleModes.length === 0 ? ['Persistent'] : volumeLifecycleModes,
    },
  }
}
