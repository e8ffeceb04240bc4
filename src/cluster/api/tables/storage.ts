/** Volumes and what they are made of. */
import type { PersistentVolume, StorageClass } from '../../../kubernetes/generated/types.ts'
import { isCSIDriver, isPersistentVolume, isStorageClass } from '../../../kubernetes/guards.ts'
import { isDefaultClass } from '../../../kubernetes/storage-classes.ts'
import { accessModesText } from './access-modes.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, NONE, printer, text, wide, type Column, type Printer } from './printer.ts'
import { aged, countOf, created, valueOr } from './show.ts'

const UNSET = '<unset>'
const boolean = (name: string): Column => ({ ...text(name), type: 'boolean' })

const claimText = ({ spec }: PersistentVolume): string =>
  spec?.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`

const persistentVolumePrinter = printer(
  isPersistentVolume,
  [
    NAME,
    text('Capacity'),
    text('Access Modes'),
    text('Reclaim Policy'),
    text('Status'),
    text('Claim'),
    text('StorageClass'),
    text('VolumeAttributesClass'),
    text('Reason'),
    text('Age'),
    wide('VolumeMode'),
  ],
  (volume, nowMs) => {
    const { metadata, spec = {}, status } = volume
    return [
      nameOf(volume),
      spec.capacity?.['storage'] ?? '0',
      accessModesText(spec.accessModes),
      spec.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
      claimText(volume),
      spec.storageClassName ?? '',
      spec.volumeAttributesClassName ?? UNSET,
      status?.reason ?? '',
      ageOf(volume, nowMs),
      spec.volumeMode ?? UNSET,
    ]
  },
)

const classNameText = (storageClass: StorageClass): string =>
  isDefaultClass(storageClass) ? `${nameOf(storageClass)} (default)` : nameOf(storageClass)

const storageClassPrinter = printer(
  isStorageClass,
  [NAME, text('Provisioner'), text('ReclaimPolicy'), text('VolumeBindingMode'), text('AllowVolumeExpansion'), text('Age')],
  (storageClass, nowMs) => [
    classNameText(storageClass),
    storageClass.provisioner,
    storageClass.reclaimPolicy ?? 'Delete',
    storageClass.volumeBindingMode ?? 'Immediate',
    storageClass.allowVolumeExpansion ?? false,
    ageOf(storageClass, nowMs),
  ],
)

const csiDriverPrinter = printer(
  isCSIDriver,
  [
    NAME,
    boolean('AttachRequired'),
    boolean('PodInfoOnMount'),
    boolean('StorageCapacity'),
    text('TokenRequests'),
    boolean('RequiresRepublish'),
    text('Modes'),
    text('Age'),
  ],
  (driver, nowMs) => {
    const { spec } = driver
    const modes = (spec.volumeLifecycleModes ?? []).join(',')
    return [
      nameOf(driver),
      spec.attachRequired ?? true,
      spec.podInfoOnMount ?? false,
      spec.storageCapacity ?? false,
      spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? UNSET,
      spec.requiresRepublish ?? false,
      modes === '' ? NONE : modes,
      ageOf(driver, nowMs),
    ]
  },
)

/** By the resource's name. */
export const STORAGE_PRINTERS: Readonly<Record<string, Printer>> = {
  persistentvolumes: persistentVolumePrinter,
  'storageclasses.storage.k8s.io': storageClassPrinter,
  'csidrivers.storage.k8s.io': csiDriverPrinter,
  'csinodes.storage.k8s.io': aged([[{ ...text('Drivers'), type: 'integer' }, countOf('spec.drivers')]]),
  'csistoragecapacities.storage.k8s.io': created,
  'volumeattachments.storage.k8s.io': aged([
    [{ ...text('Attacher'), format: 'name' }, valueOr('spec.attacher', '')],
    [text('PV'), valueOr('spec.source.persistentVolumeName', '')],
    [text('Node'), valueOr('spec.nodeName', '')],
    [boolean('Attached'), valueOr('status.attached', false)],
  ]),
  'volumeattributesclasses.storage.k8s.io': aged([[text('DriverName'), valueOr('driverName', '')]]),
}
