import { isPersistentVolumeClaim } from '../../../kubernetes/guards.ts'
import type { PersistentVolumeClaim } from '../../../kubernetes/generated/types.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text, wide } from './printer.ts'

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class'
const UNSET = '<unset>'

/** In the order in which a server tells them. */
const MODES: readonly (readonly [mode: string, short: string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
]

const phaseOf = ({ metadata, status }: PersistentVolumeClaim): string =>
  metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating'

const modesOf = ({ status }: PersistentVolumeClaim): string =>
  MODES.flatMap(([mode, short]) => (status?.accessModes?.includes(mode) === true ? [short] : [])).join(',')

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
      isBound ? modesOf(claim) : '',
      claim.metadata.annotations?.[CLASS_ANNOTATION] ?? storageClassName,
      volumeAttributesClassName,
      ageOf(claim, nowMs),
      volumeMode,
    ]
  },
)
