/** Defaults of volumes. @see k8s.io/kubernetes pkg/apis/core/v1/zz_generated.defaults.go, SetObjectDefaults_Pod, v1.34 */
import type { PersistentVolumeClaimSpec, PersistentVolumeClaimTemplate, Volume } from '../generated/types.ts'

const FILE_MODE = 0o644

type DownwardItems = NonNullable<Volume['downwardAPI']>['items']
type Projection = NonNullable<NonNullable<Volume['projected']>['sources']>[number]

const defaultItems = (items: DownwardItems): { readonly items?: NonNullable<DownwardItems> } =>
  items === undefined
    ? {}
    : {
        items: items.map((item) =>
          item.fieldRef === undefined ? item : { ...item, fieldRef: { apiVersion: 'v1', ...item.fieldRef } },
        ),
      }

const defaultProjection = (source: Projection): Projection => {
  const { downwardAPI, serviceAccountToken } = source
  return {
    ...source,
    ...(downwardAPI === undefined ? {} : { downwardAPI: { ...downwardAPI, ...defaultItems(downwardAPI.items) } }),
    ...(serviceAccountToken === undefined ? {} : { serviceAccountToken: { expirationSeconds: 3600, ...serviceAccountToken } }),
  }
}

type Source = Exclude<keyof Volume, 'name'>
type Fill<K extends Source> = (source: NonNullable<Volume[K]>) => NonNullable<Volume[K]>

/** A claim is of a file system, unless it says so. */
export const defaultClaimSpec = (spec: PersistentVolumeClaimSpec | undefined): PersistentVolumeClaimSpec => ({
  volumeMode: 'Filesystem',
  ...spec,
})

type Origin = NonNullable<PersistentVolumeClaimSpec['dataSource']>

const isKnownOrigin = ({ apiGroup = '', kind }: Origin): boolean =>
  (apiGroup === '' && kind === 'PersistentVolumeClaim') || (apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot')

/**
 * The older field for what a volume holds at first and the newer one say the same: what one cannot say is dropped, and what is in one
 * alone is in both. @see k8s.io/kubernetes pkg/api/persistentvolumeclaim/util.go, v1.34
 */
export const withBothOrigins = (spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec => {
  const { dataSource, dataSourceRef, ...rest } = spec
  const older = dataSource !== undefined && isKnownOrigin(dataSource) ? dataSource : undefined
  const newer = (dataSourceRef?.namespace ?? '') === '' ? dataSourceRef : undefined
  const { namespace: _namespace, ...copied } = newer ?? { kind: '', name: '' }
  const [first, second] = [older ?? (newer === undefined ? undefined : copied), newer ?? older]
  return {
    ...rest,
    ...(first === undefined ? {} : { dataSource: first }),
    ...(second === undefined ? {} : { dataSourceRef: second }),
  }
}

const defaultClaim = (template: PersistentVolumeClaimTemplate): PersistentVolumeClaimTemplate => ({
  ...template,
  spec: defaultClaimSpec(template.spec),
})

const FILLS: { readonly [K in Source]?: Fill<K> } = {
  hostPath: (source) => ({ type: '', ...source }),
  secret: (source) => ({ defaultMode: FILE_MODE, ...source }),
  configMap: (source) => ({ defaultMode: FILE_MODE, ...source }),
  iscsi: (source) => ({ iscsiInterface: 'default', ...source }),
  rbd: (source) => ({ pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring', ...source }),
  downwardAPI: (source) => ({ defaultMode: FILE_MODE, ...source, ...defaultItems(source.items) }),
  azureDisk: (source) => ({ cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared', ...source }),
  projected: ({ sources, ...source }) => ({
    defaultMode: FILE_MODE,
    ...source,
    ...(sources === undefined ? {} : { sources: sources.map(defaultProjection) }),
  }),
  scaleIO: (source) => ({ storageMode: 'ThinProvisioned', fsType: 'xfs', ...source }),
  ephemeral: (source) => ({
    ...source,
    ...(source.volumeClaimTemplate === undefined ? {} : { volumeClaimTemplate: defaultClaim(source.volumeClaimTemplate) }),
  }),
}

const fill = (volume: Volume, source: Source): Partial<Volume> => {
  const value = volume[source]
  const filled = value === undefined ? undefined : (FILLS[source] as ((of: typeof value) => object) | undefined)?.(value)
  return filled === undefined ? {} : { [source]: filled }
}

/** A volume without a source is an empty folder. */
export const defaultVolume = (volume: Volume): Volume => {
  const sources = Object.keys(volume).filter((key): key is Source => key !== 'name')
  if (sources.length === 0) return { ...volume, emptyDir: {} }
  return sources.reduce<Volume>((filled, source) => ({ ...filled, ...fill(volume, source) }), volume)
}
