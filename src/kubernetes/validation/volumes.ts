/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateVolumes, v1.34 */
import type { Volume } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, forbiddenField, required, invalidValue } from './causes.ts'
import { dns1123Label } from './names.ts'

const validateVolume = (volume: Volume, path: string): readonly StatusCause[] => {
  const sources = Object.keys(volume).filter((key) => key !== 'name')
  const causes: StatusCause[] = sources
    .slice(1)
    .map((source) => forbiddenField(`${path}.${source}`, 'may not specify more than 1 volume type'))
  if (volume.configMap !== undefined && (volume.configMap.name ?? '') === '') causes.push(required(`${path}.configMap.name`))
  if (volume.secret !== undefined && (volume.secret.secretName ?? '') === '') causes.push(required(`${path}.secret.secretName`))
  if (volume.hostPath !== undefined && ((volume.hostPath.path as string | undefined) ?? '') === '')
    causes.push(required(`${path}.hostPath.path`))
  return causes
}

export const validateVolumes = (volumes: readonly Volume[], field: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return volumes.flatMap((volume, index) => {
    const path = `${field}[${index}]`
    const name = (volume.name as string | undefined) ?? ''
    const own = validateVolume(volume, path)
    if (name === '') return [...own, required(`${path}.name`)]
    const details = dns1123Label(name).map((detail) => invalidValue(`${path}.name`, name, detail))
    const twice = details.length === 0 && seen.has(name) ? [duplicate(`${path}.name`, name)] : []
    seen.add(name)
    return [...own, ...details, ...twice]
  })
}
