/** Where containers have their volumes. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateVolumeMounts and ValidateVolumeDevices, v1.34 */
import type { Container, Volume, VolumeDevice, VolumeMount } from '../../../generated/types.ts'
import type { StatusCause } from '../../../status.ts'
import { forbiddenField, invalidEach, invalidValue, notFoundValue, notSupported, required, requireText } from '../../causes.ts'
import { backsteps, descending } from './paths.ts'

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'] as const
const RECURSIVE = ['Disabled', 'Enabled', 'IfPossible'] as const

const validatePropagation = (propagation: string, privileged: boolean, field: string): readonly StatusCause[] => [
  ...(PROPAGATIONS.some((known) => known === propagation) ? [] : [notSupported(field, propagation, PROPAGATIONS)]),
  ...(propagation === 'Bidirectional' && !privileged
    ? [forbiddenField(field, 'Bidirectional mount propagation is available only to privileged containers')]
    : []),
]

const validateRecursion = (
  { recursiveReadOnly: recursive, readOnly, mountPropagation: propagation = 'None' }: VolumeMount,
  field: string,
): readonly StatusCause[] => {
  if (recursive === undefined || recursive === 'Disabled') return []
  if (!RECURSIVE.some((known) => known === recursive)) return [notSupported(field, recursive, RECURSIVE)]
  return [
    ...(readOnly === true ? [] : [forbiddenField(field, 'may only be specified when readOnly is true')]),
    ...(propagation === 'None'
      ? []
      : [forbiddenField(field, 'may only be specified when mountPropagation is None or not specified')]),
  ]
}

/** Errors of paths below the volume name the list, not the entry. */
const validateSubPaths = (
  { subPath = '', subPathExpr = '' }: VolumeMount,
  field: string,
  path: string,
): readonly StatusCause[] => [
  ...invalidEach(`${field}.subPath`, subPath, descending(subPath)),
  ...(subPath !== '' && subPathExpr !== ''
    ? [invalidValue(`${path}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive')]
    : []),
  ...invalidEach(`${field}.subPathExpr`, subPathExpr, descending(subPathExpr)),
]

export const validateMounts = (
  { volumeMounts = [], volumeDevices = [], securityContext }: Container,
  field: string,
  volumes: ReadonlyMap<string, Volume>,
): readonly StatusCause[] => {
  const seen = new Set<string>()
  const privileged = securityContext?.privileged === true
  return volumeMounts.flatMap((mount, index) => {
    const { name, mountPath, mountPropagation } = mount
    const path = `${field}[${index}]`
    const twice = seen.has(mountPath)
    seen.add(mountPath)
    return [
      ...requireText(`${path}.name`, name),
      ...(volumes.has(name) ? [] : [notFoundValue(`${path}.name`, name)]),
      ...requireText(`${path}.mountPath`, mountPath),
      ...(twice ? [invalidValue(`${path}.mountPath`, mountPath, 'must be unique')] : []),
      ...(volumeDevices.some((device) => device.name === name)
        ? [invalidValue(`${path}.name`, name, 'must not already exist in volumeDevices')]
        : []),
      ...(volumeDevices.some(({ devicePath }) => devicePath === mountPath)
        ? [invalidValue(`${path}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices')]
        : []),
      ...validateSubPaths(mount, field, path),
      ...(mountPropagation === undefined ? [] : validatePropagation(mountPropagation, privileged, `${field}.mountPropagation`)),
      ...validateRecursion(mount, `${field}.recursiveReadOnly`),
    ]
  })
}

const BLOCK = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'

/** Whether a device may be of the volume: claims alone can be blocks. */
const validateDeviceName = (name: string, path: string, volume: Volume | undefined): readonly StatusCause[] => {
  if (volume === undefined) return [notFoundValue(`${path}.name`, name)]
  const isClaim = volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined
  return isClaim ? [] : [invalidValue(`${path}.name`, name, BLOCK)]
}

const validateDevicePath = (devicePath: string, path: string, seen: Set<string>): readonly StatusCause[] => {
  const field = `${path}.devicePath`
  const unique = seen.has(devicePath) ? [invalidValue(field, devicePath, 'must be unique')] : []
  if (devicePath !== '' && backsteps(devicePath).length > 0)
    return [...unique, invalidValue(field, devicePath, "can not contain backsteps ('..')")]
  seen.add(devicePath)
  return devicePath === '' ? [required(field), ...unique] : unique
}

export const validateDevices = (
  { volumeDevices = [], volumeMounts = [] }: Container,
  field: string,
  volumes: ReadonlyMap<string, Volume>,
): readonly StatusCause[] => {
  const names = new Set<string>()
  const paths = new Set<string>()
  return volumeDevices.flatMap(({ name, devicePath }: VolumeDevice, index) => {
    const path = `${field}[${index}]`
    const causes = [
      ...requireText(`${path}.name`, name),
      ...(names.has(name) ? [invalidValue(`${path}.name`, name, 'must be unique')] : []),
      ...validateDeviceName(name, path, volumes.get(name)),
      ...validateDevicePath(devicePath, path, paths),
      ...(volumeMounts.some((mount) => mount.name === name)
        ? [invalidValue(`${path}.name`, name, 'must not already exist in volumeMounts')]
        : []),
      ...(volumeMounts.some(({ mountPath }) => mountPath === devicePath)
        ? [invalidValue(`${path}.devicePath`, devicePath, 'must not already exist as a path in volumeMounts')]
        : []),
    ]
    if (name !== '') names.add(name)
    return causes
  })
}
