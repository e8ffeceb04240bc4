/** What each source of a volume must have. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateVolumeSource, v1.34 */
import type { Volume } from '../../../generated/types.ts'
import { compareQuantities } from '../../../quantity.ts'
import type { StatusCause } from '../../../status.ts'
import { forbiddenField, invalidEach, invalidValue, notSupported, required, tooLong } from '../../causes.ts'
import { dns1123Subdomain } from '../../names.ts'
import { validateClaimTemplate } from '../../persistent-volume-claim.ts'
import { validateDownwardFile } from './downward-api.ts'
import { validateIscsi, validateIscsiName } from './iscsi.ts'
import { backsteps, descending, validateItems, validateMode } from './paths.ts'
import {
  requireAll,
  requireList,
  requireName,
  validateAzureDisk,
  validateFibreChannel,
  validateFlex,
  validateFlocker,
  validatePartition,
  validateQuobyte,
  validateStorageOs,
} from './plain-sources.ts'
import { validateProjected } from './projected.ts'

/** Where a volume stands, and its name. */
interface VolumePlace {
  readonly path: string
  readonly name: string
}

/** What a volume can be made of. */
export type Source = Exclude<keyof Volume, 'name'>
type Check<K extends Source> = (source: NonNullable<Volume[K]>, path: string, volume: VolumePlace) => readonly StatusCause[]

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

const validateHostPath: Check<'hostPath'> = ({ path: file, type = '' }, path) =>
  file === ''
    ? [required(`${path}.path`)]
    : [
        ...invalidEach(`${path}.path`, file, backsteps(file)),
        ...(HOST_PATH_TYPES.includes(type) ? [] : [notSupported(`${path}.type`, type, HOST_PATH_TYPES)]),
      ]

const validateNfs: Check<'nfs'> = ({ server, path: file }, path) => [
  ...requireAll(path, { server, path: file }),
  ...(file.startsWith('/') ? [] : [invalidValue(`${path}.path`, file, 'must be an absolute path')]),
]

const MAX_DRIVER = 63

/** The name of a driver of volumes. */
export const validateDriver = (driver: string, field: string): readonly StatusCause[] => [
  ...(driver === '' ? [required(field)] : []),
  ...(driver.length > MAX_DRIVER ? [tooLong(field, MAX_DRIVER)] : []),
  ...invalidEach(field, driver, dns1123Subdomain(driver.toLowerCase())),
]

/** A name that is no subdomain is told under the volume's own name. */
const validateCsi: Check<'csi'> = ({ driver, nodePublishSecretRef: secret }, path) => {
  const { name = '' } = secret ?? {}
  return [
    ...validateDriver(driver, `${path}.driver`),
    ...requireName(secret, `${path}.nodePublishSecretRef`),
    ...(name === '' ? [] : invalidEach(`${path}.name`, name, dns1123Subdomain(name))),
  ]
}

const validateKeys = (
  { defaultMode, items }: Pick<NonNullable<Volume['configMap']>, 'defaultMode' | 'items'>,
  path: string,
): readonly StatusCause[] => [...validateMode(defaultMode, `${path}.defaultMode`), ...validateItems(items, `${path}.items`)]

