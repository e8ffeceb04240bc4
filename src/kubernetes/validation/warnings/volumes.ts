/** @see k8s.io/kubernetes pkg/api/pod/warnings.go, warningsForOverlappingVirtualPaths, v1.34 */
import type { PersistentVolumeClaimSpec, Volume, VolumeProjection } from '../../generated/types.ts'
import { warnFraction } from './containers.ts'

/** Since when, and since when without effect. */
const DEPRECATED: readonly (readonly [keyof Volume, string, named?: string])[] = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['ephemeral', ''],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
]

export const warnClaimSpec = (spec: PersistentVolumeClaimSpec | undefined, path: string): readonly string[] =>
  (['requests', 'limits'] as const).flatMap((list) =>
    warnFraction(spec?.resources?.[list]?.['storage'], `${path}.resources.${list}[storage]`),
  )

const warnSource = (volume: Volume, path: string): readonly string[] =>
  DEPRECATED.filter(([source]) => volume[source] !== undefined).flatMap(([source, since, named = source]) =>
    source === 'ephemeral'
      ? warnClaimSpec(volume.ephemeral?.volumeClaimTemplate?.spec, `${path}.ephemeral.volumeClaimTemplate.spec`)
      : [`${path}.${named}: ${since}`],
  )

/** A file of a volume, and what it comes from where a volume has several sources. */
interface File {
  readonly path: string
  readonly source: string
}

const print = ({ path, source }: File): string => `"${path}"${source === '' ? '' : ` (${source})`}`

const isWithin = (path: string, folder: string): boolean => `${path}/`.startsWith(`${folder}/`)

const overlaps = (files: readonly File[]): readonly string[] => {
  const trimmed = files.map(({ path, source }) => ({ path: path.replace(/\/+$/u, ''), source }))
  return trimmed.flatMap((file, index) =>
    file.path === ''
      ? []
      : trimmed
          .slice(0, index)
          .filter(({ path }) => path !== '' && (isWithin(path, file.path) || isWithin(file.path, path)))
          .map((other) => `${print(file)} with ${print(other)}`),
  )
}

const filesOf = (items: readonly { readonly path: string }[] | undefined, source = ''): readonly File[] =>
  (items ?? []).map(({ path }) => ({ path, source }))

const projectedFiles = (projection: VolumeProjection): readonly File[] => {
  const { configMap, secret, downwardAPI, serviceAccountToken: token } = projection
  if (configMap?.items !== undefined) return filesOf(configMap.items, `ConfigMap "${configMap.name ?? ''}"`)
  if (secret?.items !== undefined) return filesOf(secret.items, `Secret "${secret.name ?? ''}"`)
  if (downwardAPI?.items !== undefined) return filesOf(downwardAPI.items, 'DownwardAPI')
  return token === undefined ? [] : filesOf([token], 'ServiceAccountToken')
}

const warnFiles = (name: string, what: string, files: readonly File[]): readonly string[] =>
  overlaps(files).map((text) => `volume "${name}" (${what}): overlapping paths: ${text}`)

const warnProjected = ({ name, projected }: Volume): readonly string[] => {
  const sources = projected?.sources ?? []
  return [
    ...sources
      .filter((source) => Object.keys(source).length === 0)
      .map(() => `volume "${name}" (Projected) has no sources provided`),
    ...warnFiles(name, 'Projected', sources.flatMap(projectedFiles)),
  ]
}

const warnPaths = (volume: Volume): readonly string[] => {
  const { name, configMap, secret, downwardAPI } = volume
  return [
    ...warnFiles(name, `ConfigMap "${configMap?.name ?? ''}"`, filesOf(configMap?.items)),
    ...warnFiles(name, `Secret "${secret?.secretName ?? ''}"`, filesOf(secret?.items)),
    ...warnFiles(name, 'DownwardAPI', filesOf(downwardAPI?.items)),
    ...warnProjected(volume),
  ]
}

export const warnVolumes = (volumes: readonly Volume[], path: string): readonly string[] => [
  ...volumes.flatMap((volume, index) => warnSource(volume, `${path}[${index}]`)),
  ...volumes.flatMap(warnPaths),
]
