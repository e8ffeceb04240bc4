/** The parameters of writes, and what is refused of them. @see k8s.io/apimachinery pkg/apis/meta/v1/validation, v1.34 */
import { invalid } from '../../../kubernetes/errors.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { forbiddenField, invalidValue, notSupported, required, tooLong } from '../../../kubernetes/validation/causes.ts'

const MAX_MANAGER = 128
const VALIDATIONS = ['', 'Ignore', 'Strict', 'Warn'] as const

/** Letters, marks, digits, signs and the space: what Go's unicode.IsPrint takes. */
const PRINTABLE = /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u

const unprintable = (manager: string): readonly StatusCause[] => {
  const letters = Array.from(manager)
  const at = letters.findIndex((letter) => !PRINTABLE.test(letter))
  if (at < 0) return []
  const code = (letters[at]?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return [invalidValue('fieldManager', manager, `invalid character U+${code} (at position ${at})`)]
}

const managerCauses = (query: URLSearchParams): readonly StatusCause[] => {
  const manager = query.get('fieldManager') ?? ''
  return manager.length > MAX_MANAGER ? [tooLong('fieldManager', MAX_MANAGER)] : unprintable(manager)
}

const dryRunCauses = (query: URLSearchParams): readonly StatusCause[] => {
  const asked = query.getAll('dryRun')
  return asked.some((value) => value !== 'All') ? [notSupported('dryRun', asked, ['All'])] : []
}

const validationCauses = (query: URLSearchParams): readonly StatusCause[] => {
  const asked = query.get('fieldValidation') ?? ''
  return VALIDATIONS.some((known) => known === asked) ? [] : [notSupported('fieldValidation', asked, VALIDATIONS)]
}

const patchCauses = (query: URLSearchParams, isApply: boolean): readonly StatusCause[] => {
  if (!isApply) return query.has('force') ? [forbiddenField('force', 'may not be specified for non-apply patch')] : []
  return (query.get('fieldManager') ?? '') === '' ? [required('fieldManager', 'is required for apply patch')] : []
}

export type WriteOptionsKind = 'CreateOptions' | 'UpdateOptions' | 'PatchOptions'

/** Why a write with these parameters is not taken, if so. */
export const refuseWriteOptions = (query: URLSearchParams, kind: WriteOptionsKind, isApply = false): Status | undefined => {
  const causes = [
    ...(kind === 'PatchOptions' ? patchCauses(query, isApply) : []),
    ...managerCauses(query),
    ...dryRunCauses(query),
    ...validationCauses(query),
  ]
  return causes.length === 0 ? undefined : invalid(kind, '', causes, 'meta.k8s.io')
}
