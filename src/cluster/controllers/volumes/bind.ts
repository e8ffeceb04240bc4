/** Binds claims to volumes. @see k8s.io/kubernetes pkg/controller/volume/persistentvolume/pv_controller.go, v1.34 */
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kubernetes/generated/types.ts'
import { isPersistentVolumeClaim } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import * as claims from './claims.ts'
import { provision } from './provision.ts'

const COMPONENT = 'persistentvolume-controller'
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed'
const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller'

const say = (
  claim: PersistentVolumeClaim,
  event: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string },
  context: ControllerContext,
): void =>
  context.recordEvent({ about: { ...referenceTo(claim), uid: claim.metadata.uid ?? '' }, component: COMPONENT, ...event })

const referenceOf = ({ metadata }: PersistentVolumeClaim): NonNullable<NonNullable<PersistentVolume['spec']>['claimRef']> => {
  const { name, namespace, uid, resourceVersion } = metadata
  const reference = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid, resourceVersion }
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined))
}

/** The volume says first whose it is, then the claim which it has. */
const bind = (claim: PersistentVolumeClaim, volume: PersistentVolume, { writer }: ControllerContext): void => {
  const { uid } = volume.spec?.claimRef ?? {}
  const isOurs = uid !== undefined && uid === claim.metadata.uid
  const annotations = isOurs ? {} : { [BOUND_BY_CONTROLLER]: 'yes' }
  const referring = {
    ...volume,
    metadata: { ...volume.metadata, annotations: { ...volume.metadata.annotations, ...annotations } },
    spec: { ...volume.spec, claimRef: referenceOf(claim) },
  }
  const written = isOurs ? undefined : writer.update(referring)
  if (written?.ok === false) return
  const { resourceVersion: _version, ...metadata } = volume.metadata
  const found: PersistentVolume = { ...volume, metadata, status: { phase: 'Bound' } }
  writer.updateStatus(found)
  const bound = {
    ...claim,
    metadata: {
      ...claim.metadata,
      annotations: {
        ...claim.metadata.annotations,
        [BIND_COMPLETED]: 'yes',
        ...((claim.spec?.volumeName ?? '') === '' ? { [BOUND_BY_CONTROLLER]: 'yes' } : {}),
      },
    },
    spec: { ...claim.spec, volumeName: volume.metadata.name ?? '' },
  }
  if (!writer.update(bound).ok) return
  const { accessModes, capacity } = volume.spec ?? {}
  const { resourceVersion: _old, ...named } = claim.metadata
  const served: PersistentVolumeClaim = {
    ...claim,
    metadata: named,
    status: {
      phase: 'Bound',
      ...(accessModes === undefined ? {} : { accessModes }),
      ...(capacity === undefined ? {} : { capacity }),
    },
  }
  writer.updateStatus(served)
}

const loseVolume = (claim: PersistentVolumeClaim, context: ControllerContext): void => {
  if (claim.status?.phase !== 'Bound') return
  const lost: PersistentVolumeClaim = { ...claim, status: { ...claim.status, phase: 'Lost' } }
  context.writer.updateStatus(lost)
  const message = 'Bound claim has lost its PersistentVolume. Data on the volume is lost!'
  say(claim, { type: 'Warning', reason: 'ClaimLost', message }, context)
}

/** A claim that names its volume takes it, where it is there and nobody else's. */
const takeNamed = (claim: PersistentVolumeClaim, name: string, context: ControllerContext): void => {
  const volume = claims.findVolume(context.store, name)
  if (volume === undefined) {
    loseVolume(claim, context)
    return
  }
  if (volume.spec?.claimRef !== undefined && !claims.isMeantFor(volume, claim)) {
    const message = `volume "${name}" already bound to a different claim.`
    if (claim.status?.phase !== 'Bound') say(claim, { type: 'Warning', reason: 'FailedBinding', message }, context)
    return
  }
  if (!claims.isBound(claim) || volume.status?.phase !== 'Bound') bind(claim, volume, context)
}

const findVolumeFor = (claim: PersistentVolumeClaim, context: ControllerContext): void => {
  const { store } = context
  const match = claims.findMatch(store, claim)
  const isMade = match !== undefined && claims.isMeantFor(match, claim)
  const selected = claim.metadata.annotations?.[claims.SELECTED_NODE]
  if (!isMade && claims.waitsForConsumer(store, claim) && selected === undefined) {
    const message = 'waiting for first consumer to be created before binding'
    say(claim, { type: 'Normal', reason: 'WaitForFirstConsumer', message }, context)
    return
  }
  if (match !== undefined) {
    bind(claim, match, context)
    return
  }
  const className = claims.classNameOf(claim)
  const storageClass = claims.findClass(store, className)
  if (storageClass !== undefined) provision(claim, storageClass, context)
  else if (className === '')
    say(
      claim,
      {
        type: 'Normal',
        reason: 'FailedBinding',
        message: 'no persistent volumes available for this claim and no storage class is set',
      },
      context,
    )
  else {
    const message = `storageclass.storage.k8s.io "${className}" not found`
    say(claim, { type: 'Warning', reason: 'ProvisioningFailed', message }, context)
  }
}

export const volumeBindingController: Controller = {
  name: 'persistent-volume-binder',
  watches: [claims.CLAIMS, claims.VOLUMES, claims.CLASSES],
  keysFor: ({ resource, object, type }, { store }) => {
    const { name = '', namespace } = object.metadata
    if (resource === claims.CLAIMS)
      return type === 'DELETED' ? [] : [{ name, ...(namespace === undefined ? {} : { namespace }) }]
    return store.list(claims.CLAIMS).flatMap((claim) => {
      if (!isPersistentVolumeClaim(claim)) return []
      const named = claim.spec?.volumeName ?? ''
      if (named !== '' && named !== name) return []
      const { name: claimName = '', namespace: place } = claim.metadata
      return [{ name: claimName, ...(place === undefined ? {} : { namespace: place }) }]
    })
  },
  reconcile: ({ namespace, name }, context) => {
    const claim = claims.findClaim(context.store, namespace, name)
    if (claim === undefined || claim.metadata.deletionTimestamp !== undefined) return undefined
    const { volumeName = '' } = claim.spec ?? {}
    if (volumeName === '') findVolumeFor(claim, context)
    else takeNamed(claim, volumeName, context)
    return undefined
  },
}
