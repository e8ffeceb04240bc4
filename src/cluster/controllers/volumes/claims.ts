/** What claims and volumes say of each other. */
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../../kubernetes/generated/types.ts'
import { isPersistentVolume, isPersistentVolumeClaim, isStorageClass } from '../../../kubernetes/guards.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import { compareQuantities } from '../../../kubernetes/quantity.ts'
import type { Store } from '../../store/store.ts'

export const CLAIMS = 'persistentvolumeclaims'
export const VOLUMES = 'persistentvolumes'
export const CLASSES = 'storageclasses.storage.k8s.io'
/** The node that the scheduler has chosen for the first Pod of a claim. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node'

/** Claims of a Pod by name; those of ephemeral volumes are named after it. */
export const claimsOf = ({ metadata, spec }: Pod): readonly string[] =>
  (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim !== undefined) return [persistentVolumeClaim.claimName]
    return ephemeral === undefined ? [] : [`${metadata.name ?? ''}-${name}`]
  })

export const findClaim = (store: Store, namespace: string | undefined, name: string): PersistentVolumeClaim | undefined => {
  const claim = store.get(CLAIMS, namespace, name)
  return claim !== undefined && isPersistentVolumeClaim(claim) ? claim : undefined
}

export const findVolume = (store: Store, name: string): PersistentVolume | undefined => {
  const volume = store.get(VOLUMES, undefined, name)
  return volume !== undefined && isPersistentVolume(volume) ? volume : undefined
}

export const findClass = (store: Store, name: string): StorageClass | undefined => {
  const storageClass = store.get(CLASSES, undefined, name)
  return storageClass !== undefined && isStorageClass(storageClass) ? storageClass : undefined
}

export const classNameOf = ({ spec }: PersistentVolume | PersistentVolumeClaim): string => spec?.storageClassName ?? ''

export const isBound = ({ spec, status }: PersistentVolumeClaim): boolean =>
  (spec?.volumeName ?? '') !== '' && status?.phase === 'Bound'

/** The claim waits until a Pod needs it. */
export const waitsForConsumer = (store: Store, claim: PersistentVolumeClaim): boolean =>
  findClass(store, classNameOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer'

const refersTo = ({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean =>
  spec?.claimRef?.name === metadata.name && spec?.claimRef?.namespace === metadata.namespace

/** The volume was made for the claim, or is the claim's already. */
export const isMeantFor = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => {
  const { uid = '' } = volume.spec?.claimRef ?? {}
  return refersTo(volume, claim) && (uid === '' || uid === claim.metadata.uid)
}

const sizeOf = ({ spec }: PersistentVolume): string => spec?.capacity?.['storage'] ?? '0'

const satisfies = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => {
  const { accessModes = [], resources, selector, volumeMode = 'Filesystem' } = claim.spec ?? {}
  return (
    classNameOf(volume) === classNameOf(claim) &&
    (volume.spec?.volumeMode ?? 'Filesystem') === volumeMode &&
    accessModes.every((mode) => volume.spec?.accessModes?.includes(mode) === true) &&
    compareQuantities(sizeOf(volume), resources?.requests?.['storage'] ?? '0') >= 0 &&
    (selector === undefined || matchesSelector(selector, volume.metadata.labels ?? {}))
  )
}

/** What a claim may be bound to: what was made for it, then the smallest that is large enough. */
export const findMatch = (store: Store, claim: PersistentVolumeClaim): PersistentVolume | undefined => {
  const volumes = store
    .list(VOLUMES)
    .filter(isPersistentVolume)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
  const fitting = volumes.filter((volume) => satisfies(volume, claim))
  const meant = fitting.find((volume) => isMeantFor(volume, claim))
  if (meant !== undefined) return meant
  return fitting
    .filter(({ spec }) => spec?.claimRef === undefined)
    .sort((a, b) => compareQuantities(sizeOf(a), sizeOf(b)) || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))[0]
}