/** In the server's order: of two sources the later one is refused. */
const CHECKS: { readonly [K in Source]?: Check<K> } = {
  emptyDir: ({ sizeLimit }, path) =>
    sizeLimit !== undefined && compareQuantities(sizeLimit, '0') < 0
      ? [forbiddenField(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath: validateHostPath,
  gitRepo: ({ repository, directory = '' }, path) => [
    ...requireAll(path, { repository }),
    ...invalidEach(`${path}.directory`, directory, descending(directory)),
  ],
  gcePersistentDisk: ({ pdName, partition }, path) => [...requireAll(path, { pdName }), ...validatePartition(partition, path)],
  awsElasticBlockStore: ({ volumeID, partition }, path) => [
    ...requireAll(path, { volumeID }),
    ...validatePartition(partition, path),
  ],
  secret: (source, path) => [...requireAll(path, { secretName: source.secretName }), ...validateKeys(source, path)],
  nfs: validateNfs,
  iscsi: (source, path, volume) => [...validateIscsi(source, path), ...validateIscsiName(source, volume.name, volume.path)],
  glusterfs: ({ endpoints, path: file }, path) => requireAll(path, { endpoints, path: file }),
  flocker: validateFlocker,
  persistentVolumeClaim: ({ claimName }, path) => requireAll(path, { claimName }),
  rbd: ({ monitors, image }, path) => [...requireList(monitors, `${path}.monitors`), ...requireAll(path, { image })],
  cinder: ({ volumeID, secretRef }, path) => [
    ...requireAll(path, { volumeID }),
    ...requireName(secretRef, `${path}.secretRef`),
  ],
  cephfs: ({ monitors }, path) => requireList(monitors, `${path}.monitors`),
  quobyte: validateQuobyte,
  downwardAPI: ({ defaultMode, items = [] }, path) => [
    ...validateMode(defaultMode, `${path}.defaultMode`),
    ...items.flatMap((file) => validateDownwardFile(file, path)),
  ],
  fc: validateFibreChannel,
  flexVolume: validateFlex,
  configMap: (source, path) => [...requireAll(path, { name: source.name }), ...validateKeys(source, path)],
  azureFile: ({ secretName, shareName }, path) => requireAll(path, { secretName, shareName }),
  vsphereVolume: ({ volumePath }, path) => requireAll(path, { volumePath }),
  photonPersistentDisk: ({ pdID }, path) => requireAll(path, { pdID }),
  portworxVolume: ({ volumeID }, path) => requireAll(path, { volumeID }),
  azureDisk: validateAzureDisk,
  storageos: validateStorageOs,
  projected: validateProjected,
  scaleIO: ({ gateway, system, volumeName }, path) => requireAll(path, { gateway, system, volumeName }),
  csi: validateCsi,
  ephemeral: ({ volumeClaimTemplate: template }, path) =>
    template === undefined
      ? [required(`${path}.volumeClaimTemplate`)]
      : validateClaimTemplate(template, `${path}.volumeClaimTemplate`),
}

const ORDER = Object.keys(CHECKS) as readonly Source[]

/** What the server's errors call some sources, and what they call them where they are one too many. */
const ERROR_NAMES: Readonly<Partial<Record<Source, readonly [own: string, surplus: string]>>> = {
  gcePersistentDisk: ['persistentDisk', 'gcePersistentDisk'],
  cephfs: ['cephfs', 'cephFS'],
  downwardAPI: ['downwardAPI', 'downwarAPI'],
}

/** Of one source alone. */
export const validateSource = (volume: Volume, source: Source, path: string): readonly StatusCause[] => {
  const value = volume[source]
  const rule = CHECKS[source] as ((of: typeof value, at: string, place: VolumePlace) => readonly StatusCause[]) | undefined
  const place = { path, name: volume.name }
  return value === undefined ? [] : (rule?.(value, `${path}.${ERROR_NAMES[source]?.[0] ?? source}`, place) ?? [])
}

export const validateSources = (volume: Volume, path: string): readonly StatusCause[] => {
  const given = ORDER.filter((source) => volume[source] !== undefined)
  if (given.length === 0) return [required(path, 'must specify a volume type')]
  return given.flatMap((source, index) =>
    index === 0
      ? validateSource(volume, source, path)
      : [forbiddenField(`${path}.${ERROR_NAMES[source]?.[1] ?? source}`, 'may not specify more than 1 volume type')],
  )
}

/** The claim of an ephemeral volume is called as the Pod and the volume. */
export const validateClaimName = ({ ephemeral, name }: Volume, path: string, pod: string): readonly StatusCause[] => {
  if (ephemeral === undefined || pod === '' || name === '') return []
  const claim = `${pod}-${name}`
  return invalidEach(
    `${path}.name`,
    name,
    dns1123Subdomain(claim).map((detail) => `PVC name ${JSON.stringify(claim)}: ${detail}`),
  )
}
