/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePersistentVolumeSpec, v1.34 */
import type { PersistentVolume, PersistentVolumeSpec } from '../generated/types.ts'
import { compareQuantities, ratioOfQuantities } from '../quantity.ts'
import type { StatusCause } from '../status.ts'
import { checkText, forbiddenField, invalidValue, notSupported, required, requireText } from './causes.ts'
import { dns1123Subdomain } from './names.ts'
import { validateAccess, VOLUME_MODES } from './persistent-volume-claim.ts'
import { validateNodeSelector } from './pod/scheduling.ts'
import { validateVolumeSources } from './volume-sources.ts'
import { validateChoice } from './metadata.ts'

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'] as const

const validateAmount = (name: string, quantity: string): readonly StatusCause[] => {
  const field = `spec.capacity[${name}]`
  if (compareQuantities(quantity, '0') > 0) return []
  const whole = Math.floor(ratioOfQuantities(quantity, '1'))
  return [
    ...(whole < 0 ? [invalidValue(field, whole, 'must be a valid resource quantity')] : []),
    invalidValue(field, quantity, 'must be greater than zero'),
  ]
}

const validateCapacity = (capacity: PersistentVolumeSpec['capacity']): readonly StatusCause[] => {
  const entries = Object.entries(capacity ?? {})
  return [
    ...(entries.length === 0 ? [required('spec.capacity')] : []),
    ...(capacity?.['storage'] === undefined || entries.length > 1
      ? [notSupported('spec.capacity', capacity, ['storage'])]
      : []),
    ...entries.flatMap(([name, quantity]) => validateAmount(name, quantity)),
  ]
}

const validateNodes = (affinity: PersistentVolumeSpec['nodeAffinity']): readonly StatusCause[] => {
  const path = 'spec.nodeAffinity.required'
  if (affinity === undefined) return []
  return affinity.required === undefined
    ? [required(path, 'must specify required node constraints')]
    : validateNodeSelector(affinity.required, path)
}

/** The whole of a node's files is not emptied. */
const validateRecycling = ({
  hostPath,
  persistentVolumeReclaimPolicy: policy,
}: PersistentVolumeSpec): readonly StatusCause[] =>
  policy === 'Recycle' && hostPath !== undefined && /^\/[/.]*$/u.test(hostPath.path)
    ? [forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'")]
    : []

const validateAttributes = ({ volumeAttributesClassName: name, csi }: PersistentVolumeSpec): readonly StatusCause[] => {
  const field = 'spec.volumeAttributesClassName'
  if (name === undefined) return []
  return [
    ...(name === '' ? [required(field, 'an empty string is disallowed')] : requireText(field, name, dns1123Subdomain)),
    ...(csi === undefined ? [required('spec.csi', 'has to be specified when using volumeAttributesClassName')] : []),
  ]
}

export const validatePersistentVolume = ({ spec = {} }: PersistentVolume): readonly StatusCause[] => [
  ...(spec.accessModes === undefined || spec.accessModes.length === 0 ? [required('spec.accessModes')] : []),
  ...validateAccess(spec.accessModes ?? [], 'spec.accessModes'),
  ...validateCapacity(spec.capacity),
  ...validateChoice(spec.persistentVolumeReclaimPolicy, 'spec.persistentVolumeReclaimPolicy', RECLAIM_POLICIES),
  ...validateNodes(spec.nodeAffinity),
  ...validateVolumeSources(spec),
  ...validateRecycling(spec),
  ...checkText('spec.storageClassName', spec.storageClassName, dns1123Subdomain),
  ...validateChoice(spec.volumeMode, 'spec.volumeMode', VOLUME_MODES),
  ...validateAttributes(spec),
]
