/**
 * Sources of volumes that only need some texts. What the API names otherwise than the server's errors is as there.
 * @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateVolumeSource, v1.34
 */
import type {
  AzureDiskVolumeSource,
  FCVolumeSource,
  FlexVolumeSource,
  FlockerVolumeSource,
  QuobyteVolumeSource,
  StorageOSVolumeSource,
} from '../../../generated/types.ts'
import type { StatusCause } from '../../../status.ts'
import { invalidEach, invalidValue, notSupported, required, requireText } from '../../causes.ts'
import { dns1123Label } from '../../names.ts'

/** One error for each of the fields that is empty. */
export const requireAll = (path: string, values: Readonly<Record<string, string | undefined>>): readonly StatusCause[] =>
  Object.entries(values).flatMap(([name, value]) => requireText(`${path}.${name}`, value))

const isEmpty = (list: readonly string[] | undefined): boolean => list === undefined || list.length === 0

export const requireList = (list: readonly string[] | undefined, field: string): readonly StatusCause[] =>
  isEmpty(list) ? [required(field)] : []

/** A reference that is there has to name something. */
export const requireName = (reference: { readonly name?: string } | undefined, field: string): readonly StatusCause[] =>
  reference === undefined ? [] : requireText(`${field}.name`, reference.name)

export const inclusive = (min: number, max: number): string => `must be between ${min} and ${max}, inclusive`

const MAX_UNIT = 255

export const validatePartition = (partition: number | undefined, path: string): readonly StatusCause[] =>
  partition === undefined || (partition >= 0 && partition <= MAX_UNIT)
    ? []
    : [invalidValue(`${path}.partition`, partition, inclusive(1, MAX_UNIT))]

export const validateUnit = (lun: number, path: string): readonly StatusCause[] =>
  lun >= 0 && lun <= MAX_UNIT ? [] : [invalidValue(`${path}.lun`, lun, inclusive(0, MAX_UNIT))]

export const validateFibreChannel = ({ targetWWNs, wwids, lun }: FCVolumeSource, path: string): readonly StatusCause[] => {
  const field = `${path}.targetWWNs`
  const none = isEmpty(targetWWNs) && isEmpty(wwids)
  const both = !isEmpty(targetWWNs) && !isEmpty(wwids)
  return [
    ...(none ? [required(field, 'must specify either targetWWNs or wwids, but not both')] : []),
    ...(both ? [invalidValue(field, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously')] : []),
    ...(isEmpty(targetWWNs)
      ? []
      : lun === undefined
        ? [required(`${path}.lun`, 'lun is required if targetWWNs is specified')]
        : validateUnit(lun, path)),
  ]
}

export const validateFlocker = (
  { datasetName = '', datasetUUID = '' }: FlockerVolumeSource,
  path: string,
): readonly StatusCause[] => [
  ...(datasetName === '' && datasetUUID === '' ? [required(path, 'one of datasetName and datasetUUID is required')] : []),
  ...(datasetName !== '' && datasetUUID !== ''
    ? [invalidValue(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')]
    : []),
  ...(datasetName.includes('/') ? [invalidValue(`${path}.datasetName`, datasetName, "must not contain '/'")] : []),
]

const HOST_PORT = 'must be a host:port pair or multiple pairs separated by commas'
const MAX_TENANT = 64

/** As Go splits them: the colon stands alone, unless the host is in brackets. */
const isHostAndPort = (text: string): boolean => /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/u.test(text)

const validateRegistry = ({ registry, tenant = '' }: QuobyteVolumeSource, path: string): readonly StatusCause[] => {
  const field = `${path}.registry`
  if (registry === '') return [required(field, HOST_PORT)]
  if (tenant.length > MAX_TENANT)
    return [required(`${path}.tenant`, `must be a UUID and may not exceed a length of ${MAX_TENANT} characters`)]
  return registry.split(',').flatMap((pair) => (isHostAndPort(pair) ? [] : [invalidValue(field, registry, HOST_PORT)]))
}

export const validateQuobyte = (source: QuobyteVolumeSource, path: string): readonly StatusCause[] => [
  ...validateRegistry(source, path),
  ...requireText(`${path}.volume`, source.volume),
]

const isReserved = (option: string): boolean =>
  /\.(?:kubernetes|k8s)\.io$/u.test(`.${(option.split('/')[0] ?? '').toLowerCase()}`)

export const validateFlex = ({ driver, options = {} }: FlexVolumeSource, path: string): readonly StatusCause[] => [
  ...requireText(`${path}.driver`, driver),
  ...Object.keys(options)
    .filter(isReserved)
    .map((key) => invalidValue(`${path}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved')),
]

const CACHING = ['None', 'ReadOnly', 'ReadWrite'] as const
const DISKS = ['Dedicated', 'Managed', 'Shared'] as const
const MANAGED = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}'
const BLOB = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd'

const validateDiskUri = (kind: string, uri: string, field: string): readonly StatusCause[] => {
  const [start, form] = kind === 'Managed' ? (['/subscriptions/', MANAGED] as const) : (['https://', BLOB] as const)
  return uri.startsWith(start) ? [] : [notSupported(field, uri, [form])]
}

export const validateAzureDisk = (source: AzureDiskVolumeSource, path: string): readonly StatusCause[] => {
  const { diskName, diskURI, cachingMode, kind } = source
  return [
    ...requireAll(path, { diskName, diskURI }),
    ...(cachingMode === undefined || CACHING.some((known) => known === cachingMode)
      ? []
      : [notSupported(`${path}.cachingMode`, cachingMode, CACHING)]),
    ...(kind === undefined || DISKS.some((known) => known === kind) ? [] : [notSupported(`${path}.kind`, kind, DISKS)]),
    ...(kind === undefined ? [] : validateDiskUri(kind, diskURI, `${path}.diskURI`)),
  ]
}

export const validateStorageOs = (source: StorageOSVolumeSource, path: string): readonly StatusCause[] => {
  const { volumeName, volumeNamespace = '', secretRef } = source
  return [
    ...requireText(`${path}.volumeName`, volumeName, dns1123Label),
    ...(volumeNamespace === '' ? [] : invalidEach(`${path}.volumeNamespace`, volumeNamespace, dns1123Label(volumeNamespace))),
    ...requireName(secretRef, `${path}.secretRef`),
  ]
}
