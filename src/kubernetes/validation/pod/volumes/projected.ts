/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateProjectionSources, v1.34 */
import type {
  KeyToPath,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../../generated/types.ts'
import type { StatusCause } from '../../../status.ts'
import { forbiddenField, invalidEach, invalidValue, required } from '../../causes.ts'
import { validateDownwardFile } from './downward-api.ts'
import { fileName, validateItem, validateMode } from './paths.ts'

const MIN_SECONDS = 600
const MAX_SECONDS = 2 ** 32

/** Files of a volume, of which each path may stand for one thing only. */
interface Files {
  readonly field: string
  readonly seen: Set<string>
}

const claimPath = ({ field, seen }: Files, path: string, shown: string): readonly StatusCause[] => {
  if (path === '') return []
  const twice = seen.has(path)
  seen.add(path)
  return twice ? [invalidValue(field, shown, 'conflicting duplicate paths')] : []
}

const validateKeys = (
  source: { readonly name?: string; readonly items?: readonly KeyToPath[] } | undefined,
  path: string,
  files: Files,
): readonly StatusCause[] => {
  if (source === undefined) return []
  const { name = '', items = [] } = source
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...items.flatMap((item, index) => [...validateItem(item, `${path}.items[${index}]`), ...claimPath(files, item.path, name)]),
  ]
}

/** Of its path the server names the volume, not the source. */
const validateToken = (
  token: ServiceAccountTokenProjection | undefined,
  path: string,
  { field }: Files,
): readonly StatusCause[] => {
  if (token === undefined) return []
  const { expirationSeconds = 0 } = token
  const seconds = `${path}.expirationSeconds`
  return [
    ...(expirationSeconds < MIN_SECONDS
      ? [invalidValue(seconds, expirationSeconds, 'may not specify a duration less than 10 minutes')]
      : []),
    ...(expirationSeconds > MAX_SECONDS
      ? [invalidValue(seconds, expirationSeconds, 'may not specify a duration larger than 2^32 seconds')]
      : []),
    ...(token.path === '' ? [required(`${field}.path`)] : invalidEach(`${field}.path`, token.path, fileName(token.path))),
  ]
}

const validateSource = (source: VolumeProjection, path: string, files: Files): readonly StatusCause[] => {
  const { secret, configMap, downwardAPI, serviceAccountToken } = source
  const downward = `${path}.downwardAPI`
  return [
    ...validateKeys(secret, `${path}.secret`, files),
    ...validateKeys(configMap, `${path}.configMap`, files),
    ...(downwardAPI?.items ?? []).flatMap((file) => [
      ...validateDownwardFile(file, downward),
      ...claimPath(files, file.path, file.path),
    ]),
    ...validateToken(serviceAccountToken, `${path}.serviceAccountToken`, files),
    ...(Object.keys(source).length > 1 ? [forbiddenField(path, 'may not specify more than 1 volume type per source')] : []),
  ]
}

export const validateProjected = (
  { defaultMode, sources = [] }: ProjectedVolumeSource,
  path: string,
): readonly StatusCause[] => {
  const files: Files = { field: path, seen: new Set() }
  return [
    ...validateMode(defaultMode, `${path}.defaultMode`),
    ...sources.flatMap((source, index) => validateSource(source, `${path}.sources[${index}]`, files)),
  ]
}
