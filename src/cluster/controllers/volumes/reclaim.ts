/** What becomes of volumes: free, bound, released, removed. @see k8s.io/kubernetes pkg/controller/volume/{persistentvolume,pvprotection}, v1.34 */
import type { PersistentVolume } from '../../../kubernetes/generated/types.ts'
import { isPersistentVolume } from '../../../kubernetes/guards.ts'
import { VOLUME_PROTECTION } from '../../api/admission/claim.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import * as claims from './claims.ts'
import { LOCAL_PATH, PROVISIONED_BY } from './provision.ts'

type Phase = 'Available' | 'Bound' | 'Released'

/** A volume that says whose it is by a claim's identifier has had that claim. */
const phaseOf = (volume: PersistentVolume, { store }: ControllerContext): Phase => {
  const { claimRef } = volume.spec ?? {}
  if (claimRef === undefined) return 'Available'
  const claim = claims.findClaim(store, claimRef.namespace, claimRef.name ?? '')
  if ((claimRef.uid ?? '') === '') return 'Available'
  return claim?.metadata.uid === claimRef.uid ? 'Bound' : 'Released'
}

const isRemovedWhenReleased = ({ metadata, spec }: PersistentVolume): boolean =>
  spec?.persistentVolumeReclaimPolicy === 'Delete' && metadata.annotations?.[PROVISIONED_BY] === LOCAL_PATH

const inPhase = (volume: PersistentVolume, phase: Phase): PersistentVolume => ({
  ...volume,
  status: { ...volume.status, phase },
})

const release = (volume: PersistentVolume, context: ControllerContext): void => {
  const phase = phaseOf(volume, context)
  const before = volume.status?.phase ?? 'Pending'
  // The binder says when a claim and its volume have found each other.
  if (phase !== 'Bound' && phase !== before) context.writer.updateStatus(inPhase(volume, phase))
  if (phase === 'Released' && isRemovedWhenReleased(volume))
    context.writer.delete({ apiVersion: 'v1', kind: 'PersistentVolume', name: volume.metadata.name ?? '' })
}

/** A volume that is deleted stays as long as a claim has it. */
const letGo = (volume: PersistentVolume, context: ControllerContext): void => {
  const { finalizers = [] } = volume.metadata
  if (!finalizers.includes(VOLUME_PROTECTION) || phaseOf(volume, context) === 'Bound') return
  const left = finalizers.filter((finalizer) => finalizer !== VOLUME_PROTECTION)
  context.writer.update({ ...volume, metadata: { ...volume.metadata, finalizers: left } })
}

export const volumeReclaimController: Controller = {
  name: 'persistent-volume-reclaim',
  watches: [claims.VOLUMES, claims.CLAIMS],
  keysFor: ({ resource, object, type }, { store }) => {
    if (resource === claims.VOLUMES) return type === 'DELETED' ? [] : [{ name: object.metadata.name ?? '' }]
    const { name, namespace } = object.metadata
    return store
      .list(claims.VOLUMES)
      .filter(isPersistentVolume)
      .filter(({ spec }) => spec?.claimRef?.name === name && spec?.claimRef?.namespace === namespace)
      .map(({ metadata }) => ({ name: metadata.name ?? '' }))
  },
  reconcile: ({ name }, context) => {
    const volume = claims.findVolume(context.store, name)
    if (volume === undefined) return undefined
    if (volume.metadata.deletionTimestamp === undefined) release(volume, context)
    else letGo(volume, context)
    return undefined
  },
}
