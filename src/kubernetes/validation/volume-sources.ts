/** What a PersistentVolume can be made of. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePersistentVolumeSpec, v1.34 */
import type { CSIPersistentVolumeSource, PersistentVolumeSpec, SecretReference } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { checkText, forbiddenField, invalidEach, required, requireText } from './causes.ts'
import { dns1123Label, dns1123Subdomain } from './names.ts'
import { validateIscsi } from './pod/volumes/iscsi.ts'
import { backsteps } from './pod/volumes/paths.ts'
import { requireAll } from './pod/volumes/plain-sources.ts'
import { validateDriver, validateSource as validatePodSource } from './pod/volumes/sources.ts'

/** In the server's order: of two sources the later one is refused. */
const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const satisfies readonly (keyof PersistentVolumeSpec)[]
type Source = (typeof SOURCES)[number]

const validateSecret = (secret: SecretReference | undefined, path: string): readonly StatusCause[] =>
  secret === undefined
    ? []
    : [
        ...requireText(`${path}.name`, secret.name, dns1123Subdomain),
        ...requireText(`${path}.namespace`, secret.namespace, dns1123Label),
      ]

const SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
] as const satisfies readonly (keyof CSIPersistentVolumeSource)[]

const validateCsi = (source: CSIPersistentVolumeSource, path: string): readonly StatusCause[] => [
  ...validateDriver(source.driver, `${path}.driver`),
  ...requireText(`${path}.volumeHandle`, source.volumeHandle),
  ...SECRETS.flatMap((field) => validateSecret(source[field], `${path}.${field}`)),
]

type Checks = {
  readonly [K in Source]?: (source: NonNullable<PersistentVolumeSpec[K]>, path: string) => readonly StatusCause[]
}

const requireReference = (reference: SecretReference | undefined, path: string): readonly StatusCause[] =>
  reference === undefined ? [] : requireAll(path, { name: reference.name, namespace: reference.namespace })

/** Those that differ from a Pod's own volumes. */
const CHECKS: Checks = {
  local: ({ path: folder }, path) =>
    folder === '' ? [required(`${path}.path`)] : invalidEach(`${path}.path`, folder, backsteps(folder)),
  azureFile: ({ secretName, shareName, secretNamespace }, path) => [
    ...requireAll(path, { secretName, shareName }),
    ...(secretNamespace === '' ? [required(`${path}.secretNamespace`)] : []),
  ],
  iscsi: (source, path) => validateIscsi(source, path, 'must be valid format'),
  cinder: ({ volumeID, secretRef }, path) => [
    ...requireAll(path, { volumeID }),
    ...requireReference(secretRef, `${path}.secretRef`),
  ],
  storageos: ({ volumeName, volumeNamespace, secretRef }, path) => [
    ...requireText(`${path}.volumeName`, volumeName, dns1123Label),
    ...checkText(`${path}.volumeNamespace`, volumeNamespace, dns1123Label),
    ...requireReference(secretRef, `${path}.secretRef`),
  ],
  csi: validateCsi,
}

const validateSource = (spec: PersistentVolumeSpec, source: Source): readonly StatusCause[] => {
  const value = spec[source]
  const own = CHECKS[source] as ((of: typeof value, path: string) => readonly StatusCause[]) | undefined
  if (own !== undefined) return own(value, `spec.${source}`)
  return source === 'local' ? [] : validatePodSource({ name: '', [source]: value }, source, 'spec')
}

/** It is told of as nowhere else where it is one too many. */
const surplusName = (source: Source): string => (source === 'cephfs' ? 'cephFS' : source)

/** A driver that is no program of the node's is never one too many. */
const isTaken = (source: Source, index: number): boolean => index === 0 || source === 'flexVolume'

export const validateVolumeSources = (spec: PersistentVolumeSpec): readonly StatusCause[] => {
  const given = SOURCES.filter((source) => spec[source] !== undefined)
  return given.length === 0
    ? [required('spec', 'must specify a volume type')]
    : given.flatMap((source, index) => [
        ...(isTaken(source, index)
          ? validateSource(spec, source)
          : [forbiddenField(`spec.${surplusName(source)}`, 'may not specify more than 1 volume type')]),
        ...(source === 'local' && index === 0 && spec.nodeAffinity === undefined
          ? [required('spec.nodeAffinity', 'Local volume requires node affinity')]
          : []),
      ])
}

/** What a volume is made of, and nothing else of it. */
export const sourcesOf = (spec: PersistentVolumeSpec): Partial<PersistentVolumeSpec> =>
  Object.fromEntries(SOURCES.filter((source) => spec[source] !== undefined).map((source) => [source, spec[source]]))
