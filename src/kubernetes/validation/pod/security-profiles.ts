/** Profiles that confine containers. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateSeccompProfileField and ValidateAppArmorProfileField, v1.34 */
import type { AppArmorProfile, SeccompProfile } from '../../generated/types.ts'
import { internalValue } from '../../go/internal-json.ts'
import type { StatusCause } from '../../status.ts'
import { invalidEach, invalidValue, notSupported, required, tooLong } from '../causes.ts'
import { descending } from './volumes/paths.ts'

const TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'] as const

const validateType = (type: string, field: string, profile: string): readonly StatusCause[] => {
  if (type === '') return [required(field, `type is required when ${profile} is set`)]
  return TYPES.some((known) => known === type) ? [] : [notSupported(field, type, TYPES)]
}

export const validateSeccomp = (profile: SeccompProfile | undefined, path: string): readonly StatusCause[] => {
  if (profile === undefined) return []
  const { type, localhostProfile: file } = profile
  const field = `${path}.localhostProfile`
  const wrong = validateType(type, `${path}.type`, 'seccompProfile')
  if (type === 'Localhost')
    return file === undefined
      ? [required(field, 'must be set when seccomp type is Localhost')]
      : invalidEach(field, file, descending(file))
  if (file === undefined) return wrong
  const shown = internalValue('core.SeccompProfile', profile)
  return [...wrong, invalidValue(field, shown, 'can only be set when seccomp type is Localhost')]
}

const MAX_PATH = 4095
const NEEDED = 'must be set when AppArmor type is Localhost'

const validateLocal = (file: string | undefined, field: string): readonly StatusCause[] => {
  if (file === undefined) return [required(field, NEEDED)]
  const trimmed = file.trim()
  return [
    ...(trimmed === file ? [] : [invalidValue(field, file, 'must not be padded with whitespace')]),
    ...(file === '' ? [required(field, NEEDED)] : []),
    ...(file.length > MAX_PATH ? [tooLong(field, MAX_PATH)] : []),
  ]
}

export const validateAppArmor = (profile: AppArmorProfile | undefined, path: string): readonly StatusCause[] => {
  if (profile === undefined) return []
  const { type, localhostProfile: file } = profile
  const field = `${path}.localhostProfile`
  if (type === 'Localhost') return validateLocal(file, field)
  const wrong = validateType(type, `${path}.type`, 'appArmorProfile')
  return wrong.length > 0 || file === undefined
    ? wrong
    : [invalidValue(field, file, 'can only be set when AppArmor type is Localhost')]
}
