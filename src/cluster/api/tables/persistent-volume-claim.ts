import { isPersistentVolumeClaim } from '../../../kubernetes/guards.ts'
import type { PersistentVolumeClaim } from '../../../kubernetes/generated/types.ts'
import { accessModesText } from './access-modes.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text, wide } from './printer.ts'

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class'
const UNSET = '<unset>'

const phaseOf = ({ metadata, status }: PersistentVolumeClaim): string =>
  metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating'

export const persistentVolumeClaimPrinter = printer(
  isPersistentVolumeClaim,
  [
    NAME,
    text('Status'),
    text('Volume'),
    text('Capacity'),
    text('Access Modes'),
    text('StorageClass'),
    text('VolumeAttributesClass'),
    text('Age'),
    wide('VolumeMode'),
  ],
  (claim, nowMs) => {
    const { volumeName = '', storageClassName = '', volumeAttributesClassName = UNSET, volumeMode = UNSET } = claim.spec ?? {}
    const isBound = volumeName !== ''
    return [
      nameOf(claim),
      phaseOf(claim),
      volumeName,
      isBound ? (claim.status?.capacity?.['storage'] ?? '0') : '',
      isBound ? accessModesText(claim.status?.accessModes) : '',
      claim.metadata.annotations?.[CLASS_ANNOTATION] ?? storageClassName,
      volumeAttributesClassName,
      ageOf(claim, nowMs),
      volumeMode,
    ]
  },
)
