/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateDownwardAPIVolumeFile, v1.34 */
import type { DownwardAPIVolumeFile } from '../../../generated/types.ts'
import type { StatusCause } from '../../../status.ts'
import { invalidValue, required } from '../../causes.ts'
import { validateFieldRef, validateResourceRef, VOLUME_FIELDS } from '../env.ts'
import { validateFile, validateMode } from './paths.ts'

/** The server names the volume, not its item. */
export const validateDownwardFile = (
  { path, fieldRef, resourceFieldRef, mode }: DownwardAPIVolumeFile,
  volume: string,
): readonly StatusCause[] => [
  ...validateFile(path, `${volume}.path`),
  ...(fieldRef === undefined
    ? resourceFieldRef === undefined
      ? [required(volume, 'one of fieldRef and resourceFieldRef is required')]
      : validateResourceRef(resourceFieldRef, `${volume}.resourceFieldRef`, true)
    : [
        ...validateFieldRef(fieldRef, `${volume}.fieldRef`, VOLUME_FIELDS),
        ...(resourceFieldRef === undefined
          ? []
          : [invalidValue(volume, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')]),
      ]),
  ...validateMode(mode, `${volume}.mode`),
]
