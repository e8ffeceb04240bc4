/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePersistentVolumeSpec, v1.34 */
import type { PersistentVolume, PersistentVolumeSpec, StorageClass } from '../generated/types.ts'
import { isEqual } from '../json.ts'
import { compareQuantities } from '../quantity.ts'
import type { StatusCause } from '../status.ts'
import { checkText, forbiddenField, invalidEach, invalidValue, notSupported, required } from './causes.ts'
import { dns1123Subdomain, qualifiedName } from './names.ts'
import { validateChoice } from './metadata.ts'
import { validateAccess, VOLUME_MODES } from './persistent-volume-claim.ts'

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'] as const
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'] as const

/** Fields of a volume that say nothing of what it is made of. */
const NO_SOURCES: ReadonlySet<string> = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
])

const validateCapacity = (capacity: PersistentVolumeSpec['capacity'] = {}): readonly StatusCause[] => {
  const { storage } = capacity
  return [
    ...(Object.keys(capacity).length === 0 ? [required('spec.capacity')] : []),
    ...(storage === undefined || Object.keys(capacity).length > 1
      ? [notSupported('spec.capacity', capacity, ['storage'])]
      : []),
    ...(storage !== undefined && compareQuantities(storage, '0') <= 0
      ? [invalidValue('spec.capacity[storage]', storage, 'must be greater than zero')]
      : []),
  ]
}

const validateSource = (spec: PersistentVolumeSpec): readonly StatusCause[] => {
  const sources = Object.keys(spec).filter((field) => !NO_SOURCES.has(field))
  if (sources.length === 0) return [required('spec', 'must specify a volume type')]
  const others = sources.slice(1).map((field) => forbiddenField(`spec.${field}`, 'may not specify more than 1 volume type'))
  const lacksNodes = spec.local !== undefined && spec.nodeAffinity?.required === undefined
  return [...others, ...(lacksNodes ? [required('spec.nodeAffinity', 'Local volume requires node affinity')] : [])]
}

export const validatePersistentVolume = ({ spec = {} }: PersistentVolume): readonly StatusCause[] => [
  ...(spec.accessModes === undefined || spec.accessModes.length === 0 ? [required('spec.accessModes')] : []),
  ...validateAccess(spec.accessModes ?? [], 'spec.accessModes'),
  ...validateCapacity(spec.capacity),
  ...validateChoice(spec.persistentVolumeReclaimPolicy, 'spec.persistentVolumeReclaimPolicy', RECLAIM_POLICIES),
  ...validateSource(spec),
  ...checkText('spec.storageClassName', spec.storageClassName, dns1123Subdomain),
  ...validateChoice(spec.volumeMode, 'spec.volumeMode', VOLUME_MODES),
]

/** @see k8s.io/kubernetes pkg/apis/storage/validation/validation.go, v1.34 */
export const validateStorageClass = (storageClass: StorageClass): readonly StatusCause[] => {
  const { provisioner, reclaimPolicy, volumeBindingMode } = storageClass
  return [
    ...(provisioner === ''
      ? [required('provisioner')]
      : invalidEach('provisioner', provisioner.toLowerCase(), qualifiedName(provisioner.toLowerCase()))),
    ...validateChoice(
      reclaimPolicy,
      'reclaimPolicy',
      RECLAIM_POLICIES.filter((policy) => policy !== 'Recycle'),
    ),
    ...validateChoice(volumeBindingMode, 'volumeBindingMode', BINDING_MODES),
  ]
}

const isKept = (object: StorageClass, old: StorageClass, field: 'parameters' | 'provisioner' | 'reclaimPolicy'): boolean =>
  isEqual(object[field], old[field])

export const compareStorageClasses = (object: StorageClass, old: StorageClass): readonly StatusCause[] => [
  ...(['parameters', 'provisioner', 'reclaimPolicy'] as const)
    .filter((field) => !isKept(object, old, field))
    .map((field) => forbiddenField(field, `updates to ${field} are forbidden.`)),
  ...(object.volumeBindingMode === old.volumeBindingMode
    ? []
    : [invalidValue('volumeBindingMode', object.volumeBindingMode, 'field is immutable')]),
]
