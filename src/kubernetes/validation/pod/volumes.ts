/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateVolumes, v1.34 */
import type { DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource, Volume, VolumeMount } from '../../generated/types.ts'
import { compareQuantities } from '../../quantity.ts'
import type { StatusCause } from '../../status.ts'
import {
  duplicate,
  forbiddenField,
  invalidEach,
  invalidValue,
  notFoundValue,
  notSupported,
  required,
  requireText,
} from '../causes.ts'
import { dns1123Label, dns1123Subdomain } from '../names.ts'
import { validateFieldRef, validateResourceRef, VOLUME_FIELDS } from './env.ts'

const backsteps = (path: string): readonly string[] => (path.split('/').includes('..') ? ["must not contain '..'"] : [])

/** A path below another: neither absolute nor stepping up. */
const descending = (path: string): readonly string[] => [
  ...(path.startsWith('/') ? ['must be a relative path'] : []),
  ...backsteps(path),
]

const fileName = (path: string): readonly string[] => [
  ...descending(path),
  ...(path.startsWith('..') && !path.startsWith('../') && path !== '..' ? ["must not start with '..'"] : []),
]

const validateMode = (mode: number | undefined, field: string): readonly StatusCause[] =>
  mode === undefined || (mode >= 0 && mode <= 0o777)
    ? []
    : [invalidValue(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')]

const validateItems = (items: readonly KeyToPath[] | undefined, path: string): readonly StatusCause[] =>
  (items ?? []).flatMap(({ key, path: file, mode }, index) => [
    ...requireText(`${path}[${index}].key`, key),
    ...requireText(`${path}[${index}].path`, file, fileName),
    ...validateMode(mode, `${path}[${index}].mode`),
  ])

const validateDownward = (items: readonly DownwardAPIVolumeFile[] | undefined, path: string): readonly StatusCause[] =>
  (items ?? []).flatMap(({ path: file, fieldRef, resourceFieldRef, mode }, index) => {
    const here = `${path}[${index}]`
    return [
      ...requireText(`${here}.path`, file, fileName),
      ...(fieldRef === undefined
        ? resourceFieldRef === undefined
          ? [required(here, 'one of fieldRef and resourceFieldRef is required')]
          : validateResourceRef(resourceFieldRef, `${here}.resourceFieldRef`, true)
        : [
            ...validateFieldRef(fieldRef, `${here}.fieldRef`, VOLUME_FIELDS),
            ...(resourceFieldRef === undefined
              ? []
              : [invalidValue(here, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')]),
          ]),
      ...validateMode(mode, `${here}.mode`),
    ]
  })

const validateProjected = ({ defaultMode, sources }: ProjectedVolumeSource, path: string): readonly StatusCause[] => [
  ...validateMode(defaultMode, `${path}.defaultMode`),
  ...(sources ?? []).flatMap(({ secret, configMap, downwardAPI, serviceAccountToken }, index) => {
    const here = `${path}.sources[${index}]`
    const seconds = serviceAccountToken?.expirationSeconds ?? 3600
    return [
      ...(secret === undefined
        ? []
        : [...requireText(`${here}.secret.name`, secret.name), ...validateItems(secret.items, `${here}.secret.items`)]),
      ...(configMap === undefined
        ? []
        : [
            ...requireText(`${here}.configMap.name`, configMap.name),
            ...validateItems(configMap.items, `${here}.configMap.items`),
          ]),
      ...validateDownward(downwardAPI?.items, `${here}.downwardAPI.items`),
      ...(serviceAccountToken === undefined
        ? []
        : [
            ...(seconds < 600
              ? [
                  invalidValue(
                    `${here}.serviceAccountToken.expirationSeconds`,
                    seconds,
                    'may not specify a duration less than 10 minutes',
                  ),
                ]
              : []),
            ...requireText(`${here}.serviceAccountToken.path`, serviceAccountToken.path, fileName),
          ]),
    ]
  }),
]

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

type Sources = Readonly<Record<string, (volume: Volume, path: string) => readonly StatusCause[]>>

/** In the server's order: of two sources the later one is refused. */
const SOURCES: Sources = {
  emptyDir: ({ emptyDir }, path) =>
    emptyDir?.sizeLimit !== undefined && compareQuantities(emptyDir.sizeLimit, '0') < 0
      ? [forbiddenField(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')]
      : [],
  hostPath: ({ hostPath }, path) => [
    ...requireText(`${path}.path`, hostPath?.path, backsteps),
    ...(HOST_PATH_TYPES.includes(hostPath?.type ?? '') ? [] : [notSupported(`${path}.type`, hostPath?.type, HOST_PATH_TYPES)]),
  ],
  secret: ({ secret }, path) => [
    ...requireText(`${path}.secretName`, secret?.secretName),
    ...validateMode(secret?.defaultMode, `${path}.defaultMode`),
    ...validateItems(secret?.items, `${path}.items`),
  ],
  nfs: ({ nfs }, path) => [
    ...requireText(`${path}.server`, nfs?.server),
    ...requireText(`${path}.path`, nfs?.path, (text) => (text.startsWith('/') ? [] : ['must be an absolute path'])),
  ],
  persistentVolumeClaim: ({ persistentVolumeClaim }, path) =>
    requireText(`${path}.claimName`, persistentVolumeClaim?.claimName),
  downwardAPI: ({ downwardAPI }, path) => [
    ...validateMode(downwardAPI?.defaultMode, `${path}.defaultMode`),
    ...validateDownward(downwardAPI?.items, `${path}.items`),
  ],
  configMap: ({ configMap }, path) => [
    ...requireText(`${path}.name`, configMap?.name),
    ...validateMode(configMap?.defaultMode, `${path}.defaultMode`),
    ...validateItems(configMap?.items, `${path}.items`),
  ],
  projected: ({ projected }, path) => (projected === undefined ? [] : validateProjected(projected, path)),
  csi: ({ csi }, path) => requireText(`${path}.driver`, csi?.driver, dns1123Subdomain),
}

const validateSources = (volume: Volume, path: string): readonly StatusCause[] => {
  const given = Object.keys(volume).filter((key) => key !== 'name')
  const order = Object.keys(SOURCES)
  const rank = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length)
  return given
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((source, index) =>
      index > 0
        ? [forbiddenField(`${path}.${source}`, 'may not specify more than 1 volume type')]
        : (SOURCES[source]?.(volume, `${path}.${source}`) ?? []),
    )
}

export const validateVolumes = (volumes: readonly Volume[], field: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`
    const { name } = volume
    const own = validateSources(volume, path)
    if (name === '') return [...own, required(`${path}.name`)]
    const details = invalidEach(`${path}.name`, name, dns1123Label(name))
    const twice = details.length === 0 && seen.has(name) ? [duplicate(`${path}.name`, name)] : []
    seen.add(name)
    return [...own, ...details, ...twice]
  })
}

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'] as const

export const validateMounts = (
  mounts: readonly VolumeMount[],
  field: string,
  volumes: ReadonlySet<string>,
): readonly StatusCause[] => {
  const seen = new Set<string>()
  return mounts.flatMap(({ name, mountPath, subPath = '', subPathExpr = '', mountPropagation }, index) => {
    const path = `${field}[${index}]`
    const twice = mountPath !== '' && seen.has(mountPath)
    seen.add(mountPath)
    const exclusive = 'subPathExpr and subPath are mutually exclusive'
    return [
      ...requireText(`${path}.name`, name),
      ...(volumes.has(name) ? [] : [notFoundValue(`${path}.name`, name)]),
      ...requireText(`${path}.mountPath`, mountPath),
      ...(twice ? [invalidValue(`${path}.mountPath`, mountPath, 'must be unique')] : []),
      // The server names the list here, not the entry.
      ...invalidEach(`${field}.subPath`, subPath, descending(subPath)),
      ...(subPath !== '' && subPathExpr !== '' ? [invalidValue(`${path}.subPathExpr`, subPathExpr, exclusive)] : []),
      ...invalidEach(`${field}.subPathExpr`, subPathExpr, descending(subPathExpr)),
      ...(mountPropagation === undefined || PROPAGATIONS.some((known) => known === mountPropagation)
        ? []
        : [notSupported(`${path}.mountPropagation`, mountPropagation, PROPAGATIONS)]),
    ]
  })
}
