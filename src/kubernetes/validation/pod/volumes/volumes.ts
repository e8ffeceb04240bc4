/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateVolumes, v1.34 */
import type { Volume } from '../../../generated/types.ts'
import type { StatusCause } from '../../../status.ts'
import { duplicate, invalidEach, invalidValue, required } from '../../causes.ts'
import { dns1123Label } from '../../names.ts'
import { validateClaimName, validateSources } from './sources.ts'

/** What containers may mount: the volumes that are as they should be. */
export interface CheckedVolumes {
  readonly causes: readonly StatusCause[]
  readonly sound: ReadonlyMap<string, Volume>
}

const CREATED = 'must not reference a PVC that gets created for an ephemeral volume'

/** `pod` is the Pod's name; empty in templates. */
export const validateVolumes = (volumes: readonly Volume[], field: string, pod: string): CheckedVolumes => {
  const sound = new Map<string, Volume>()
  const created = new Set(
    pod === '' ? [] : volumes.filter((one) => one.ephemeral !== undefined).map(({ name }) => `${pod}-${name}`),
  )
  const causes = volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`
    const { name, persistentVolumeClaim: claim } = volume
    const own = [
      ...validateSources(volume, path),
      ...validateClaimName(volume, path, pod),
      ...(name === '' ? [required(`${path}.name`)] : invalidEach(`${path}.name`, name, dns1123Label(name))),
      ...(sound.has(name) ? [duplicate(`${path}.name`, name)] : []),
    ]
    if (own.length === 0) sound.set(name, volume)
    return claim !== undefined && created.has(claim.claimName)
      ? [...own, invalidValue(`${path}.persistentVolumeClaim.claimName`, claim.claimName, CREATED)]
      : own
  })
  return { causes, sound }
}
